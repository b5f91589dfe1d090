"""The work list as its page and its files show it, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.portal.accounts.models import Organisation
from wutong.portal.cases.models import Case
from wutong.portal.cases.panels import words
from wutong.portal.cases.queries.clocks import colour_of, days_left
from wutong.portal.cases.queries.worklist import ANY, Behind
from wutong.portal.shared.catalogue import catalogue, flows_of_services
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day

TAB_TITLES = {
    "mine": gettext_lazy("Mine"),
    "unassigned": gettext_lazy("Nobody's yet"),
    "all": gettext_lazy("All open"),
    "waiting": gettext_lazy("Waiting for others"),
    "opinions": gettext_lazy("Opinions asked of me"),
    "ended": gettext_lazy("Ended"),
    ANY: gettext_lazy("Behind a figure"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list."""

    case: Case
    title: str
    state: str
    clock: str
    colour: str
    colour_title: str
    left: str


def row(case: Case, today: date) -> Row:
    """A case as a row."""
    colour = colour_of(case, today)
    return Row(
        case=case,
        title=wording(case.service.title),
        state=wording(case.flow.state(case.state).title),
        clock=wording(case.flow.clock(case.due_clock).title) if case.due_clock else "",
        colour=colour.value,
        colour_title=words.colour(colour),
        left=words.left(days_left(case, today)),
    )


def header() -> list[str]:
    """The columns of the file."""
    return [
        _("Number"),
        _("Service"),
        _("Name of the service"),
        _("Applicant"),
        _("Credit code"),
        _("State"),
        _("Time left"),
        _("Working days left"),
        _("Clock"),
        _("Due"),
        _("Promised"),
        _("Sent on"),
        _("Ended on"),
        _("Answers for it"),
        _("Worked on by"),
    ]


def cells(cases: Iterable[Case], today: date) -> Iterable[list[Any]]:
    """The same cases as lines of the file."""
    for case in cases:
        one = row(case, today)
        yield [
            case.number,
            case.service_code,
            one.title,
            case.organisation.audit_label,
            case.organisation.credit_code,
            one.state,
            one.colour_title,
            days_left(case, today),
            one.clock,
            case.due_on,
            case.promised_on,
            case.submitted_on,
            case.ended_on,
            case.lead.audit_label if case.lead else "",
            case.assignee.audit_label if case.assignee else "",
        ]


def told(behind: Behind, lead: Organisation | None) -> list[str]:
    """What a figure asked for, in words."""
    found = []
    if lead is not None:
        found.append(wording(lead.name))
    if behind.clocks:
        found.append(_ran(behind))
    if behind.event:
        titles = {
            wording(act.title) for flow in flows_of_services().values() for act in flow.acts if act.code == behind.event
        }
        found.append(" / ".join(sorted(titles)))
    if behind.left:
        found.append(_("left the state “%(state)s”") % {"state": state_title(behind.left)})
    if behind.is_ended:
        found.append(_("ended"))
    if behind.stars is not None:
        found.append(_("%(stars)s of 5") % {"stars": behind.stars})
    if behind.since or behind.until:
        found.append(_("%(begin)s to %(end)s") % {"begin": day(behind.since), "end": day(behind.until)})
    return found


def state_title(code: str) -> str:
    """A state's words in whichever flow has it."""
    for flow in flows_of_services().values():
        for state in flow.states:
            if state.code == code:
                return wording(state.title)
    return code


def clock_title(code: str) -> str:
    """A clock's words in the first flow that has it."""
    for name in ("standard", *flows_of_services()):
        for clock in catalogue().flows[name].clocks:
            if clock.code == code:
                return wording(clock.title)
    return code


def _ran(behind: Behind) -> str:
    names = (
        "、".join(clock_title(code) for code in behind.clocks) if len(behind.clocks) < 4 else _("all clocks of offices")
    )
    how = {
        "in_time": _("stopped in time"),
        "late": _("stopped late"),
        "kept": _("promise kept"),
        "broken": _("promise not kept"),
    }.get(behind.ran, _("stopped"))
    return _("%(clocks)s: %(how)s") % {"clocks": names, "how": how}
