"""Match names: read, find, compare, judge, explain. The way into this package; see docs/howto/matching.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from wutong.kernel.bilingual import Text
from wutong.warehouse.letters.characters import is_han
from wutong.warehouse.matching import reasons
from wutong.warehouse.matching.answers import Answer, Candidate, Verdict
from wutong.warehouse.matching.keeping.index import Index, Named
from wutong.warehouse.matching.keeping.letters import Numbers
from wutong.warehouse.matching.reading.chinese import ChineseReader
from wutong.warehouse.matching.reading.english import EnglishReader
from wutong.warehouse.matching.reading.units import Read
from wutong.warehouse.matching.weighing import chinese, features
from wutong.warehouse.matching.weighing.comparing import Compared, Values, compare
from wutong.warehouse.matching.weighing.finding import Finder
from wutong.warehouse.matching.weighing.judging import Judge

TOGETHER = 256  # names that are compared at a time
_BEYOND_DOUBT = ("whole_name", "known_name", "initials")  # columns beside which nothing that is missing counts
_LEAST_RARE = 5  # letters of a short name that few firms share
_MOST_MISSING = 0.6  # of a proper name that may be missing where a firm may yet be meant
_LEAST_TOLD = 0.6  # of a proper name that a short Chinese name must hold
_LEAST_HEARD = 0.3  # how much it must sound alike else
_AS_ALIKE = 0.5  # of the best score: a candidate that competes with it


@dataclass(frozen=True, slots=True)
class Asked:
    """A name as written, and the city that was told beside it."""

    name: str
    city: str = ""


class Matcher:
    """Answers names. Holds scratch memory: one matcher a process."""

    def __init__(self, index: Index, limit: int = 5) -> None:
        self.index = index
        self.limit = limit
        self._english = EnglishReader(index.catalog, index.alphabet, index.places)
        self._chinese = ChineseReader(index.catalog, index.alphabet, index.places, index.is_list)
        self._finder = Finder(index)
        self._features = features.Features(index)
        self._chinese_features = chinese.ChineseFeatures(index)
        self._weights = index.catalog.matching.weights
        self._explainer = reasons.Explainer(index)

    def match(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """An answer for each name, in order."""
        names = iter(asked)
        while together := list(islice(names, TOGETHER)):
            yield from self._together(together)

    def read(self, asked: Asked) -> Read:
        """A name as it is read before it is looked for."""
        places = self.index.places.named(asked.city) if asked.city.strip() else ()
        reader = self._chinese if is_han(asked.name) else self._english
        return reader.read(asked.name, places)

    def candidates(self, read: Read) -> Numbers:
        """The rows that a name is compared with."""
        return self._finder.find(read)

    def _together(self, asked: Sequence[Asked]) -> list[Answer]:
        reads = [self.read(one) for one in asked]
        answers: list[Answer | None] = [None] * len(reads)
        for is_chinese in (False, True):
            chosen = [number for number, read in enumerate(reads) if read.is_chinese is is_chinese]
            for number, answer in zip(chosen, self._answers([reads[n] for n in chosen], is_chinese), strict=True):
                answers[number] = answer
        return [answer for answer in answers if answer is not None]

    def _answers(self, reads: Sequence[Read], is_chinese: bool) -> Iterator[Answer]:
        if not reads:
            return
        compared = compare(self.index, reads, [self.candidates(read) for read in reads])
        columns = self._chinese_features.of(compared) if is_chinese else self._features.of(compared)
        judge = (
            Judge(chinese.COLUMNS, self._weights.chinese)
            if is_chinese
            else Judge(features.COLUMNS, self._weights.english)
        )
        likely = judge.probabilities(columns, compared.query_of, len(reads))
        for number, read in enumerate(reads):
            pairs = np.arange(compared.starts[number], compared.starts[number + 1])
            best = pairs[np.argsort(-likely[pairs], kind="stable")]
            yield self._answer(compared, read, best, columns, likely)

    def _answer(self, compared: Compared, read: Read, pairs: Numbers, columns: Values, likely: Values) -> Answer:
        kept = [int(pair) for pair in pairs[: self.limit * 2] if likely[pair] >= self._weights.keep]
        names = self.index.names([int(compared.rows[pair]) for pair in kept])
        score_of: dict[str, float] = {}  # of all names of an enterprise: they do not compete with each other
        for pair, named in zip(kept, names, strict=True):
            score_of[named.enterprise_id] = score_of.get(named.enterprise_id, 0.0) + float(likely[pair])
        candidates: list[Candidate] = []
        for pair, named in zip(kept, names, strict=True):
            if len(candidates) < self.limit and (score := score_of.pop(named.enterprise_id, None)) is not None:
                candidates.append(self._candidate(compared, read, pair, named, columns, min(score, 1.0)))
        candidates.sort(key=lambda one: -one.score)
        return self._with_verdict(read, tuple(candidates))

    def _candidate(
        self, compared: Compared, read: Read, pair: int, named: Named, columns: Values, score: float
    ) -> Candidate:
        told = reasons.told(columns[pair], chinese.COLUMNS if read.is_chinese else features.COLUMNS)
        explain = self._explainer.chinese if read.is_chinese else self._explainer.english
        is_other = read.is_chinese and self._is_other(read, int(compared.rows[pair]), told)
        verdict = self._verdict(score, told, is_alias=named.kind == "alias" or is_other)
        if read.is_chinese:
            verdict = self._looked_at(read, verdict, told)
        elif read.is_bare and verdict is Verdict.UNSURE:
            verdict = Verdict.NONE  # as people's names are, that only sound like a firm's
        why = explain(compared, pair, named, told)
        return Candidate(named.enterprise_id, named.credit_code, named.name_zh, round(score, 4), verdict, why)

    def _with_verdict(self, read: Read, candidates: tuple[Candidate, ...]) -> Answer:
        why: tuple[Text, ...] = ()
        if not candidates:
            why = (reasons.NOTHING_TO_READ if not read.units else reasons.NOTHING_ALIKE,)
            return Answer(read.text, Verdict.NONE, (), why)
        alike = sum(one.score >= _AS_ALIKE * candidates[0].score for one in candidates[1:])
        if candidates[0].verdict is Verdict.NONE:
            why = (reasons.NOTHING_LIKELY,)
        elif candidates[0].verdict is Verdict.UNSURE and alike:
            why = (reasons.NAMESAKES.format(count=alike),)
        return Answer(read.text, candidates[0].verdict, candidates, why)

    def _is_other(self, read: Read, row: int, told: Mapping[str, float]) -> bool:
        """True of a candidate of a Chinese name that is not that name, however alike: a full legal name is one firm's
        letter by letter, save for its legal form; a branch is no other branch; a short name without a place is many's.
        """
        if told["whole_name"] or self.index.is_list:
            return False
        if read.has_form:
            region = read.places[0] if read.places else 0
            return read.is_branch or not told["same_letters"] or int(self.index.regions[row]) != region
        agrees = told["place_in_name"] or told["place_of_seat"]
        if read.places and not agrees and not read.may_be_proper:
            return True
        is_placed = agrees and any(code % 10_000 for code in (*read.places, *read.told_places))  # a province has many
        return not (told["short_stock"] or is_placed or len(read.letters) >= _LEAST_RARE)

    def _looked_at(self, read: Read, verdict: Verdict, told: Mapping[str, float]) -> Verdict:
        """The verdict on a candidate of a Chinese name, where somebody need look at it or nobody. Nobody at another
        proper name, in letters and in sound, nor at a branch where its parent or another is meant; but one letter of a
        whole name may be a slip. Somebody at the only firm of a place that begins as a short name does."""
        if self.index.is_list or told["one_letter"]:
            return verdict
        begins = told["begins_alike"] or told["short_begins"] or not told["letters_missing"]
        is_other_branch = read.has_form and (told["branch"] or read.is_branch)
        if is_other_branch or not (begins or told["proper_told"] >= (1 if read.has_form else _LEAST_TOLD)):
            return Verdict.NONE
        is_only = told["short_begins"] and told["place_in_name"] and not told["rivals"] and not told["branch"]
        return Verdict.UNSURE if verdict is Verdict.NONE and is_only else verdict

    def _verdict(self, likely: float, told: Mapping[str, float], *, is_alias: bool) -> Verdict:
        is_barred = is_alias or any(told.get(name, 0.0) > bound for name, bound in self._weights.never_same.items())
        if likely >= self._weights.same and (not is_barred or any(told.get(name) for name in _BEYOND_DOUBT)):
            return Verdict.SAME
        is_unheard = told.get("proper_missing", 0.0) > _MOST_MISSING and not told["initials"]
        is_foreign = is_unheard and told["proper_alike"] <= _LEAST_HEARD
        return Verdict.UNSURE if likely >= self._weights.unsure and not is_foreign else Verdict.NONE
