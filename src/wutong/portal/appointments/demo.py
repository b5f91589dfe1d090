"""Two counter groups of the demo's window, and who has booked a visit to them. Invented."""

from datetime import date

from django.db import transaction

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.appointments.actions import booking, groups
from wutong.portal.appointments.actions.booking import About
from wutong.portal.appointments.actions.groups import Plan
from wutong.portal.appointments.actions.places import Chosen
from wutong.portal.appointments.models import CounterGroup
from wutong.portal.flowing.positions import working_days
from wutong.portal.shared.audit.recording import Program

_BY = Program("wutong up", "wutong up")
_LABORATORY = ["GS06", "GS07", "GS08", "GS16", "GS17", "GS19", "GS20", "GS21"]
_VISITS = (("user", "GS19", 0), ("manager", "", 0), ("doctor", "", 1), ("lab", "", 2), ("supplier", "", 2))


@transaction.atomic
def furnish() -> None:
    """Make them, once; nothing where nobody sits at a window."""
    clerk = Membership.objects.filter(person__username="clerk", until=None).select_related("organisation").first()
    if clerk is None or CounterGroup.objects.exists():
        return
    general = groups.add(window=clerk.organisation, name=Text("综合窗口", "General counters"), services=[], by=_BY)
    name = Text("实验室与管控物料窗口", "Laboratories and controlled materials")
    special = groups.add(window=clerk.organisation, name=name, services=_LABORATORY, by=_BY)
    groups.plan(group=special, wanted=Plan(clock.today(), "09:00-11:30", 30, 1), by=_BY)
    tomorrow = working_days().after(clock.today(), 1)
    people = {one.username: one for one in Person.objects.filter(username__in=[name for name, *_ in _VISITS])}
    for username, code, after in _VISITS:
        if (who := people.get(username)) is not None:
            _visit(special if code else general, who, code, tomorrow, after)


def _visit(group: CounterGroup, who: Person, code: str, day: date, after: int) -> None:
    plan = group.plans.first()
    if plan is not None:
        about = About(service_code=code, topic="" if code else "政策咨询")
        booking.book(chosen=Chosen(group, day, plan.times[after]), about=about, holder=who, by=_BY)
