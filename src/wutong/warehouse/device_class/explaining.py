"""Why a product is judged so: words and cues that speak for the class and against the next one, decisions that are
like it, and entries of the catalogue under the likely codes."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from wutong.catalog.device_class import Cue
from wutong.warehouse.device_class.grams import Floats, Grams
from wutong.warehouse.device_class.judging import Judge, Judgement
from wutong.warehouse.device_class.knowing import RISK_CLASSES, Listed
from wutong.warehouse.device_class.texts import Product
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
    """The runs of characters that speak most for the class; of runs that lie in each other the strongest."""
    features, asked = judge.learned.features, judge.learned.features.encoded([product])
    weighed: dict[str, float] = {}
    parts: tuple[tuple[Grams, csr_matrix, csr_matrix], ...] = (
        (features.names, asked.names, judge.decided.names),
        (features.descriptions, asked.descriptions, judge.decided.descriptions),
        (features.uses, asked.uses, judge.decided.uses),
    )
    for grams, mine, theirs in parts:
        spoken = mine.multiply(np.asarray(theirs.T @ lean)).tocoo()
        names = list(grams.vocabulary)
        for place, value in zip(spoken.col, spoken.data, strict=True):
            weighed[names[place]] = weighed.get(names[place], 0.0) + float(value)
    chosen: list[str] = []
    for word in sorted(weighed, key=lambda one: (-weighed[one], one)):
        if len(chosen) == MOST or weighed[word] <= 0:
            break
        if len(word) > 1 and word.isalnum() and not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return tuple(chosen)


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
