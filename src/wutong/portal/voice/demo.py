"""What enterprises of the demo have said: on every channel, waiting, answered, asked again, rated. Invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypedDict

from django.db import transaction

from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind as OrganisationKind
from wutong.portal.flowing.positions import working_days
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.voice.access import Seen, seen
from wutong.portal.voice.actions import handling
from wutong.portal.voice.actions.speaking import Said, say
from wutong.portal.voice.models import Channel, Kind, Outcome, Petition

_PARTS = ("user", "clerk", "reviewer")
_CHANGED = "VS09"  # the service of which a suggestion became a version
_SAID_BEFORE = 10  # days before that version


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who acts; the reviewer's organisation answers."""

    firm: Organisation
    office: Organisation
    user: Person
    clerk: Person
    reviewer: Person


class _Told(TypedDict):
    """What every act of somebody is told."""

    seen: Seen
    after: int
    by: Person


@dataclass(frozen=True, slots=True)
class _Story:
    """One petition: what is said, how many days ago, and what became of it. `answered` is days after it was said."""

    said: Said
    ago: int
    is_dispatched: bool = True
    answered: int | None = None
    answer: str = ""
    outcome: str = ""
    version: str = ""
    asked_again: str = ""
    stars: int | None = None


_STORIES = (
    _Story(
        Said(
            Kind.PROBLEM,
            "危废转运等待时间长",
            "实验废液暂存已近上限，预约的转运要等两周。",
            "",
            Channel.VISIT,
            "venues",
        ),
        ago=18,
        answered=4,
        answer="已协调第二家有资质的单位，每周二、周五各转运一次，首次转运已完成。",
        stars=5,
    ),
    _Story(
        Said(Kind.SUGGESTION, "技术合同登记希望批量提交", "一个项目有多份合同时，希望一次提交。", "GS15"),
        ago=15,
        answered=5,
        answer="每份合同须单独认定，登记规则要求逐份提交，暂不合并；已填写过的单位信息会自动带出，无须重复填写。",
        outcome=Outcome.DECLINED,
        stars=3,
    ),
    _Story(
        Said(
            Kind.COMPLAINT, "咨询电话多次无人接听", "上周三次致电均未接通，也没有回电。", "", Channel.PHONE, "platforms"
        ),
        ago=12,
        answered=3,
        answer="已安排两人轮值接听，未接来电当日回复。",
        asked_again="昨天下午仍未接通，请再核实。",
    ),
    _Story(
        Said(
            Kind.REQUEST,
            "进口试剂到港后的冷链衔接",
            "到港至入库之间温度记录中断，希望有推荐的承运单位。",
            "VS16",
            Channel.MEETING,
        ),
        ago=7,
        answered=4,
        answer="已整理三家可全程温控的承运单位及联系方式，见服务指南；需要时可由窗口协助预约。",
    ),
    _Story(
        Said(
            Kind.SUGGESTION,
            "白名单申请希望先核对物品编码",
            "提交前若能提示编码是否在管理范围内，可少走一次补正。",
            "GS17",
        ),
        ago=4,
    ),
    _Story(
        Said(
            Kind.REQUEST,
            "希望安排一次 GMP 培训",
            "新入职的生产人员十二名，希望本月内参加培训。",
            "VS03",
            Channel.LETTER,
        ),
        ago=0,
        is_dispatched=False,
    ),
)


@transaction.atomic
def furnish() -> None:
    """Make them, once; nothing where the cast is not there or something has been said already."""
    people = _cast()
    if people is None or Petition.objects.exists():
        return
    others = list(Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE.value).exclude(pk=people.firm.pk)[:3])
    for number, story in enumerate((*_led_to_a_version(), *_STORIES)):
        is_own = story.said.channel == Channel.PORTAL or not others
        _tell(people, story, people.firm if is_own else others[number % len(others)])


def _led_to_a_version() -> Iterator[_Story]:
    """What was said before the version in force of a service and was adopted by it; nothing where it is the first."""
    *earlier, latest = catalogue().services[_CHANGED]
    if not earlier or latest.effective_from > clock.today():
        return
    since = latest.effective_from
    text = "样品到平台才发现要求的保存温度不同，耽误两天。建议下单时先写明温度，平台按此准备接收。"
    yield _Story(
        Said(Kind.SUGGESTION, "平台订单希望注明样品保存温度", text, _CHANGED),
        ago=(clock.today() - since).days + _SAID_BEFORE,
        answered=4,
        answer=f"已采纳：自 {since.isoformat()} 起，订单增加“样品保存温度”一项；此前的订单沿用原版本，平台可为其换版。",
        outcome=Outcome.ADOPTED,
        version=latest.key,
        stars=5,
    )


def _cast() -> _Cast | None:
    rows = Membership.objects.filter(person__username__in=_PARTS, until=None).select_related("person", "organisation")
    held = {row.person.username: row for row in rows}
    if not set(_PARTS) <= held.keys():
        return None
    who = {name: held[name].person for name in _PARTS}
    return _Cast(held["user"].organisation, held["reviewer"].organisation, **who)


def _tell(people: _Cast, story: _Story, firm: Organisation) -> None:
    """From what was said to where it stands; a window speaks for those whom it heard."""
    began = _working(clock.today() - timedelta(days=story.ago))
    is_own = story.said.channel == Channel.PORTAL
    speaker = people.user if is_own else people.clerk
    with clock.standing_on(began, time(9, 20)):
        made = say(said=story.said, organisation=firm, roles=frozenset({"R1" if is_own else "R3"}), by=speaker)
        if not story.is_dispatched:
            return
        handling.dispatch(**_told(made, people.clerk), handler=people.office, issue=story.said.issue)
    if story.answered is None:
        return
    day = _working(began + timedelta(days=story.answered))
    with clock.standing_on(day, time(15)):
        handling.answer(**_told(made, people.reviewer), text=story.answer, outcome=story.outcome, version=story.version)
    with clock.standing_on(_working(day + timedelta(days=2)), time(10)):
        if story.asked_again:
            handling.reopen(**_told(made, speaker), reason=story.asked_again)
        if story.stars is not None:
            handling.rate(**_told(made, speaker), stars=story.stars, remark="")


def _told(made: Petition, by: Person) -> _Told:
    petition = Petition.objects.get(pk=made.pk)
    return {"seen": seen(Access.of_person(by), petition), "after": petition.steps, "by": by}


def _working(day: date) -> date:
    """That day, or the last one before it on which offices work."""
    days = working_days()
    while not days.is_working(day):
        day -= timedelta(days=1)
    return day
