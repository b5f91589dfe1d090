"""Match written names of hospitals to standard ones, and count against pairs that were labelled by hand.

Usage: python bench/hospitals.py --data ../shared/data [--home HOME]

Labels (tests/unit/matching/hospital_labels.csv) hold no names: a digest of the written name and of the city beside it,
one of the standard name, and whether they are one house. `list` are pairs of the two lists of `--data` that are not
equal letter for letter; `trials` are English sites and sponsors of trials, read from `--home` (built from `--data`).
All pairs of a row were proposed by the matcher of the day; a pair that it no longer proposes counts for coverage only.
"""

import argparse
import csv
import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.matching.answers import Answer, Verdict
from wutong.warehouse.matching.houses.matcher import House, HouseMatcher
from wutong.warehouse.matching.matcher import Asked
from wutong.warehouse.publish.reading import Reading
from wutong.warehouse.publish.release import serving

LABELS = Path(__file__).resolve().parents[1] / "tests" / "unit" / "matching" / "hospital_labels.csv"
_ASKED = """
    SELECT DISTINCT name, coalesce(city, '') FROM trial_sites WHERE country IS NULL OR country IN ('China', '中国')
    UNION SELECT DISTINCT name, '' FROM trial_sponsors
"""


@dataclass(frozen=True)
class Label:
    """Whether a written name, by its digest, means a standard one."""

    told_by: str
    written: str
    standard: str
    is_same: bool


def digest(*texts: str) -> str:
    """Sixteen hex digits that tell texts apart and tell nothing of them."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def labels(file: Path = LABELS) -> list[Label]:
    """The pairs that were labelled."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return [Label(row["told_by"], row["written"], row["standard"], row["is_same"] == "1") for row in rows]


def lines_of(file: Path) -> list[str]:
    """The names of a list, each once."""
    return list(dict.fromkeys(line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()))


def told(told_by: str, answers: Sequence[tuple[Asked, Answer]], known: Sequence[Label]) -> Iterator[str]:
    """A row of the report: precision over labelled pairs that are said to be the same, and coverage."""
    right = {(one.written, one.standard): one.is_same for one in known if one.told_by == told_by}
    same = [(asked, answer) for asked, answer in answers if answer.verdict is Verdict.SAME]
    judged = [
        right[pair]
        for asked, answer in same
        if (pair := (digest(asked.name, asked.city), digest(answer.candidates[0].name_zh))) in right
    ]
    kept = sum(judged) / max(1, sum(right.values()))
    precision = f"{sum(judged) / len(judged):.1%}" if judged else "—"
    yield (
        f"| {told_by} | {len(answers):,} | {len(same):,} | {len(same) / len(answers):.1%} | {len(right)} | "
        f"{len(judged)} | {precision} | {kept:.1%} |"
    )


def run(data: Path, home: Path | None) -> Iterator[str]:
    """Lines of the report."""
    standard = lines_of(data / "hospitals" / "standard-names.txt")
    matcher = HouseMatcher(load_catalog(), [House(name, name) for name in standard])
    asked = [Asked(name) for name in lines_of(data / "hospitals" / "names.txt")]
    started = time.perf_counter()
    answers = list(zip(asked, matcher.match(asked), strict=True))
    speed = len(asked) / (time.perf_counter() - started)
    whole = sum(answer.verdict is Verdict.SAME and answer.candidates[0].score == 1.0 for _, answer in answers)
    yield f"{len(standard):,} standard names; {whole:,} written ones are equal letter for letter; {speed:,.0f} names/s."
    yield ""
    yield "| names of | names | same | share | labelled | of them same now | right | right pairs still found |"
    yield "|---|---|---|---|---|---|---|---|"
    known = labels()
    yield from told("list", answers, known)
    if home is not None:
        with Reading(serving(Home(home))) as reading:
            asked = [Asked(str(name), str(city)) for name, city in reading.query(_ASKED).rows]
        institutions = load_catalog().matching.institutions
        asked = [one for one in asked if one.city or institutions.holds(one.name)]
        yield from told("trials", list(zip(asked, matcher.match(asked), strict=True)), known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    for line in run(given.data, given.home):
        print(line, flush=True)


if __name__ == "__main__":
    main()
