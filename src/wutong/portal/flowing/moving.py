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
from wutong.portal.flowing.positions import place, position_of, store
from wutong.portal.shared.audit.recording import Named
from wutong.portal.shared.writing.rows import change
from wutong.workflow.moves import Given, Moved, Refusal, perform

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
    """What somebody says with an act: the reason, its ground, its days, and details that the app keeps."""

    reason: str = ""
    ground: str = ""
    things: frozenset[str] = frozenset()
    details: Mapping[str, Any] = field(default_factory=dict)
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which roles; `person_id` is None for a program."""

    who: Named
    roles: frozenset[str] = frozenset()
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A step that was written, and the move that it was."""

    step: StepRow
    moved: Moved


OnMoved = Callable[[Any, Any, Moved], None]


def locked(thing: F) -> F:
    """The thing as it is now, held until the transaction ends."""
    return held(type(thing), thing.pk)


def held(model: type[F], pk: object) -> F:
    """The thing of that key, held until the transaction ends."""
    rows = model._default_manager.select_for_update(of=("self",)).select_related(*model.read_with)
    return rows.get(pk=pk)


def act(thing: F, code: str, *, actor: Actor, seen: int, told: Told, then: OnMoved, on: date | None = None) -> Followed:
    """Do the act `code` on what `actor` saw after `seen` steps; raises ActRefused or SomebodyActed.

    Inside an action's transaction only. `then(thing, step, moved)` is what the app does about it. `on` is the
    day that counts in law where it is written down later than it happened; the app sees to it that it may be that day.
    """
    thing = locked(thing)
    if thing.steps != seen:
        raise somebody_acted(thing)
    given = Given(told.things | ({"reason"} if told.reason.strip() else set()), told.ground or None, told.days)
    today = on or clock.today()
    before = position_of(thing)
    moved = perform(thing.flow, before, code, roles=actor.roles, on=today, limits=thing.own_limits, given=given)
    if isinstance(moved, Refusal):
        raise ActRefused(moved)
    place(thing, moved.position, today)
    step = next_step(thing, code, (before.state, thing.state), kind=StepKind.ACT, actor=actor, told=told, on=moved.on)
    store([thing], clocks=True)
    step.save()
    then(thing, step, moved)
    return Followed(step, moved)


def note(thing: F, code: str, *, actor: Actor, told: Told) -> StepRow:
    """Write down something that moves nothing: an assignment, an opinion, a paper."""
    thing = locked(thing)
    here = (thing.state, thing.state)
    step = next_step(thing, code, here, kind=StepKind.NOTE, actor=actor, told=told, on=clock.today())
    step.save()
    change([thing], ["steps"])
    return step


def next_step(
    thing: Flowing,
    code: str,
    states: tuple[str, str],
    *,
    kind: StepKind,
    actor: Actor,
    told: Told,
    on: date,
    key: str | None = None,
) -> StepRow:
    """The step from the first of `states` to the second, counted on `thing`; whoever calls writes both."""
    declared = thing.flow.act(code)
    acting = sorted(actor.roles & set(declared.roles)) if declared else sorted(actor.roles)
    thing.steps += 1
    step: StepRow = thing.step_rows.model(  # type: ignore[attr-defined]
        thing=thing,
        number=thing.steps,
        kind=kind,
        act=code,
        event_key=key,
        from_state=states[0],
        to_state=states[1],
        on=on,
        at=clock.now(),
        by_name=actor.who.audit_label[:120],
        by_role=acting[0] if acting else "",
        by_person_id=actor.person_id,
        ground=told.ground,
        reason=told.reason.strip(),
        details=dict(told.details),
    )
    return step


def somebody_acted(thing: Flowing) -> SomebodyActed:
    """What is told to whoever came second."""
    last: StepRow | None = thing.step_rows.order_by("-number").first()  # type: ignore[attr-defined]
    declared = thing.flow.act(last.act) if last else None
    title = declared.title if declared else Text(zh="更新", en="an update")
    return SomebodyActed(who=last.by_name if last else "", zh=title.zh, en=title.en)
