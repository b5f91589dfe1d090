"""What time does to many things of one kind in one transaction: read together, reckoned one by one, written together.

All of it happens or nothing does: whoever calls takes a batch that broke apart, so that one thing harms no other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from wutong.portal.flowing.models import Flowing, StepKind, StepRow
from wutong.portal.flowing.moving import Actor, OnMoved, Told, next_step
from wutong.portal.flowing.positions import calendar_digest, place, position_of, reckon, store, working_days
from wutong.portal.shared.audit.recording import Named, Program, action, nothing_changed, record
from wutong.portal.shared.writing.gathering import gathered
from wutong.workflow.moves import Moved, Refusal, fall_due
from wutong.workflow.ticking import Event, Kind, events

TICK = Actor(Program("wutong tick", "wutong tick"))

# Tells whoever is to be told that a clock comes to its end, or has.
Remind = Callable[[Any, Event, Named], None]


@dataclass(frozen=True, slots=True)
class Ticked:
    """A kind of thing, and what its app does about what time brings.

    `then` follows from a move, as after an act of somebody; `recorded_as` is the act in the record of acts. What they
    write and nobody reads in the same transaction they hand to shared/writing/gathering. The model's things have an
    `organisation`, and are named as the record names them.
    """

    model: type[Flowing]
    then: OnMoved
    remind: Remind
    recorded_as: str


@dataclass
class _One:
    """One thing of a batch: events that it has seen, and those that are due, asked anew after each move."""

    thing: Any
    seen: set[str] = field(default_factory=set)
    due: list[Event] | None = None

    def next(self, day: date) -> Event | None:
        """The next event that was not carried out before; also of clocks that an earlier one started."""
        if self.due is None:
            self.due = list(events(self.thing.flow, position_of(self.thing), working_days(), day))
        self.due = [one for one in self.due if one.key not in self.seen]
        if not self.due:
            return None
        self.seen.add(self.due[0].key)
        return self.due[0]


@dataclass(frozen=True, slots=True)
class _Happened:
    one: _One
    event: Event
    before: str
    step: StepRow
    moved: Moved | None


def wanted(model: type[Flowing], day: date) -> QuerySet[Any]:
    """Things on which time does something by `day`, or whose dates were reckoned with another calendar."""
    stale = Q(due_on__isnull=False) & ~Q(reckoned_with=calendar_digest())
    return model._default_manager.filter(Q(look_on__lte=day) | stale).exclude(phase="ended", look_on__isnull=True)


@action
def happen(*, kind: Ticked, keys: Sequence[int], day: date, by: Named) -> list[Kind]:
    """Do what is due by `day` with the things of these keys, each event once; returns the kinds of what happened."""
    happened: list[Kind] = []
    with gathered():
        ones = _read(kind.model, keys, day)
        while now := [done for one in ones if (done := _next(one, day)) is not None]:
            _write(now)
            for done in now:
                _follow(kind, done, by)
            happened += [done.event.kind for done in now]
        for one in ones:
            reckon(one.thing, position_of(one.thing), day, done=True)
        store([one.thing for one in ones], clocks=False)
    if not happened:
        nothing_changed()
    return happened


def _read(model: type[Flowing], keys: Sequence[int], day: date) -> list[_One]:
    """The things as they are now, held until the transaction ends, with their clocks and what was done before."""
    rows = wanted(model, day).filter(pk__in=keys).select_for_update(of=("self",))
    # In one order, so that two who tick wait for each other instead of both.
    ones = {thing.pk: _One(thing) for thing in rows.select_related(*model.read_with).order_by("pk")}
    for one in ones.values():
        one.thing.clocks_read = []
    for row in _rows(model, "clock_rows").filter(thing__in=list(ones)).order_by("number"):
        ones[row.thing_id].thing.clocks_read.append(row)
    done = _rows(model, "step_rows").filter(thing__in=list(ones), event_key__isnull=False)
    for pk, key in done.values_list("thing_id", "event_key"):
        ones[pk].seen.add(key)
    return list(ones.values())


def _rows(model: type[Flowing], name: str) -> QuerySet[Any]:
    related: Any = model._meta.get_field(name).related_model
    found: QuerySet[Any] = related._default_manager.all()
    return found


def _next(one: _One, day: date) -> _Happened | None:
    """Reckon the next event of a thing, and its step; None where nothing is left."""
    while (event := one.next(day)) is not None:
        thing, before = one.thing, one.thing.state
        if event.kind is not Kind.ACT:
            kind = StepKind.REMINDED if event.kind is Kind.REMIND else StepKind.OVERDUE
            told = Told(details={"day": event.day.isoformat(), "left": event.left, "told": event.told})
            step = next_step(
                thing, event.clock, (before, before), kind=kind, actor=TICK, told=told, on=day, key=event.key
            )
            return _Happened(one, event, before, step, None)
        # In law it happened on the first day after the limit, however late anybody looked.
        on = min(day, working_days().after(event.day, 1))
        moved = fall_due(thing.flow, position_of(thing), event.clock, on=on, limits=thing.own_limits)
        if isinstance(moved, Refusal):
            continue
        place(thing, moved.position, day)
        one.due = None
        told = Told(details={"day": event.day.isoformat(), "noticed": day.isoformat()})
        states, code = (before, thing.state), moved.act.code
        step = next_step(thing, code, states, kind=StepKind.CLOCK, actor=TICK, told=told, on=moved.on, key=event.key)
        return _Happened(one, event, before, step, moved)
    return None


def _write(now: Iterable[_Happened]) -> None:
    """Write steps and moves before what follows from them, which may read them."""
    rows = [done.step for done in now]
    type(rows[0])._default_manager.bulk_create(rows)
    store([done.one.thing for done in now if done.moved is not None], clocks=True)


def _follow(kind: Ticked, done: _Happened, by: Named) -> None:
    thing = done.one.thing
    if done.moved is not None:
        kind.then(thing, done.step, done.moved)
    else:
        kind.remind(thing, done.event, by)
    record(
        kind.recorded_as,
        about=thing,
        by=by,
        organisation=thing.organisation,
        before={"state": done.before},
        after={"state": done.step.to_state, "clock": done.event.clock, "event": done.event.kind.value},
    )
