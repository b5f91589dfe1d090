"""What judgements make of the answers of matching. Matching is not asked again: a judgement rules over its answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from wutong.kernel.bilingual import Text
from wutong.kernel.clock import SHANGHAI
from wutong.warehouse.matching.answers import Answer, Verdict
from wutong.warehouse.tying.judgements import DIFFERENT, SAME, UNSURE, Judgement

_SAME = Text(zh="{by} 于 {on} 判断为同一家", en="judged the same by {by} on {on}")
_UNSURE = Text(zh="{by} 于 {on} 判断为不确定", en="judged unsure by {by} on {on}")
_DIFFERENT = Text(zh="不是{subject}：{by} 于 {on} 判断", en="not {subject}: judged by {by} on {on}")
_WORDS = {SAME: _SAME, UNSURE: _UNSURE, DIFFERENT: _DIFFERENT}


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate of a name, from matching or from a judgement; `judged` is what rules of it."""

    identifier: str
    name: str
    score: float | None
    verdict: Verdict
    reasons: tuple[Text, ...]
    judged: Judgement | None = None

    @property
    def is_barred(self) -> bool:
        """True of what somebody judged to be another."""
        return self.judged is not None and self.judged.verdict == DIFFERENT


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a name means: the choices in the order of likelihood with barred ones last, and who says so."""

    verdict: Verdict
    choices: tuple[Choice, ...]
    reasons: tuple[Text, ...]
    by: Judgement | None
    best: Choice | None


def rule_answer(answer: Answer, judged: Iterable[Judgement]) -> Ruled:
    """An answer of matching under the judgements of its name."""
    choices = [Choice(one.enterprise_id, one.name_zh, one.score, one.verdict, one.reasons) for one in answer.candidates]
    return rule(answer.verdict, choices, answer.reasons, judged)


def rule(verdict: Verdict, choices: Sequence[Choice], why: tuple[Text, ...], judged: Iterable[Judgement]) -> Ruled:
    """A verdict on the first of `choices`, and why, under the judgements of the name.

    `same` ties; `different` bars, and the next is taken with the verdict that it has by itself; `unsure` of the best
    leaves it unsure.
    """
    ordered = _ordered(choices, [one for one in judged if one.verdict in _WORDS])
    barred = [one.judged for one in ordered if one.is_barred and one.judged]
    not_these = tuple(told(one) for one in barred)
    best = next((one for one in ordered if not one.is_barred), None)
    if best is None:
        by = max(barred, key=lambda one: one.order, default=None)
        return Ruled(Verdict.NONE, ordered, not_these or why, by, None)
    is_first = bool(choices) and best.identifier == choices[0].identifier
    plain, plain_why = (verdict, why) if is_first else (best.verdict, ())
    if best.judged is None:
        return Ruled(plain, ordered, (*best.reasons, *plain_why, *not_these), None, best)
    doubted = Verdict.NONE if plain is Verdict.NONE else Verdict.UNSURE
    meant = Verdict.SAME if best.judged.verdict == SAME else doubted
    return Ruled(meant, ordered, (told(best.judged), *best.reasons, *not_these), best.judged, best)


def _ordered(choices: Sequence[Choice], judged: Sequence[Judgement]) -> tuple[Choice, ...]:
    """What is judged the same first, though matching may not have found it; what is barred last."""
    ruling = {one.enterprise_id: one for one in judged}
    known = [replace(one, judged=ruling.get(one.identifier)) for one in choices]
    found = {one.identifier for one in choices}
    known += [
        Choice(one.enterprise_id, one.subject, None, Verdict.NONE, (), one)
        for one in judged
        if one.verdict == SAME and one.enterprise_id not in found
    ]
    return tuple(sorted(known, key=_place))


def _place(one: Choice) -> int:
    if one.is_barred:
        return 2
    return 0 if one.judged is not None and one.judged.verdict == SAME else 1


def told(judgement: Judgement) -> Text:
    """A judgement in words: who, when, why."""
    day = judgement.judged_at.replace(tzinfo=UTC).astimezone(SHANGHAI)
    text = _WORDS[judgement.verdict].format(by=judgement.judged_by, on=f"{day:%Y-%m-%d}", subject=judgement.subject)
    return Text(zh=f"{text.zh}：{judgement.why}", en=f"{text.en}: {judgement.why}") if judgement.why else text
