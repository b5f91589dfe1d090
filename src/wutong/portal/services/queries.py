"""Find services, count them by issue and stage, and ask which apply to an enterprise. Reads no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wutong.catalog.services import Service
from wutong.portal.atlas.access import Release
from wutong.portal.atlas.queries.portraits.portrait import Enterprise, portrait_of
from wutong.portal.services.access import services
from wutong.portal.services.words import ISSUES, STAGES
from wutong.rules.applicability import Answer, Facts, Verdict, applicability


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for; an empty value is everything."""

    text: str = ""
    issue: str = ""
    stage: str = ""
    kind: Literal["", "basic", "value_added"] = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many services there are for an issue at a stage."""

    issue: str
    stage: str
    count: int


@dataclass(frozen=True, slots=True)
class Fitting:
    """A service and whether it applies, with the reasons."""

    service: Service
    verdict: Verdict


def find(asked: Asked) -> list[Service]:
    """The services that fit, in the order of their codes."""
    return [one for one in services() if _fits(one, asked)]


def grid(asked: Asked) -> list[tuple[str, list[Cell]]]:
    """Every issue with its counts by stage, by what else is asked."""
    found = find(Asked(asked.text, kind=asked.kind))
    return [(issue, [_cell(found, issue, stage) for stage in STAGES]) for issue in ISSUES]


def applying(release: Release, enterprise_id: str) -> tuple[Enterprise, list[Fitting]] | None:
    """Every service with its verdict for an enterprise: what applies first. None where there is no such enterprise."""
    portrait = portrait_of(release, enterprise_id)
    if portrait is None:
        return None
    one = portrait.enterprise
    found = [Fitting(service, applicability(service.applies, facts_of(one))) for service in services()]
    order = list(Answer)
    return one, sorted(found, key=lambda fitting: (order.index(fitting.verdict.answer), fitting.service.code))


def facts_of(one: Enterprise) -> Facts:
    """What the portrait knows for the conditions of services. Outside the chain is a fact, not a gap."""
    segments = frozenset({one.segment, *one.further_segments} - {"-", "none", ""})
    return Facts(one.tier or None, segments, frozenset(one.nodes))


def _cell(found: Sequence[Service], issue: str, stage: str) -> Cell:
    return Cell(issue, stage, sum(one.issue == issue and stage in one.stages for one in found))


def _fits(one: Service, asked: Asked) -> bool:
    return (
        (not asked.issue or one.issue == asked.issue)
        and (not asked.stage or asked.stage in one.stages)
        and (not asked.kind or one.is_basic == (asked.kind == "basic"))
        and all(word in _words(one) for word in asked.text.casefold().split())
    )


def _words(one: Service) -> str:
    """Everything of a service that a reader may search."""
    labels = [one.title, one.summary, one.department, one.audience, one.result, *(paper.title for paper in one.papers)]
    return " ".join([one.code, *(f"{label.zh} {label.en}" for label in labels)]).casefold()
