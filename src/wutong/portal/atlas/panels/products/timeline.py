"""One time line of a product: approvals, applications and trials as drawn spans, and as lines of a table.

A number tells a year where no date is known; such a span is the whole year and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.portal.atlas.panels.lists.words import label_of
from wutong.portal.atlas.panels.products.asof import is_known_on, last_said
from wutong.portal.atlas.panels.trials.words import label_of as trial_word
from wutong.portal.atlas.queries.products.applications import Application
from wutong.portal.atlas.queries.products.record import Approval, ProductRecord, ProductTrial
from wutong.portal.atlas.queries.products.ties import Tie

WIDTH, LEFT, ROW, HEAD = 960, 210, 24, 26
MOST_DRAWN = 40


@dataclass(frozen=True, slots=True)
class Event:
    """Something on the line. Without a day only the year of `start` is known; without an end it is open or a moment.

    `indication` is as written, and `ties` are whose it is.
    """

    kind: str
    label: str
    address: str
    what: str
    start: date
    end: date | None = None
    has_day: bool = True
    is_open: bool = False
    indication: str = ""
    ties: tuple[Tie, ...] = ()

    @property
    def last(self) -> date:
        """The last day that the span covers."""
        return self.end or (self.start if self.has_day else date(self.start.year, 12, 31))


@dataclass(frozen=True, slots=True)
class Bar:
    """An event as drawn: where it lies, in the picture's own units."""

    event: Event
    x: float
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A year of the axis."""

    year: int
    x: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture and every event, the earliest first; `undated` are trials of which neither date nor year is known.

    Where a day is asked for, what is not dated is left out.
    """

    events: tuple[Event, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    height: int
    undated: tuple[ProductTrial, ...]
    width: int = WIDTH
    left: int = LEFT

    @property
    def left_out(self) -> int:
        """Events that the table has and the picture has not."""
        return len(self.events) - len(self.bars)


def timeline(record: ProductRecord, on: date | None, today: date) -> Timeline:
    """The time line as known on a day; everything that is known where no day is asked for."""
    events = sorted(_events(record, on), key=lambda one: (one.start, one.kind, one.label))
    dated = {one.label for one in events if one.kind == "trial"}
    undated = tuple(one for one in record.trials if one.trial_id not in dated) if on is None else ()
    drawn = events[-MOST_DRAWN:]
    until = on or today
    ticks, per_day, first = _axis(drawn, until)
    bars = tuple(_bar(one, place, first, per_day, until) for place, one in enumerate(drawn))
    return Timeline(tuple(events), bars, ticks, HEAD + ROW * len(drawn) + 8, undated)


def _events(record: ProductRecord, on: date | None) -> Iterator[Event]:
    found = [
        *(_approved(one) for one in record.approvals if one.year),
        *(_applied(one) for one in record.applications),
        *(event for one in record.trials for event in _tried(record, one, on)),
    ]
    yield from (one for one in found if on is None or is_known_on(one.start, one.has_day, on))


def _approved(one: Approval) -> Event:
    what = f"{label_of('scheme', one.scheme)} · {label_of('class', one.approval_class)}"
    return Event("approval", one.number, "", what, date(one.year or 1, 1, 1), has_day=False)


def _applied(one: Application) -> Event:
    asked = label_of("asks", one.asks_for) if one.asks_for else _("Application")
    told = label_of("decision", one.decision) if one.decision else (one.decision_text or "")
    return Event(
        "application",
        one.acceptance_number,
        reverse("atlas:application", args=[one.acceptance_number]),
        f"{asked} · {told}" if told else asked,
        one.accepted_on or date(one.year, 1, 1),
        one.decided_on,
        has_day=one.accepted_on is not None,
        is_open=one.accepted_on is not None and one.decided_on is None,
        indication=one.indication_text or "",
        ties=(one.applicant,) if one.applicant else (),
    )


def _tried(record: ProductRecord, one: ProductTrial, on: date | None) -> Iterator[Event]:
    """A trial from its start, or its registration, to its end; or the year of its number."""
    start = one.started_on or one.registered_on or (date(one.numbered, 1, 1) if one.numbered else None)
    if start is None:
        return
    phase = last_said(record, one.trial_id, "phase", on) or one.phase
    status = last_said(record, one.trial_id, "status", on) or (one.status if on is None else None)
    words = [trial_word("phase", phase) if phase else "", trial_word("status", status) if status else ""]
    has_day = one.started_on is not None or one.registered_on is not None
    end = one.completed_on if one.completed_on and one.completed_on >= start else None
    yield Event(
        "trial",
        one.trial_id,
        reverse("atlas:trial", args=[one.trial_id]),
        " · ".join(word for word in words if word),
        start,
        end,
        has_day=has_day,
        is_open=has_day and end is None,
        indication=one.indication or "",
        ties=one.sponsors,
    )


def _axis(events: list[Event], until: date) -> tuple[tuple[Tick, ...], float, date]:
    if not events:
        return (), 1.0, until
    first = date(min(one.start.year for one in events), 1, 1)
    last = date(max(max(one.last.year for one in events), min(until.year, events[-1].last.year + 1)), 12, 31)
    per_day = (WIDTH - LEFT - 16) / max((last - first).days, 1)
    years = last.year - first.year + 1
    step = max(1, -(-years // 10))
    ticks = tuple(
        Tick(year, _place(date(year, 1, 1), first, per_day)) for year in range(first.year, last.year + 1, step)
    )
    return ticks, per_day, first


def _place(day: date, first: date, per_day: float) -> float:
    return round(LEFT + (day - first).days * per_day, 1)


def _bar(event: Event, place: int, first: date, per_day: float, until: date) -> Bar:
    x = _place(event.start, first, per_day)
    last = max(event.last, min(until, date(event.start.year + 1, 12, 31))) if event.is_open else event.last
    right = min(_place(last, first, per_day), float(WIDTH - 8))
    return Bar(event, x, HEAD + place * ROW, max(round(right - x, 1), 6.0))


def kind_label(kind: str) -> str:
    """What a kind of event is called."""
    return {"approval": _("Approval"), "application": _("Application"), "trial": _("Trial")}[kind]


def tiles(record: ProductRecord, line: Timeline, on: date | None) -> list[tuple[str, str, int]]:
    """Title, anchor and count of what is kept apart: all that is known, or what was dated up to a day."""
    kinds = [one.kind for one in line.events]
    indications = len({one.indication for one in line.events if one.indication})
    return [
        (_("Approvals"), "approvals", len(record.approvals) if on is None else kinds.count("approval")),
        (_("Applications"), "applications", len(record.applications) if on is None else kinds.count("application")),
        (_("Indications"), "indications", len(record.indications) if on is None else indications),
        (_("Trials"), "trials", len(record.trials) if on is None else kinds.count("trial")),
    ]
