"""Names of real hospitals against pairs that were labelled by hand. The labels hold digests and no names."""

import csv
import hashlib
from pathlib import Path

import pytest

from wutong.catalog.catalog import load_catalog
from wutong.warehouse.matching.answers import Verdict
from wutong.warehouse.matching.houses.matcher import House, HouseMatcher
from wutong.warehouse.matching.matcher import Asked

LABELS = Path(__file__).with_name("hospital_labels.csv")
pytestmark = [pytest.mark.real, pytest.mark.slow]


def digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def names(file: Path) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()))


def test_what_is_said_to_be_the_same_is(real_data: Path) -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["told_by"] == "list"]
    right = {(row["written"], row["standard"]): row["is_same"] == "1" for row in rows}
    folder = real_data / "hospitals"
    houses = [House(name, name) for name in names(folder / "standard-names.txt")]
    labelled = {written for written, _ in right}
    asked = [Asked(name) for name in names(folder / "names.txt") if digest(name, "") in labelled]
    assert len(asked) == len(labelled)
    answers = list(HouseMatcher(load_catalog(), houses).match(asked))
    pairs = [
        (digest(answer.name, ""), digest(answer.candidates[0].name_zh))
        for answer in answers
        if answer.verdict is Verdict.SAME
    ]
    judged = [right[pair] for pair in pairs if pair in right]
    assert len(judged) >= 300
    assert sum(judged) / len(judged) >= 0.98
