"""Figures of cases as their page and their file show them; each leads to its cases in the work list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.catalog.flows import Limit, Unit
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.explained import Explained
from wutong.portal.atlas.panels.tiles import Tile
from wutong.portal.cases.panels import words
from wutong.portal.cases.panels.work import clock_title, state_title
from wutong.portal.cases.queries.statistics import Figures, Kept, Spent, office_clocks
from wutong.portal.cases.queries.worklist import ANY, Behind
from wutong.portal.shared.catalogue import catalogue, flows_of_services
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A service or a department: its cases, those in time, those with a kept promise, each with its list."""

    title: str
    kept: Kept
    link: str
    late_link: str
    in_time_link: str
    broken_link: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Something counted, with its list."""

    title: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: what is there now, and how long cases stayed that left it."""

    title: str
    cases: int
    link: str
    over: int
    over_link: str
    left: int
    left_link: str
    days: float | None


def listed(behind: Behind, **more: str) -> str:
    """The address of the cases behind a figure."""
    told: dict[str, str] = {"tab": ANY}
    for one in fields(behind):
        value = getattr(behind, one.name)
        if isinstance(value, tuple):
            value = ",".join(value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif value is True:
            value = "1"
        if value:
            told[one.name] = str(value)
    return f"{reverse('cases:work')}?{urlencode({**told, **{name: one for name, one in more.items() if one}})}"


def context(found: Figures) -> dict[str, Any]:
    """Everything that the template says."""
    by_service, by_lead = service_rows(found), lead_rows(found)
    return {
        "found": found,
        "tiles": tiles(found),
        "by_service": by_service,
        "by_lead": by_lead,
        "by_state": state_rows(found),
        "events": event_rows(found),
        "stars": star_rows(found),
        "charts": {
            "service": _kept_chart("by-service", _("In time, by service"), _("Service"), by_service),
            "lead": _kept_chart("by-lead", _("In time, by department"), _("Department"), by_lead),
            "spent": _spent_chart(found.spent),
            "state": _state_chart(found),
        },
    }


def tiles(found: Figures) -> list[Tile]:
    """The figures at the top."""
    asked, whole, of = found.asked, found.whole, {"service": found.asked.service}
    office = asked.behind(clocks=_clocks())
    counted = _(
        "A case counts where a clock for which an office answers stopped on these days; it is in time where none was "
        "late. A limit that ran out without an act counts as late."
    )
    promised = _("Of cases with a promised time that stopped on these days, those that kept it.")
    sent, ended = listed(asked.behind(event="submit"), **of), listed(asked.behind(is_ended=True), **of)
    in_time = listed(_with(office, ran="in_time"), **of)
    kept = listed(_with(office, ran="kept"), **of)
    over = listed(Behind(lead=asked.lead), tab="all", colour="over", **of)
    rows: list[tuple[str, str, float | None, str, str]] = [
        ("received", _("Received"), found.received, sent, _("Cases that were sent on these days.")),
        ("ended", _("Ended"), found.ended, ended, _("Cases that came to an end on these days, whichever end.")),
        ("on-time", _("In time"), whole.rate, in_time, counted),
        ("promise", _("Promises kept"), whole.promise_rate, kept, promised),
        ("over", _("Overdue now"), found.over, over, _("Open cases whose first limit has passed.")),
        ("stars", _("Mean rating"), found.mean_stars, "", _("What applicants gave on these days, one to five.")),
    ]
    days = _("%(begin)s to %(end)s") % {"begin": day(asked.since), "end": day(asked.until)}
    return [
        Tile(
            ident=f"figure-{ident}",
            title=title,
            value=value,
            form="percent" if ident in {"on-time", "promise"} else "",
            link=link,
            about=Explained(title, told, "", _("now") if ident == "over" else days, ""),
        )
        for ident, title, value, link, told in rows
    ]


def service_rows(found: Figures) -> list[KeptRow]:
    """By service, in their order."""
    return [
        _kept_row(f"{code} {service_title(code)}", kept, found.asked.behind(clocks=_clocks()), code)
        for code, kept in found.by_service.items()
    ]


def lead_rows(found: Figures) -> list[KeptRow]:
    """By department."""
    return [
        _kept_row(
            wording(found.leads[lead].name),
            kept,
            _with(found.asked.behind(clocks=_clocks()), lead=lead),
            found.asked.service,
        )
        for lead, kept in found.by_lead.items()
        if lead in found.leads
    ]


def state_rows(found: Figures) -> list[StateRow]:
    """By state, in the order of the flows."""
    asked, service = found.asked, found.asked.service
    here = Behind(lead=asked.lead)
    return [
        StateRow(
            title=state_title(one.state),
            cases=one.cases,
            link=listed(here, tab="all", state=one.state, service=service),
            over=one.over,
            over_link=listed(here, tab="all", state=one.state, colour="over", service=service),
            left=one.left,
            left_link=listed(asked.behind(left=one.state), service=service),
            days=one.days,
        )
        for one in found.by_state
    ]


def event_rows(found: Figures) -> list[Counted]:
    """What time alone brought about."""
    titles = {act.code: wording(act.title) for flow in flows_of_services().values() for act in flow.acts}
    return [
        Counted(titles.get(code, code), count, listed(found.asked.behind(event=code), service=found.asked.service))
        for code, count in found.events.items()
    ]


def star_rows(found: Figures) -> list[Counted]:
    """How often each number of stars was given."""
    asked = found.asked
    return [
        Counted(
            _("%(stars)s of 5") % {"stars": stars},
            found.stars.get(stars, 0),
            listed(asked.behind(stars=stars), service=asked.service),
        )
        for stars in range(5, 0, -1)
    ]


def lines(found: Figures) -> Iterator[list[Any]]:
    """All figures as lines of a file: which table, what of, which figure, its value."""
    for table, rows in ((_("Service"), service_rows(found)), (_("Department"), lead_rows(found))):
        for row in rows:
            for name, value in _measures(row.kept).items():
                yield [table, row.title, name, value]
    for one in found.spent:
        title = f"{one.service} {service_title(one.service)}: {_clock_with_limit(one, found.spent)}"
        told = {_("Runs"): one.runs, _("Mean days used"): one.used, _("Limit"): one.limit, _("Promise"): one.promise}
        for name, value in told.items():
            yield [_("Days used"), title, name, None if value is None else round(value, 2)]
    for state in state_rows(found):
        told = {
            _("Open now"): state.cases,
            _("Overdue"): state.over,
            _("Left it"): state.left,
            _("Mean working days"): state.days,
        }
        for name, value in told.items():
            yield [_("State"), state.title, name, None if value is None else round(value, 2)]
    for table, counted in ((_("By time alone"), event_rows(found)), (_("Rating"), star_rows(found))):
        for one_counted in counted:
            yield [table, one_counted.title, _("Cases"), one_counted.count]


def header() -> list[str]:
    """The columns of the file."""
    return [_("Table"), _("Of what"), _("Figure"), _("Value")]


def service_title(code: str) -> str:
    """A service by the name of its latest version."""
    return wording(catalogue().services[code][-1].title)


def _measures(kept: Kept) -> Mapping[str, float | None]:
    return {
        _("Cases"): kept.stopped,
        _("In time"): kept.in_time,
        _("Late"): kept.late,
        _("With a promise"): kept.promised,
        _("Promises kept"): kept.kept,
    }


def _kept_row(title: str, kept: Kept, behind: Behind, service: str) -> KeptRow:
    links = {ran: listed(_with(behind, ran=ran), service=service) for ran in ("stopped", "late", "in_time", "broken")}
    return KeptRow(title, kept, links["stopped"], links["late"], links["in_time"], links["broken"])


def _clocks() -> tuple[str, ...]:
    return tuple(sorted(office_clocks()))


def _with(behind: Behind, **more: Any) -> Behind:
    return Behind(**{one.name: getattr(behind, one.name) for one in fields(behind)} | more)


def _kept_chart(ident: str, title: str, head: str, rows: list[KeptRow]) -> Chart:
    shown = [row for row in rows if row.kept.stopped]
    return Chart(
        ident=ident,
        kind="bars",
        title=title,
        head=head,
        categories=tuple(row.title for row in shown),
        series=(
            Series(
                _("In time"), "1", tuple(row.kept.in_time for row in shown), tuple(row.in_time_link for row in shown)
            ),
            Series(_("Late"), "7", tuple(row.kept.late for row in shown), tuple(row.late_link for row in shown)),
        ),
    )


def _spent_chart(spent: list[Spent]) -> Chart:
    return Chart(
        ident="spent",
        kind="bars",
        title=_("Days used against limit and promise"),
        head=_("Service"),
        categories=tuple(f"{one.service} {_clock_with_limit(one, spent)}" for one in spent),
        series=tuple(
            Series(name, role, _rounded(values))
            for name, role, values in (
                (_("Used"), "1", [one.used for one in spent]),
                (_("Promise"), "3", [one.promise for one in spent]),
                (_("Limit"), "peripheral", [one.limit for one in spent]),
            )
        ),
        is_stacked=False,
        decimals=1,
    )


def _clock_with_limit(one: Spent, spent: list[Spent]) -> str:
    """The clock; with its limit where the service had several, each for kinds of its own."""
    if sum(other.service == one.service for other in spent) == 1:
        return clock_title(one.clock)
    return f"{clock_title(one.clock)} ({words.limit(Limit(unit=Unit(one.unit), amount=one.limit))})"


def _rounded(values: Iterable[float | None]) -> tuple[float | None, ...]:
    return tuple(None if value is None else round(value, 1) for value in values)


def _state_chart(found: Figures) -> Chart:
    shown = [one for one in state_rows(found) if one.days is not None]
    values = _rounded(one.days for one in shown)
    return Chart(
        ident="by-state",
        kind="bars",
        title=_("Working days in each state"),
        head=_("State"),
        categories=tuple(one.title for one in shown),
        series=(Series(_("Mean working days"), "3", values, tuple(one.left_link for one in shown)),),
        decimals=1,
    )
