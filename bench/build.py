"""Full build and rebuild against DuckDB reading the same CSV and writing Parquet, at several sizes.

Usage: python bench/build.py [--sizes 500000 1000000] [--shapes packed plain] [--folder /tmp/wutong-bench]
"""

import argparse
import gzip
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from measuring import WUTONG, Measured, measure

SIZES = (500_000, 1_000_000, 2_000_000, 4_840_000)
# As registers come and as `demo-data` writes them, a packed file for each year and province; and as one plain file.
SHAPES = {"packed": (), "plain": ("--single-file",)}
SEED = 7
WARMING = 2_000  # enterprises of a build that is not measured: it compiles the plans, as the first of a version does
_BASELINE = r"""
import duckdb, sys
# Told how quotes are written, and not to be strict about them: else it leaves out one row in ten.
reader = f"read_csv('{sys.argv[1]}', all_varchar=true, ignore_errors=true, strict_mode=false, quote='\"', escape='\"')"
duckdb.sql(f"COPY (SELECT * FROM {reader}) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION zstd)")
"""


_REBUILDS = " added s | of full (15 %) | changed s | of full (15 %) |"


def baseline(pattern: str, folder: Path) -> Measured:
    """DuckDB alone: the same CSV to Parquet."""
    return measure(WUTONG.with_name("python"), "-c", _BASELINE, pattern, folder / "baseline.parquet")


def build(home: Path, pattern: str) -> Measured:
    """`wutong build` as a user runs it."""
    return measure(WUTONG, "build", "--source", f"cn_registrations={pattern}", "--home", home)


def run(sizes: Sequence[int], folder: Path, shapes: Sequence[str] = tuple(SHAPES)) -> Iterator[str]:
    """Lines of the report."""
    yield "## Build"
    yield ""
    yield "`python bench/build.py`. Baseline: DuckDB reads the same CSV and writes Parquet, in the same run. In"
    yield "brackets: the same of processor time, which others on the machine change less. Added: a file of one row"
    yield "in a hundred more. Changed: of files with one row in a hundred, every tenth is gone. Plans were compiled."
    yield ""
    yield f"| register | rows | files | baseline s | full build s | ratio (8) | peak GiB (6) |{_REBUILDS}"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    _made(WARMING, folder / "warming", SEED)
    build(folder / "warming" / "home", f"{folder}/warming/data/registry/*")
    for shape in shapes:
        for size in sizes:
            yield _row(shape, size, folder / f"{shape}-{size}")


def _made(size: int, folder: Path, seed: int, *options: str) -> Path:
    """A register of `size` enterprises; its folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    measure(WUTONG, "demo-data", "--seed", str(seed), "--enterprises", str(size), "--out", folder / "data", *options)
    return folder / "data" / "registry"


def _row(shape: str, size: int, folder: Path) -> str:
    register, home = _made(size, folder, SEED, *SHAPES[shape]), folder / "home"
    files, pattern = sorted(register.iterdir()), f"{register}/*.csv*"
    plain = baseline(pattern, folder)
    full = build(home, pattern)
    (new,) = _made(size // 100, folder / "new", SEED + 1, "--single-file").iterdir()
    _handed_in(new.read_bytes(), register / f"new{''.join(files[0].suffixes)}")
    added = build(home, pattern)
    rebuilt = [_both(added), _share(added, full), "", ""]
    if len(files) > 1:
        _change(files, size // 100)
        changed = build(home, pattern)
        rebuilt[2:] = [_both(changed), _share(changed, full)]
    shutil.rmtree(folder)
    ratio = f"{full.seconds / plain.seconds:.1f} ({full.cpu_seconds / plain.cpu_seconds:.1f})"
    cells = [shape, f"{size:,}", f"{len(files)}", _both(plain), _both(full), ratio, f"{full.peak_gib:.1f}", *rebuilt]
    return f"| {' | '.join(cells)} |"


def _handed_in(content: bytes, file: Path) -> None:
    file.write_bytes(gzip.compress(content) if file.suffix == ".gz" else content)


def _change(files: Sequence[Path], count: int) -> None:
    """Leave out every tenth row of as many of the packed `files`, in order from the middle, as hold `count` rows."""
    for file in files[len(files) // 2 :]:
        header, *rows = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
        _handed_in(b"".join([header, *(row for number, row in enumerate(rows) if number % 10)]), file)
        count -= len(rows)
        if count <= 0:
            return


def _both(measured: Measured) -> str:
    return f"{measured.seconds:.1f} ({measured.cpu_seconds:.1f})"


def _share(again: Measured, full: Measured) -> str:
    return f"{again.seconds / full.seconds:.0%} ({again.cpu_seconds / full.cpu_seconds:.0%})"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=tuple(SHAPES))
    parser.add_argument("--folder", type=Path, default=Path("/tmp/wutong-bench"))
    chosen = parser.parse_args()
    for line in run(chosen.sizes, chosen.folder, chosen.shapes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
