"""A doctor of the demo's university halfway through their year in its enterprise, and an open post. Invented."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TypedDict

from django.db import transaction

from wutong.kernel import clock
from wutong.kernel.months import after_months
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.placements.access import Seen, is_office, seen
from wutong.portal.placements.actions import agreeing, ending, matching, needing, working
from wutong.portal.placements.actions.agreeing import Onboarding
from wutong.portal.placements.actions.matching import Declared
from wutong.portal.placements.actions.needing import Need, Terms
from wutong.portal.placements.actions.working import Achieved
from wutong.portal.placements.models import Placement
from wutong.portal.placements.months import first_of

_BEGAN = 86  # days ago
_PARTS = ("user", "manager", "doctor", "university")
_RIGHTS = "职务成果归企业，博士享有署名与奖励；双方另有约定的从其约定。"
_TERMS = Terms(12, 8, Decimal(15_000), 2, _RIGHTS)
_NEED = Need(
    "双特异性抗体的稳定性与制剂工艺",
    "提高高浓度制剂的稳定性，建立可放大的处方筛选方法，并培训企业的分析人员。",
    Decimal(6_200_000),
    _TERMS,
    is_independent=True,
)
_POST = Need(
    "连续层析纯化的放大",
    "把实验室的连续层析工艺放大到中试，给出控制策略。",
    Decimal(6_200_000),
    Terms(12, 7, Decimal(12_000), 1, _RIGHTS),
    is_independent=True,
)
_DAYS = (8, 6, 5, 8)  # on site, month by month: fewer than promised, on whatever day they are looked at


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who acts; the university leads the service in the demo, and is the doctor's unit too."""

    firm: Organisation
    user: Person
    manager: Person
    doctor: Person
    university: Person


class _Told(TypedDict):
    """What every act of somebody is told."""

    seen: Seen
    after: int
    by: Person


@transaction.atomic
def furnish() -> None:
    """Make them, once; nothing where the cast is not there, nobody leads the service, or there are placements."""
    people = _cast()
    if people is None or Placement.objects.exists() or not is_office(Access.of_person(people.university)):
        return
    one = _matched(people)
    _agree(people, one)
    _work(people, one)
    with _at(5):
        post = needing.enter(need=_POST, organisation=people.firm, by=people.user)
    with _at(3):
        ending.plain(**_told(post, people.university), code="publish", reason="")


def _cast() -> _Cast | None:
    held = {
        row.person.username: row
        for row in Membership.objects.filter(person__username__in=_PARTS, until=None).select_related(
            "person", "organisation"
        )
    }
    if not set(_PARTS) <= held.keys():
        return None
    who = {name: held[name].person for name in _PARTS}
    return _Cast(held["user"].organisation, **who)


def _matched(people: _Cast) -> Placement:
    with _at(105):
        one = needing.enter(need=_NEED, organisation=people.firm, by=people.user)
    with _at(104):
        ending.plain(**_told(one, people.university), code="publish", reason="")
    with _at(101):
        words = "课题组多年从事抗体制剂研究"
        matching.propose(**_told(one, people.university), doctor=people.doctor, words=words)
    with _at(100):
        declared = Declared(doctor_owns=False, unit_owns=False)
        matching.accept(**_told(one, people.doctor), words="每周可到岗两天，愿意带教分析人员。", declared=declared)
    with _at(98):
        ending.plain(**_told(one, people.user), code="choose", reason="")
    with _at(96):
        matching.clear(**_told(one, people.university))
    return one


def _agree(people: _Cast, one: Placement) -> None:
    for ago, who in ((94, people.manager), (93, people.doctor), (91, people.university)):
        with _at(ago):
            agreeing.sign(**_told(one, who))
    with _at(88):
        day = clock.today()
        agreeing.onboard(**_told(one, people.user), onboarding=Onboarding(day, day, day))


def _work(people: _Cast, one: Placement) -> None:
    with _at(87):
        for title, days in (("处方筛选方法建立", 80), ("加速稳定性报告", 160), ("中试处方定稿", 300)):
            due_on = clock.today() + timedelta(days=days)
            working.add_milestone(**_told(one, people.user), title=title, due_on=due_on)
    with _at(_BEGAN):
        working.begin(**_told(one, people.user))
    _write_logs(people, one)
    with _at(9):
        kind = Achieved("training", "高浓度制剂分析方法培训", clock.today(), "签到 14 人")
        working.add_output(**_told(one, people.doctor), achieved=kind)
    with _at(8):
        miles = one.milestones.order_by("due_on").first()
        if miles is not None:
            day = clock.today()
            working.reach(**_told(one, people.user), milestone=miles.pk, on=day, evidence="方法学报告 V1.0")


def _write_logs(people: _Cast, one: Placement) -> None:
    """A log of every month that is over; the last awaits the enterprise."""
    began = Placement.objects.get(pk=one.pk).began_on
    month, last = first_of(began or clock.today()), first_of(clock.today())
    for days in _DAYS:
        if month >= last:
            return
        following = after_months(month, 1)
        with _on(min(following + timedelta(days=1), clock.today())):
            held = min(days, (following - max(month, began or month)).days)
            working.log(**_told(one, people.doctor), month=month, days=held, work="处方筛选与稳定性考察")
        if following < last:
            with _on(following + timedelta(days=3)):
                working.confirm_log(**_told(one, people.user), month=month, days=held, remark="")
        month = following


def _told(one: Placement, who: Person) -> _Told:
    placement = Placement.objects.select_related(*Placement.read_with).get(pk=one.pk)
    reached = seen(Access.of_person(who), placement)
    return {"seen": reached, "after": placement.steps, "by": who}


def _at(ago: int) -> AbstractContextManager[None]:
    return _on(clock.today() - timedelta(days=ago))


def _on(day: date) -> AbstractContextManager[None]:
    return clock.standing_on(day, time(11))
