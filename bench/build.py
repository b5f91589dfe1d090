"""Full build and rebuild against DuckDB reading the same CSV and writing Parquet, at several sizes.

Usage: python bench/build.py [--sizes 500000 1000000] [--folder /tmp/wutong-bench]
"""

import argparse
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from measuring import WUTONG, Measured, measure

SIZES = (500_000, 1_000_000, 2_000_000, 4_840_000)
SEED = 7
_BASELINE = r"""
import duckdb, sys
# Told how quotes are written, and not to be strict about them: else it leaves out one row in ten.
reader = f"read_csv('{sys.argv[1]}', all_varchar=true, ignore_errors=true, strict_mode=false, quote='\"', escape='\"')"
duckdb.sql(f"COPY (SELECT * FROM {reader}) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION zstd)")
"""


def baseline(register: Path, folder: Path) -> Measured:
    """DuckDB alone: the same CSV to Parquet."""
    return measure(WUTONG.with_name("python"), "-c", _BASELINE, register, folder / "baseline.parquet")


def build(home: Path, pattern: str) -> Measured:
    """`wutong build` as a user runs it."""
    return measure(WUTONG, "build", "--source", f"cn_registrations={pattern}", "--home", home)


def run(sizes: Sequence[int], folder: Path) -> Iterator[str]:
    """Lines of the report."""
    yield "## Build"
    yield ""
    yield "`python bench/build.py`. Baseline: DuckDB reads the same CSV and writes Parquet, in the same run. In"
    yield "brackets: the same of processor time, which others on the machine change less."
    yield ""
    yield "| rows | baseline s | full build s | ratio (8) | peak GiB (6) | +1 % rebuild s | of full (15 %) |"
    yield "|---|---|---|---|---|---|---|"
    for size in sizes:
        yield _row(size, folder / str(size))


def _row(size: int, folder: Path) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data, home = folder / "data", folder / "home"
    demo = ("demo-data", "--seed", str(SEED), "--single-file")
    measure(WUTONG, *demo, "--enterprises", str(size), "--out", data)
    register = data / "registry" / "register.csv"
    plain = baseline(register, folder)
    full = build(home, f"{data}/registry/*.csv")
    more = ("demo-data", "--seed", str(SEED + 1), "--single-file", "--enterprises", str(size // 100))
    measure(WUTONG, *more, "--out", folder / "new")
    (folder / "new" / "registry" / "register.csv").rename(data / "registry" / "new.csv")
    again = build(home, f"{data}/registry/*.csv")
    shutil.rmtree(folder)
    return (
        f"| {size:,} | {_both(plain)} | {_both(full)} "
        f"| {full.seconds / plain.seconds:.1f} ({full.cpu_seconds / plain.cpu_seconds:.1f}) | {full.peak_gib:.1f} "
        f"| {_both(again)} | {again.seconds / full.seconds:.0%} ({again.cpu_seconds / full.cpu_seconds:.0%}) |"
    )


def _both(measured: Measured) -> str:
    return f"{measured.seconds:.1f} ({measured.cpu_seconds:.1f})"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/wutong-bench"))
    chosen = parser.parse_args()
    for line in run(chosen.sizes, chosen.folder):
        print(line, flush=True)


if __name__ == "__main__":
    main()
