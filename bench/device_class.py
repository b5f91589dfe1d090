"""Device classes: how often risk class and code are right, by cross-validation, beside TF-IDF with logistic regression.

Usage: python bench/device_class.py --data ../shared/data [--repeats 1]

Folds are drawn at random with each class spread evenly, again with products of like names kept together, and once by
year (learned from the earlier ones). Nothing of a fold is seen by what judges it.
"""

import argparse
import itertools
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier

from wutong.catalog.catalog import load_catalog
from wutong.catalog.device_class import load_device_knowledge
from wutong.kernel.home import Home
from wutong.warehouse.device_class.judging import Judge
from wutong.warehouse.device_class.knowing import Known
from wutong.warehouse.device_class.texts import Product
from wutong.warehouse.device_class.training import learn
from wutong.warehouse.ingest.parts import Parts
from wutong.warehouse.reference.devices import DeviceClass, DeviceDecision
from wutong.warehouse.reference.references import read_references

Rows = NDArray[np.int64]
Split = tuple[Rows, Rows]
Guess = tuple[str, tuple[str, ...]]  # risk class, and up to three codes


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares from 0 to 1; the targets are risk 0.76 and third 0.85. Codes are asked of those that have one."""

    risk: float
    first: float
    third: float
    confident: float  # share of answers that are sure, by the declared level
    confident_right: float  # of these, right


def given(data: Path) -> tuple[tuple[DeviceDecision, ...], tuple[DeviceClass, ...]]:
    """The real lists, read as a build reads them."""
    catalog = load_catalog()
    files = {
        "nmpa_device_catalogue": "classification-catalogue.json",
        "nmpa_device_decisions": "classification-decisions.csv",
    }
    with TemporaryDirectory() as folder:
        store = Parts(Home(Path(folder)))
        parts = [
            part
            for source, name in files.items()
            for part in store.ensure(catalog.sources[source], data / "devices" / name)
        ]
        references = read_references(catalog, parts)
    return references.device_decisions, references.device_classes


def ours(
    decisions: Sequence[DeviceDecision], classes: Sequence[DeviceClass], split: Split
) -> tuple[list[Guess], list[float]]:
    """Learned from one side of a split, asked about the other."""
    knowledge = load_device_knowledge(load_catalog().root)
    judge = Judge(learn(Known.of([decisions[row] for row in split[0]], classes, knowledge), knowledge))
    asked = [Product(decisions[row].product, decisions[row].description) for row in split[1]]
    judged = list(judge.judge(asked))
    return [(one.risk_class, tuple(c.code for c in one.codes)) for one in judged], [one.confidence for one in judged]


def plain(decisions: Sequence[DeviceDecision], split: Split) -> list[Guess]:
    """The baseline: TF-IDF of characters with logistic regression, on the decisions alone."""
    texts = [f"{one.product} {one.description}" for one in decisions]
    learned, asked = ([texts[row] for row in rows] for rows in split)
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    rows, questions = grams.fit_transform(learned), grams.transform(asked)
    risk = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear"))
    risk.fit(rows, [decisions[row].risk_class for row in split[0]])
    coded = np.array([place for place, row in enumerate(split[0]) if decisions[row].group_code])
    code = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear"))
    code.fit(rows[coded], [decisions[split[0][place]].group_code for place in coded])
    best = np.argsort(-code.predict_proba(questions), axis=1)[:, :3]
    return [
        (str(one), tuple(str(code.classes_[place]) for place in places))
        for one, places in zip(risk.predict(questions), best, strict=True)
    ]


def quality(right: Sequence[DeviceDecision], guesses: Sequence[Guess], sure: Sequence[float]) -> Quality:
    """How often the guesses are right."""
    pairs = list(zip(right, guesses, strict=True))
    coded = [(one.group_code, codes) for one, (_, codes) in pairs if one.group_code]
    hits = [one.risk_class == risk for one, (risk, _) in pairs]
    level = load_device_knowledge(load_catalog().root).sure_from
    confident = [hit for hit, share in zip(hits, sure, strict=True) if share >= level]
    return Quality(
        risk=float(np.mean(hits)),
        first=float(np.mean([codes[0] == code for code, codes in coded])),
        third=float(np.mean([code in codes for code, codes in coded])),
        confident=len(confident) / len(hits),
        confident_right=float(np.mean(confident)) if confident else 0.0,
    )


def at_random(decisions: Sequence[DeviceDecision], seed: int) -> list[Split]:
    """Five folds, each class spread evenly."""
    classes = [one.risk_class for one in decisions]
    return list(StratifiedKFold(5, shuffle=True, random_state=seed).split(classes, classes))


def by_name(decisions: Sequence[DeviceDecision], seed: int) -> list[Split]:
    """Five folds that keep together products whose names begin or end alike."""
    classes = [one.risk_class for one in decisions]
    stems = [re.sub(r"[（(].*?[)）]|[^\u4e00-\u9fff]|一次性使用|医用|无菌", "", one.product)[-4:] for one in decisions]
    return list(StratifiedGroupKFold(5, shuffle=True, random_state=seed).split(classes, classes, stems))


def by_year(decisions: Sequence[DeviceDecision], seed: int) -> list[Split]:
    """Learn from decisions up to 2021, and ask about the later ones."""
    years = np.array([one.year or 0 for one in decisions])
    return [(np.flatnonzero(years <= 2021), np.flatnonzero(years > 2021))]


def run(data: Path, repeats: int = 1) -> Iterator[str]:
    """Lines of the report."""
    decisions, classes = given(data)
    yield "## Device classes"
    yield ""
    yield f"{len(decisions)} decisions, {len(classes)} entries of the catalogue; five folds, drawn {repeats} times"
    yield ""
    yield "| folds | learner | risk class | code first | code in three | sure | right when sure |"
    yield "|---|---|---|---|---|---|---|"
    tables: list[str] = []
    ways: dict[str, Callable[[Sequence[DeviceDecision], int], list[Split]]] = {
        "at random": at_random,
        "like names together": by_name,
        "by year": by_year,
    }
    for name, way in ways.items():
        splits = [split for seed in range(1 if way is by_year else repeats) for split in way(decisions, seed)]
        asked = [decisions[row] for split in splits for row in split[1]]
        answers = [ours(decisions, classes, split) for split in splits]
        guesses, sure = [g for found, _ in answers for g in found], [s for _, found in answers for s in found]
        yield _line(name, "ours", quality(asked, guesses, sure))
        baseline = [guess for split in splits for guess in plain(decisions, split)]
        yield _line(name, "TF-IDF + logistic", quality(asked, baseline, [0.0] * len(asked)))
        tables += ["", *reliability(name, asked, guesses, sure)]
    yield from tables
    yield ""
    yield speed(decisions, classes)


def reliability(
    folds: str, right: Sequence[DeviceDecision], guesses: Sequence[Guess], sure: Sequence[float]
) -> Iterator[str]:
    """Whether `confidence` is the share of right answers: both, by band of confidence."""
    hits = np.array([one.risk_class == risk for one, (risk, _) in zip(right, guesses, strict=True)])
    told = np.array(sure)
    yield f"Reliability, folds {folds}: confidence as told, and the share that was right"
    yield ""
    yield "| told | answers | mean told | right |"
    yield "|---|---|---|---|"
    edges = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
    for low, high in itertools.pairwise(edges):
        there = (told >= low) & (told < high)
        if there.any():
            band = f"{low:.0%}–{min(high, 1.0):.0%}"
            yield f"| {band} | {there.sum()} | {told[there].mean():.1%} | {hits[there].mean():.1%} |"


def _line(folds: str, learner: str, found: Quality) -> str:
    sure = f"{found.confident:.1%} | {found.confident_right:.1%}" if found.confident else "– | –"
    return f"| {folds} | {learner} | {found.risk:.1%} | {found.first:.1%} | {found.third:.1%} | {sure} |"


def speed(decisions: Sequence[DeviceDecision], classes: Sequence[DeviceClass]) -> str:
    """How long learning takes, and how many products are judged a second."""
    knowledge = load_device_knowledge(load_catalog().root)
    started = time.perf_counter()
    judge = Judge(learn(Known.of(decisions, classes, knowledge), knowledge))
    learning = time.perf_counter() - started
    asked = [Product(one.product, one.description) for one in decisions]
    started = time.perf_counter()
    count = sum(1 for _ in judge.judge(asked))
    return f"Learning took {learning:.1f} s; {count / (time.perf_counter() - started):,.0f} products judged a second."


def main() -> None:
    """Print the report as it grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--repeats", type=int, default=1)
    options = parser.parse_args()
    for line in run(options.data, options.repeats):
        print(line, flush=True)


if __name__ == "__main__":
    main()
