"""The agreement of three: terms, changed before all have confirmed; confirmations; what an onboarding asks for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.flowing import moving
from wutong.portal.flowing.moving import Actor, Told
from wutong.portal.placements.access import Seen
from wutong.portal.placements.actions.carrying import PlacementRefused, carry, follow, fresh
from wutong.portal.placements.actions.needing import Terms
from wutong.portal.placements.models import Placement, Signature
from wutong.portal.placements.sides import PARTIES, Side
from wutong.portal.shared.audit.recording import action


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The days on which the rules of intellectual property, of secrecy and of safety were gone through."""

    ip_on: date
    nda_on: date
    safety_on: date


@action
def revise(*, seen: Seen, after: int, terms: Terms, by: Person) -> Placement:
    """Change the terms; whoever confirmed the old ones is asked anew."""
    _set(seen.placement, terms)
    return carry(seen=seen, code="revise", after=after, by=by)


@action
def extend(*, seen: Seen, after: int, terms: Terms, by: Person) -> Placement:
    """Ask for another year at most, on terms that all three confirm anew."""
    old = seen.placement
    _set(old, terms)
    promised = old.promised_before + old.days_a_month * old.months
    Placement.objects.filter(pk=old.pk).update(promised_before=promised, year_began_on=None)
    return carry(seen=seen, code="extend", after=after, by=by)


@action
def sign(*, seen: Seen, after: int, by: Person) -> Placement:
    """Confirm the terms for the side on which one stands; with the third, the agreement holds."""
    placement = seen.placement
    held = {one.side: one for one in placement.signatures.filter(version=placement.version)}
    side = next((one for one in seen.sides_for("sign") if one in PARTIES and _may_sign(seen, one, held)), None)
    if side is None or any(one.person_id == by.pk for one in held.values()):
        text = Text("您这一方已确认，或不由您确认", "Your side has confirmed, or it is not for you to confirm")
        raise PlacementRefused("sign.not_now", text)
    Signature.objects.create(
        placement=placement,
        version=placement.version,
        side=side,
        person=by,
        person_name=by.audit_label[:120],
        organisation=_signed_for(placement, side),
    )
    moved = carry(seen=seen, code="sign", after=after, by=by, detail=side)
    return _conclude(moved, seen.actor_for("sign")) if len(held) + 1 == len(PARTIES) else moved


@action
def onboard(*, seen: Seen, after: int, onboarding: Onboarding, by: Person) -> Placement:
    """Write down when the doctor was told of intellectual property and secrecy and was trained in safety."""
    days = (onboarding.ip_on, onboarding.nda_on, onboarding.safety_on)
    if any(day > clock.today() for day in days):
        raise PlacementRefused("onboard.future", Text("日期不能晚于今天", "These days cannot lie in the future"))
    Placement.objects.filter(pk=seen.placement.pk).update(ip_on=days[0], nda_on=days[1], safety_on=days[2])
    return carry(seen=seen, code="onboard", after=after, by=by)


def _may_sign(seen: Seen, side: Side, held: dict[str, Signature]) -> bool:
    declared = seen.placement.flow.act("sign")
    return side not in held and declared is not None and bool(seen.roles[side] & frozenset(declared.roles))


def _conclude(placement: Placement, actor: Actor) -> Placement:
    """All three have confirmed: the doctor is prepared, or goes on working where this is an extension."""
    code = "conclude"
    if placement.year:
        code = "renew"
        Placement.objects.filter(pk=placement.pk).update(year=F("year") + 1, year_began_on=clock.today())
    moving.act(placement, code, actor=actor, seen=placement.steps, told=Told(), then=follow)
    return fresh(placement)


def _set(placement: Placement, terms: Terms) -> None:
    Placement.objects.filter(pk=placement.pk).update(version=F("version") + 1, **terms.fields())


def _signed_for(placement: Placement, side: Side) -> Organisation:
    """The organisation that a side signs for; a doctor is named with their unit."""
    if side is Side.FIRM or placement.unit is None:
        return placement.organisation
    return placement.unit
