"""Which services may matter to an enterprise: met, not met, or unknown, with the reason of each condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wutong.catalog.services import Applies


class Answer(StrEnum):
    """What a condition comes to. What is not known is not taken for met nor for not met."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Facts:
    """What is known of an enterprise. A `tier` of None is not known; "none" is outside the chain."""

    tier: str | None
    segments: frozenset[str]
    nodes: frozenset[str]


@dataclass(frozen=True)
class Reason:
    """One condition and what it came to: what was asked for (`wanted`) and what of it the enterprise has (`found`)."""

    about: str
    answer: Answer
    wanted: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """The whole: met where every condition is, not met where one is not."""

    answer: Answer
    reasons: tuple[Reason, ...]


def applicability(applies: Applies, facts: Facts) -> Verdict:
    """Whether a service with the conditions `applies` may matter to an enterprise of these facts."""
    reasons = tuple(_reasons(applies, facts))
    answers = {reason.answer for reason in reasons}
    if Answer.NOT_MET in answers:
        return Verdict(Answer.NOT_MET, reasons)
    return Verdict(Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.MET, reasons)


def _reasons(applies: Applies, facts: Facts) -> Iterable[Reason]:
    is_unknown = facts.tier is None
    if applies.tiers:
        found = tuple(tier for tier in applies.tiers if tier == facts.tier)
        yield Reason("tier", _answer(found, is_unknown=is_unknown), applies.tiers, found)
    if applies.segments or applies.nodes:
        segments = tuple(one for one in applies.segments if one in facts.segments)
        nodes = tuple(one for one in applies.nodes if one in facts.nodes)
        wanted = (*applies.segments, *applies.nodes)
        yield Reason("chain", _answer((*segments, *nodes), is_unknown=is_unknown), wanted, (*segments, *nodes))


def _answer(found: tuple[str, ...], *, is_unknown: bool) -> Answer:
    if found:
        return Answer.MET
    return Answer.UNKNOWN if is_unknown else Answer.NOT_MET
