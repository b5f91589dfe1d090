"""The page of a filing in the reader's language: its way, dates with their reasons, what happened, what may be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from wutong.catalog.filings import REVIEW
from wutong.catalog.flows import Act
from wutong.kernel import clock
from wutong.portal.cases.panels import clocks
from wutong.portal.cases.panels.timeline import Line
from wutong.portal.cases.panels.words import days
from wutong.portal.cases.queries.clocks import standings
from wutong.portal.filings import acts, words
from wutong.portal.filings.access import Seen
from wutong.portal.filings.actions.moving_on import CORRECTION
from wutong.portal.filings.forms import CorrectionForm, MoveForm, PapersForm
from wutong.portal.filings.models import FilingStep, TrackedFiling
from wutong.portal.filings.queries.papers import papers_of
from wutong.portal.filings.queries.register import registered
from wutong.portal.flowing.positions import clock_rows, position_of
from wutong.portal.services.words import sureness
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day
from wutong.workflow.moves import open_acts


def context(seen: Seen, tried: Form | None = None, refusal: str = "") -> dict[str, Any]:
    """Everything that the template says."""
    filing = seen.filing
    steps = list(filing.step_rows.all())
    found = standings(filing, clock_rows(filing), steps, clock.today())
    open_now = open_acts(filing.flow, position_of(filing), seen.actor.roles)
    return {
        "filing": filing,
        "kind": filing.kind,
        "sure": sureness(filing.kind.confidence),
        "state": words.state(filing),
        "due": words.due_clock(filing),
        "clocks": [clocks.card(filing.flow, one) for one in reversed(found)],
        "lines": [_line(filing, step) for step in reversed(steps)],
        "letter": filing.letters.first(),
        "corrections": [step for step in steps if step.act in {"later_word", CORRECTION}],
        "registered": registered(filing),
        "acts": [*(_card(filing, act, tried) for act in open_now), _correcting(tried)],
        "papers": [(words.papers()[one.kind], one) for one in papers_of(filing)],
        "papers_form": tried if isinstance(tried, PapersForm) else PapersForm(),
        "refusal": refusal,
    }


@dataclass(frozen=True, slots=True)
class Card:
    """Something that may be entered of a filing."""

    code: str
    title: str
    form: Form


def _card(filing: TrackedFiling, act: Act, tried: Form | None) -> Card:
    form = tried if tried is not None and tried.prefix == act.code else MoveForm(filing, act)
    return Card(act.code, wording(act.title), form)


def _correcting(tried: Form | None) -> Card:
    form = tried if tried is not None and tried.prefix == CORRECTION else CorrectionForm(prefix=CORRECTION)
    return Card(CORRECTION, wording(acts.CORRECTION), form)


def _line(filing: TrackedFiling, step: FilingStep) -> Line:
    moved = step.from_state != step.to_state
    state = wording(filing.flow.state(step.to_state).title) if moved else ""
    return Line(step.on, step.at, step.kind, _sentence(filing, step), list(_said(filing, step)), state)


def _sentence(filing: TrackedFiling, step: FilingStep) -> str:
    act = filing.flow.act(step.act)
    if step.act == CORRECTION:
        return _("%(who)s: %(act)s") % {"who": step.by_name, "act": wording(acts.CORRECTION)}
    if act is None:
        told = {"clock": wording(filing.flow.clock(step.act).title)}
        return (_("Overdue: %(clock)s") if step.kind == "overdue" else _("Reminder: %(clock)s")) % told
    named = {"who": step.by_name, "act": wording(act.title)}
    if step.kind == "clock":
        return _("%(act)s: the authority said nothing within the limit") % named
    return _("%(who)s: %(act)s") % named


def _said(filing: TrackedFiling, step: FilingStep) -> Iterator[tuple[str, str]]:
    """What came with a step, each with its name."""
    if step.ground:
        yield _("Why it does not hold"), clocks.ground(filing.flow, step.ground)
    if told_on := step.details.get("told_on"):
        yield _("Day of the authority's word"), day(date.fromisoformat(told_on))
    if more := step.details.get("days"):
        yield _("Extended by"), days(more, filing.own_limits[REVIEW].unit)
    if decision := step.details.get("decision"):
        yield (_("Notice") if step.details.get("days") else _("Decision")), decision
    if step.reason:
        yield _("In detail"), step.reason
    if step.kind in {"reminded", "overdue"} and step.details.get("day"):
        yield _("Due"), day(date.fromisoformat(step.details["day"]))
