"""The places of a time: taken and given back, never more than there are. Inside an action's transaction only."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.appointments.models import CounterGroup, GroupPlan, Slot
from wutong.portal.appointments.rules import rules
from wutong.portal.flowing.positions import working_days


class SlotFull(WutongError):
    code = "appointments.full"
    sentence = Text(
        zh="{time} 刚被他人约满，没有预约成功。请另选时间。",
        en="Somebody else has just taken the last place at {time}, so nothing was booked. Choose another time.",
    )


class NotOffered(WutongError):
    code = "appointments.not_offered"
    sentence = Text(
        zh="{time} 不可预约：不是工作日、不在开放时段，或不在可预约的日期内。请另选时间。",
        en="{time} cannot be booked: a day off, outside the hours, or not among the open days. Choose another.",
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A time of a group that somebody chose."""

    group: CounterGroup
    day: date
    begins: time

    @property
    def moment(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, self.begins, clock.SHANGHAI)

    @property
    def said(self) -> str:
        """The same in words for both languages."""
        return f"{self.day} {self.begins:%H:%M}"


def plan_on(plans: list[GroupPlan], day: date) -> GroupPlan | None:
    """Of a group's plans, the latest first, the one that holds on `day`."""
    return next((one for one in plans if one.valid_from <= day), None)


def is_open_day(day: date) -> bool:
    """Whether people work on `day`, and it is among the days that are open."""
    today = clock.today()
    return today <= day <= today + timedelta(days=rules().ahead_days.amount) and working_days().is_working(day)


def take(chosen: Chosen) -> Slot:
    """A place at that time; raises NotOffered or SlotFull."""
    plan = plan_on(list(chosen.group.plans.all()), chosen.day)
    offered = plan is not None and chosen.begins in plan.times and chosen.group.is_open and is_open_day(chosen.day)
    if plan is None or not offered or chosen.moment <= clock.now():
        raise NotOffered(time=chosen.said)
    known = {"group": chosen.group, "day": chosen.day, "begins": chosen.begins}
    slot, _ = Slot.objects.get_or_create(**known, defaults={"capacity": plan.capacity})
    # Whoever changes the row first has the place: the other one finds no row that still has one.
    free = Slot.objects.filter(pk=slot.pk, taken__lt=plan.capacity)
    if not free.update(taken=F("taken") + 1, capacity=plan.capacity):
        raise SlotFull(time=chosen.said)
    return Slot.objects.select_related("group").get(pk=slot.pk)


def give_back(slot: Slot) -> None:
    """A place that is not needed."""
    Slot.objects.filter(pk=slot.pk, taken__gt=0).update(taken=F("taken") - 1)


def hold(*keys: int) -> None:
    """Lock these times in one order, so that two people who exchange theirs do not wait for each other."""
    list(Slot.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
