"""While the doctor works: the plan and what is reached of it, a log a month, outputs, mid-term review, report."""

from dataclasses import dataclass
from datetime import date, timedelta

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.flowing.moving import Told
from wutong.portal.placements.access import Seen
from wutong.portal.placements.actions.carrying import PlacementRefused, carry
from wutong.portal.placements.models import Milestone, MonthLog, Output, Placement, Review
from wutong.portal.placements.months import days_of, first_of
from wutong.portal.shared.audit.recording import action

_REPORT_DAYS_BEFORE = timedelta(days=30)  # of the year's end, from when on its report may be handed in
_DECIDED = frozenset({"decision"})


@dataclass(frozen=True, slots=True)
class Achieved:
    """Something that came of the work."""

    kind: str
    title: str
    on: date
    reference: str = ""


@action
def add_milestone(*, seen: Seen, after: int, title: str, due_on: date, by: Person) -> Placement:
    """Promise something by a day."""
    Milestone.objects.create(placement=seen.placement, title=title.strip(), due_on=due_on, added_by=by)
    return carry(seen=seen, code="add_milestone", after=after, by=by, detail=title.strip())


@action
def begin(*, seen: Seen, after: int, by: Person) -> Placement:
    """Work begins today; raises PlacementRefused without a milestone."""
    if not seen.placement.milestones.exists():
        text = Text("工作计划至少要有一个里程碑", "A plan has one milestone at least")
        raise PlacementRefused("begin.no_milestone", text)
    today = clock.today()
    Placement.objects.filter(pk=seen.placement.pk).update(year=1, began_on=today, year_began_on=today)
    return carry(seen=seen, code="begin", after=after, by=by)


@action
def log(*, seen: Seen, after: int, month: date, days: int, work: str, by: Person) -> Placement:
    """Tell of one month, once: days on site and what was done. Raises PlacementRefused."""
    month = first_of(month)
    _check(seen.placement, month, days)
    MonthLog.objects.create(placement=seen.placement, month=month, days=days, work=work.strip(), filed_by=by)
    return carry(seen=seen, code="log", after=after, by=by, detail=f"{month:%Y-%m}")


@action
def confirm_log(*, seen: Seen, after: int, month: date, days: int, remark: str, by: Person) -> Placement:
    """Say for the enterprise how many of a month's days it saw; only these count. Raises PlacementRefused."""
    held = seen.placement.logs.filter(month=first_of(month), confirmed_days=None).first()
    if held is None or days > held.days:
        text = Text("没有这样的待核实月志，或天数多于所填", "No such log waits, or these are more days than it tells")
        raise PlacementRefused("confirm.no_such_log", text)
    MonthLog.objects.filter(pk=held.pk).update(
        confirmed_days=days, confirmed_by=by, confirmed_at=clock.now(), remark=remark.strip()
    )
    return carry(seen=seen, code="confirm_log", after=after, by=by, detail=f"{month:%Y-%m}")


@action
def reach(*, seen: Seen, after: int, milestone: int, on: date, evidence: str, by: Person) -> Placement:
    """Say that a milestone was reached, and what shows it."""
    held = seen.placement.milestones.filter(pk=milestone, reached_on=None).first()
    if held is None or on > clock.today():
        text = Text("没有这样的待完成里程碑，或日期晚于今天", "No such milestone is open, or the day is yet to come")
        raise PlacementRefused("reach.not_now", text)
    Milestone.objects.filter(pk=held.pk).update(reached_on=on, evidence=evidence.strip())
    return carry(seen=seen, code="reach", after=after, by=by, detail=held.title)


@action
def add_output(*, seen: Seen, after: int, achieved: Achieved, by: Person) -> Placement:
    """Write down something that came of the work."""
    placement = seen.placement
    if achieved.on > clock.today() or (placement.began_on is not None and achieved.on < placement.began_on):
        text = Text("成果日期须在入企之后且不晚于今天", "An output lies between the beginning and today")
        raise PlacementRefused("output.when", text)
    Output.objects.create(
        placement=placement,
        kind=achieved.kind,
        title=achieved.title.strip(),
        on=achieved.on,
        reference=achieved.reference.strip(),
        added_by=by,
    )
    return carry(seen=seen, code="add_output", after=after, by=by, detail=achieved.title.strip())


@action
def review(*, seen: Seen, after: int, verdict: str, words: str, by: Person) -> Placement:
    """Review the year halfway, once."""
    keep_review(seen.placement, "midterm", verdict, words, by)
    told = Told(reason=words, things=_DECIDED, details={"verdict": verdict})
    return carry(seen=seen, code="review", after=after, by=by, told=told)


@action
def close_year(*, seen: Seen, after: int, report: str, by: Person) -> Placement:
    """Hand in the year's report, in its last thirty days; without one the year ends by itself."""
    if not is_report_time(seen.placement):
        text = Text(
            "年度结束前三十天内方可提交年度总结", "The report is handed in during the last thirty days of the year"
        )
        raise PlacementRefused("report.too_early", text)
    return carry(seen=seen, code="close_year", after=after, by=by, told=Told(reason=report))


def is_report_time(placement: Placement) -> bool:
    """Whether the year's last thirty days have come."""
    end = placement.year_ends_on
    return end is not None and clock.today() >= end - _REPORT_DAYS_BEFORE


def keep_review(placement: Placement, kind: str, verdict: str, words: str, by: Person) -> None:
    """Keep what was found of the present year; raises PlacementRefused where that was done."""
    if placement.reviews.filter(kind=kind, year=placement.year).exists() or placement.year_began_on is None:
        raise PlacementRefused("review.done", Text("本年度已检查或评价", "This year was reviewed or rated"))
    Review.objects.create(
        placement=placement,
        year=placement.year,
        kind=kind,
        verdict=verdict,
        began_on=placement.year_began_on,
        months=placement.months,
        pay=placement.pay,
        words=words.strip(),
        by=by,
        on=clock.today(),
    )


def _check(placement: Placement, month: date, days: int) -> None:
    today = clock.today()
    last = placement.year_ends_on or today
    first = first_of(placement.began_on) if placement.began_on else None
    if first is None or not first <= month <= first_of(min(today, last)):
        text = Text("月份不在入企期间，或尚未到来", "The month is not one of the placement, or has not come yet")
        raise PlacementRefused("log.month", text)
    if days > (today.day if month == first_of(today) else days_of(month)):
        raise PlacementRefused("log.days", Text("天数多于当月已过的天数", "These are more days than the month has had"))
    if placement.logs.filter(month=month).exists():
        raise PlacementRefused("log.twice", Text("这个月的月志已填写", "This month's log is written"))
