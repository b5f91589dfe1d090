"""Why a product is judged so: words and cues that speak for the class and against the next one, decisions that are
like it, and entries of the catalogue under the likely codes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from wutong.catalog.device_class import Cue
from wutong.warehouse.device_class.grams import Floats, Grams, runs
from wutong.warehouse.device_class.judging import Judge, Judgement
from wutong.warehouse.device_class.knowing import RISK_CLASSES, Listed
from wutong.warehouse.device_class.texts import Product, plain, words_of
from wutong.warehouse.reference.devices import DeviceDecision

MOST = 5
_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """A decision and how like it is, from 0 to 1."""

    decision: DeviceDecision
    likeness: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Reasons, the strongest first; each list may be empty. `told` are the codes of all cues that were found."""

    told: tuple[str, ...]
    words: tuple[str, ...]
    cues: tuple[Cue, ...]
    decisions: tuple[Alike, ...]
    entries: tuple[Listed, ...]


def explained(judge: Judge, product: Product, judgement: Judgement) -> Explanation:
    """The reasons of `judgement` on `product`."""
    learned = judge.learned
    asked = learned.features.encoded([product])
    shares = learned.opinions.by_risk[0].shares
    lean = shares[:, RISK_CLASSES.index(judgement.risk_class)] - shares[:, RISK_CLASSES.index(judgement.next_class)]
    like = learned.features.likeness(asked, judge.decided)
    nearest = np.argsort(-like.text[0], kind="stable")[:MOST]
    decisions = tuple(Alike(learned.known.decisions[place], float(like.text[0][place])) for place in nearest)
    return Explanation(
        told=tuple(cue.code for cue, found in zip(learned.features.cues, asked.cues[0], strict=True) if found),
        words=_words(judge, product, lean),
        cues=_cues(judge, asked.cues[0], lean),
        decisions=decisions,
        entries=_entries(judge, asked.names, judgement),
    )


def _words(judge: Judge, product: Product, lean: Floats) -> tuple[str, ...]:
    """The words of the product, as they were typed, that speak most for the class; of words in each other the stronger.

    What is learned are short runs of characters: a word says what the runs within it say.
    """
    features, asked = judge.learned.features, judge.learned.features.encoded([product])
    described = product.description if plain(product.description) else product.name
    parts: tuple[tuple[str, Grams, csr_matrix, csr_matrix], ...] = (
        (product.name, features.names, asked.names, judge.decided.names),
        (described, features.descriptions, asked.descriptions, judge.decided.descriptions),
        (described, features.uses, asked.uses, judge.decided.uses),
    )
    weighed: dict[str, float] = {}
    for text, grams, mine, theirs in parts:
        spoken = mine.multiply(np.asarray(theirs.T @ lean)).tocoo()
        names = list(grams.vocabulary)
        said = {names[place]: float(value) for place, value in zip(spoken.col, spoken.data, strict=True)}
        for word, value in _said_by_words(text, said):
            weighed[word] = weighed.get(word, 0.0) + value
    chosen: list[str] = []
    for word in sorted(weighed, key=lambda one: (-weighed[one], one)):
        if len(chosen) == MOST or weighed[word] <= 0:
            break
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return tuple(chosen)


def _said_by_words(text: str, said: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Each word of `text` with what the runs within it say; a run that stands several times says a part each time."""
    whole = plain(text)
    times = Counter(runs(whole))
    for word in words_of(text):
        within = runs(whole[word.start : word.end])
        yield word.text, sum(said[run] / times[run] for run in within if run in said)


def _cues(judge: Judge, said: Floats, lean: Floats) -> tuple[Cue, ...]:
    features = judge.learned.features
    spoken = said * ((judge.decided.cues - features.usual_cues).T @ lean)
    best = np.argsort(-spoken, kind="stable")[:MOST]
    return tuple(features.cues[place] for place in best if spoken[place] > 0)


def _entries(judge: Judge, names: csr_matrix, judgement: Judgement) -> tuple[Listed, ...]:
    """Entries of the catalogue under the likely codes, those whose names are most like it first."""
    known = judge.learned.known
    wanted = {one.code for one in judgement.codes}
    places = [place for place, one in enumerate(known.listed) if one.entry_code and one.group_code in wanted]
    if not places:
        return ()
    rows = judge.learned.encoded.names[np.array(places) + len(known.decisions)]
    like = (names @ rows.T).toarray()[0]
    best = [places[place] for place in np.argsort(-like, kind="stable")[:_ENTRIES] if like[place] > 0]
    return tuple(known.listed[place] for place in best)
