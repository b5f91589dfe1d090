"""Acts on things that flow: asked of `workflow`, written down with their step, or refused with the rule.

Two people who act on one state: the first wins, the other is told. What follows from a move in an app (letters,
opinions, messages) is the app's own, called in the same transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.flowing.models import Flowing, StepKind, StepRow
from wutong.portal.flowing.positions import position_of, working_days, write
from wutong.portal.shared.audit.recording import Named
from wutong.workflow.moves import Given, Moved, Position, Refusal, fall_due, perform
from wutong.workflow.ticking import Event, Kind

F = TypeVar("F", bound=Flowing)


class ActRefused(WutongError):
    """`rule` names the rule that refused, to test and count by."""

    code = "flowing.refused"
    sentence = Text(zh="{zh}。", en="{en}.")

    def __init__(self, refusal: Refusal) -> None:
        self.rule = refusal.rule
        en = refusal.text.en[:1].upper() + refusal.text.en[1:]
        super().__init__(zh=refusal.text.zh, en=en)


class SomebodyActed(WutongError):
    code = "flowing.somebody_acted"
    sentence = Text(
        zh="您打开页面之后，{who}已对它作了“{zh}”，您的操作没有执行。请看最新情况再办。",
        en="Since you opened the page, {who} has done “{en}”, so yours was not carried out. Look at it again first.",
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says with an act: the reason, its ground, and details that the app keeps with the step."""

    reason: str = ""
    ground: str = ""
    things: frozenset[str] = frozenset()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which roles; `person_id` is None for a program."""

    who: Named
    roles: frozenset[str] = frozenset()
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A step that was written, and the move that it was; `moved` is None where nothing moved."""

    step: StepRow
    moved: Moved | None


OnMoved = Callable[[Any, Any, Moved], None]


def locked(thing: F) -> F:
    """The thing as it is now, held until the transaction ends."""
    return held(type(thing), thing.pk)


def held(model: type[F], pk: object) -> F:
    """The thing of that key, held until the transaction ends."""
    rows = model._default_manager.select_for_update(of=("self",)).select_related(*model.read_with)
    return rows.get(pk=pk)


def act(thing: F, code: str, *, actor: Actor, seen: int, told: Told, then: OnMoved) -> Followed:
    """Do the act `code` on what `actor` saw after `seen` steps; raises ActRefused or SomebodyActed.

    Inside an action's transaction only. `then(thing, step, moved)` is what the app does about it.
    """
    thing = locked(thing)
    if thing.steps != seen:
        raise somebody_acted(thing)
    given = Given(told.things | ({"reason"} if told.reason.strip() else set()), told.ground or None)
    today = clock.today()
    before = position_of(thing)
    moved = perform(thing.flow, before, code, roles=actor.roles, on=today, limits=thing.own_limits, given=given)
    if isinstance(moved, Refusal):
        raise ActRefused(moved)
    return _written(thing, before, moved, actor, told, StepKind.ACT, None, today, then)


def by_clock(thing: F, event: Event, *, actor: Actor, today: date, then: OnMoved) -> Followed | None:
    """Do what `event` asks for, if it was not done before; None where it was, or where nothing follows."""
    if thing.step_rows.filter(event_key=event.key).exists():  # type: ignore[attr-defined]
        return None
    before = position_of(thing)
    if event.kind is not Kind.ACT:
        kind = StepKind.REMINDED if event.kind is Kind.REMIND else StepKind.OVERDUE
        told = Told(details={"day": event.day.isoformat(), "left": event.left, "told": event.told})
        return Followed(_step(thing, before, before.state, event.clock, actor, told, kind, event.key, today), None)
    # In law it happened on the first day after the limit, however late anybody looked.
    on = min(today, working_days().after(event.day, 1))
    moved = fall_due(thing.flow, before, event.clock, on=on, limits=thing.own_limits)
    if isinstance(moved, Refusal):
        return None
    told = Told(details={"day": event.day.isoformat(), "noticed": today.isoformat()})
    return _written(thing, before, moved, actor, told, StepKind.CLOCK, event.key, today, then)


def note(thing: F, code: str, *, actor: Actor, told: Told) -> StepRow:
    """Write down something that moves nothing: an assignment, an opinion, a paper."""
    thing = locked(thing)
    here = Position(thing.state)
    return _step(thing, here, thing.state, code, actor, told, StepKind.NOTE, None, clock.today())


def somebody_acted(thing: Flowing) -> SomebodyActed:
    """What is told to whoever came second."""
    last: StepRow | None = thing.step_rows.order_by("-number").first()  # type: ignore[attr-defined]
    declared = thing.flow.act(last.act) if last else None
    title = declared.title if declared else Text(zh="更新", en="an update")
    return SomebodyActed(who=last.by_name if last else "", zh=title.zh, en=title.en)


def _written(
    thing: F,
    before: Position,
    moved: Moved,
    actor: Actor,
    told: Told,
    kind: StepKind,
    key: str | None,
    today: date,
    then: OnMoved,
) -> Followed:
    write(thing, moved.position, today)
    step = _step(thing, before, moved.position.state, moved.act.code, actor, told, kind, key, moved.on)
    then(thing, step, moved)
    return Followed(step, moved)


def _step(
    thing: Flowing,
    before: Position,
    to_state: str,
    code: str,
    actor: Actor,
    told: Told,
    kind: StepKind,
    key: str | None,
    on: date,
) -> StepRow:
    declared = thing.flow.act(code)
    acting = sorted(actor.roles & set(declared.roles)) if declared else sorted(actor.roles)
    step: StepRow = thing.step_rows.model(  # type: ignore[attr-defined]
        thing=thing,
        number=thing.steps + 1,
        kind=kind,
        act=code,
        event_key=key,
        from_state=before.state,
        to_state=to_state,
        on=on,
        at=clock.now(),
        by_name=actor.who.audit_label[:120],
        by_role=acting[0] if acting else "",
        by_person_id=actor.person_id,
        ground=told.ground,
        reason=told.reason.strip(),
        details=dict(told.details),
    )
    step.save()
    thing.steps += 1
    type(thing)._default_manager.filter(pk=thing.pk).update(steps=thing.steps)
    return step
