"""Counter groups of a window: added, opened or closed for booking, and planned. What was planned is kept for ever."""

from dataclasses import dataclass
from datetime import date

from wutong.catalog.appointments import spans
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.appointments.models import CounterGroup, GroupPlan
from wutong.portal.appointments.rules import rules
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record, snapshot


class PlanRefused(WutongError):
    code = "appointments.plan_refused"
    sentence = Text(
        zh="安排有误：时段写作“09:00-11:30 13:30-16:30”，生效日不早于今天。请改正。",
        en="Mend the plan: hours are written 09:00-11:30 13:30-16:30, and it cannot hold from before today.",
    )


class NameTaken(WutongError):
    code = "appointments.name_taken"
    sentence = Text(zh="这个窗口已有同名的柜台组。", en="This window has a counter group of that name already.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is offered from a day on."""

    valid_from: date
    hours: str
    slot_minutes: int
    capacity: int


@action
def add(*, window: Organisation, name: Text, services: list[str], by: Named) -> CounterGroup:
    """A group, with the usual hours from today; raises NameTaken."""
    if window.counter_groups.filter(name_zh=name.zh).exists():
        raise NameTaken()
    made = CounterGroup.objects.create(window=window, name_zh=name.zh, name_en=name.en, services=services)
    record("group.added", about=made, by=by, organisation=window, after={"services": " ".join(services) or None})
    usual = rules().usual
    _plan(made, Plan(clock.today(), usual.hours, usual.slot_minutes, usual.capacity), by)
    return made


@action
def plan(*, group: CounterGroup, wanted: Plan, by: Named) -> GroupPlan:
    """What is offered from a day on; what was booked before stays as it is. Raises PlanRefused."""
    if wanted.valid_from < clock.today():
        raise PlanRefused()
    return _plan(group, wanted, by)


@action
def open_or_close(*, group: CounterGroup, is_open: bool, by: Named) -> CounterGroup:
    """Let it be booked, or no more; what was booked stays as it is."""
    held = CounterGroup.objects.select_for_update().get(pk=group.pk)
    if held.is_open == is_open:
        nothing_changed()
        return held
    before = snapshot(held, "is_open")
    held.is_open = is_open
    held.save(update_fields=["is_open"])
    record("group.planned", about=held, by=by, organisation=held.window, before=before, after=snapshot(held, "is_open"))
    return held


def _plan(group: CounterGroup, wanted: Plan, by: Named) -> GroupPlan:
    try:
        spans(wanted.hours)
    except ValueError as error:
        raise PlanRefused() from error
    made = GroupPlan.objects.create(
        group=group,
        valid_from=wanted.valid_from,
        hours=" ".join(wanted.hours.split()),
        slot_minutes=wanted.slot_minutes,
        capacity=wanted.capacity,
        set_by=by if isinstance(by, Person) else None,
    )
    if not made.times:
        raise PlanRefused()
    after = {"valid_from": str(made.valid_from), **snapshot(made, "hours", "slot_minutes", "capacity")}
    record("group.planned", about=group, by=by, organisation=group.window, after=after)
    return made
