"""Run every benchmark and write bench/results.md: what `make bench` does.

Usage: python bench/run.py [--only build search placement ...] [--data ../shared/data] [--folder /tmp/wutong-bench]
Parts that need real registers say so where there are none.
"""

import argparse
import platform
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import build
import cases
import device_class
import hospitals
import matching
import pages
import placement
import search
import variants
from measuring import REPOSITORY, WUTONG, measure

RESULTS = REPOSITORY / "bench" / "results.md"
SEARCHED = 3_000_000
DEMO_ENTERPRISES = 60_000


def built(folder: Path, data: Path) -> Iterator[str]:
    """Build and rebuild at every size."""
    yield from build.run(build.SIZES, folder / "build")


def searched(folder: Path, data: Path) -> Iterator[str]:
    """Search by short names among three million."""
    yield from search.run(data, SEARCHED, folder / "search")


def matched(folder: Path, data: Path) -> Iterator[str]:
    """English names among three million, beside a peer."""
    yield from matching.run(data, SEARCHED, folder / "matching")


def written(folder: Path, data: Path) -> Iterator[str]:
    """Chinese names written otherwise, among the same."""
    home = folder / "matching" / "home"
    yield from variants.run(home if home.exists() else matching.build_home(data, SEARCHED, folder / "matching"))


def housed(folder: Path, data: Path) -> Iterator[str]:
    """Names of hospitals against labels."""
    yield from hospitals.run(data, None)


def placed(folder: Path, data: Path) -> Iterator[str]:
    """Placement against labels."""
    yield from placement.run(data, [data / "chain" / "labels.csv"], folder / "placement")


def classified(folder: Path, data: Path) -> Iterator[str]:
    """Device classes by cross-validation."""
    yield from device_class.run(data)


def served(folder: Path, data: Path) -> Iterator[str]:
    """Pages of a real server on a release of the demo's size."""
    home, register = folder / "pages-home", folder / "pages-data"
    if not home.exists():
        size = ("--enterprises", str(DEMO_ENTERPRISES), "--cluster", "qiantang")
        measure(WUTONG, "demo-data", *size, "--out", register)
        measure(WUTONG, "build", "--source", f"cn_registrations={register}/registry/*.csv.gz", "--home", home)
    yield from pages.run(home)


def ticked(folder: Path, data: Path) -> Iterator[str]:
    """Ten thousand cases with clocks: the tick and the work list, in a home of its own."""
    home = folder / "cases-home"
    shutil.rmtree(home, ignore_errors=True)
    yield from cases.run(home)


PARTS: dict[str, Callable[[Path, Path], Iterator[str]]] = {
    "build": built,
    "search": searched,
    "matching": matched,
    "variants": written,
    "hospitals": housed,
    "placement": placed,
    "device_class": classified,
    "pages": served,
    "cases": ticked,
}
NEED_REAL = {"search", "matching", "variants", "hospitals", "placement", "device_class"}


def report(chosen: list[str], folder: Path, data: Path) -> Iterator[str]:
    """Lines of the report."""
    yield "# Benchmarks"
    yield ""
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    yield f"{datetime.now(UTC):%Y-%m-%d}, {machine}. Ratios count, not seconds."
    for name in chosen:
        yield ""
        if name in NEED_REAL and not data.is_dir():
            yield f"## {name}: skipped, no real registers at {data}"
            continue
        yield from PARTS[name](folder, data)


def main() -> None:
    """Print the report as it grows; a full run also writes it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/wutong-bench"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for line in report(options.only, options.folder, options.data):
        print(line, flush=True)
        lines.append(line)
    if options.only == list(PARTS):
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
