"""The year is rated, its subsidy claimed and granted; the doctor goes on, becomes staff, founds a firm or leaves."""

from datetime import date
from decimal import Decimal

from wutong.catalog.placements import Grade, SubsidyScheme, scheme_on
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.months import after_months
from wutong.portal.accounts.models import Person
from wutong.portal.flowing.moving import Told
from wutong.portal.placements.access import Seen
from wutong.portal.placements.actions.carrying import PlacementRefused, carry
from wutong.portal.placements.actions.working import keep_review
from wutong.portal.placements.models import Placement, Review, Subsidy
from wutong.portal.shared.audit.recording import action
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.placement_subsidy import Claimed, Reckoned, reckon

# Acts that ask for nothing but, at most, a reason.
PLAIN = frozenset({"publish", "decline", "withdraw", "choose", "offer", "take", "refuse_offer", "announce", "permit",
                   "withhold", "complete", "exit"})  # fmt: skip


@action
def plain(*, seen: Seen, code: str, after: int, reason: str, by: Person) -> Placement:
    """Do an act of PLAIN."""
    assert code in PLAIN, code
    return carry(seen=seen, code=code, after=after, by=by, told=Told(reason=reason))


@action
def rate(*, seen: Seen, after: int, grade: Grade, words: str, by: Person) -> Placement:
    """Rate the year, once."""
    keep_review(seen.placement, "yearly", grade.value, words, by)
    told = Told(reason=words, things=frozenset({"decision"}), details={"grade": grade.value})
    return carry(seen=seen, code="rate", after=after, by=by, told=told)


@action
def claim(*, seen: Seen, after: int, year: int, pay: Decimal, by: Person) -> Placement:
    """Claim the subsidy of a rated year for the pay that was given. Raises PlacementRefused."""
    review = seen.placement.reviews.filter(kind="yearly", year=year).first()
    if review is None or seen.placement.subsidies.filter(year=year).exists():
        raise PlacementRefused("claim.not_now", Text("该年度未评价或已申请", "This year is not rated, or was claimed"))
    if pay > review.pay * review.months:
        text = Text("申报报酬多于协议约定", "This is more pay than the agreement gives")
        raise PlacementRefused("claim.beyond_agreement", text)
    scheme, reckoned = _reckoned(seen.placement, review, pay)
    Subsidy.objects.create(
        placement=seen.placement,
        year=year,
        year_began_on=review.began_on,
        grade=review.verdict,
        pay=pay,
        months=review.months,
        scheme=scheme.code,
        percent=reckoned.percent,
        cap=reckoned.cap,
        amount=reckoned.amount,
        rule=reckoned.rule,
        claimed_by=by,
        claimed_on=clock.today(),
    )
    return carry(seen=seen, code="claim", after=after, by=by, detail=f"{year}: {reckoned.amount}")


@action
def grant(*, seen: Seen, after: int, year: int, by: Person) -> Placement:
    """Grant what was claimed for a year, as it was reckoned."""
    held = seen.placement.subsidies.filter(year=year, granted_on=None).first()
    if held is None:
        raise PlacementRefused(
            "grant.not_now", Text("该年度没有待核定的补贴", "Nothing waits to be granted for this year")
        )
    Subsidy.objects.filter(pk=held.pk).update(granted_by=by, granted_on=clock.today())
    return carry(seen=seen, code="grant", after=after, by=by, detail=f"{year}: {held.amount}")


def _reckoned(placement: Placement, review: Review, pay: Decimal) -> tuple[SubsidyScheme, Reckoned]:
    scheme = scheme_on(catalogue().placements.values(), review.on)
    if scheme is None:
        text = Text("评价当日没有有效的补贴办法", "No scheme held on the day of the rating")
        raise PlacementRefused("claim.no_scheme", text)
    already = _elsewhere(placement, review.began_on, review.months)
    claimed = Claimed(review.year, Grade(review.verdict), pay, review.months, already)
    reckoned = reckon(scheme, claimed)
    if reckoned.rule == "years":
        most = scheme.most_years.years
        raise PlacementRefused("claim.years", Text(f"补贴最长 {most} 年", f"It is paid for {most} years at most"))
    if not reckoned.amount:
        text = Text("按评价等次或上限，没有可补贴的金额", "By its rating or the cap, nothing is paid for this year")
        raise PlacementRefused("claim.nothing", text)
    return scheme, reckoned


def _elsewhere(placement: Placement, began_on: date, months: int) -> Decimal:
    """What is paid for the same doctor in other placements whose years meet this one."""
    ends = after_months(began_on, months)
    others = Subsidy.objects.filter(placement__doctor=placement.doctor, year_began_on__lt=ends).exclude(
        placement=placement
    )
    amounts = [one.amount for one in others if after_months(one.year_began_on, one.months) > began_on]
    return sum(amounts, Decimal(0))
