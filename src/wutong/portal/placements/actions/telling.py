"""Who is written to when something happens to a placement."""

from wutong.catalog.flows import Act
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import BY_CODE, Role
from wutong.portal.flowing.ticking import TICK
from wutong.portal.notices.actions import announce
from wutong.portal.notices.recipients import holders, members
from wutong.portal.placements.access import office
from wutong.portal.placements.models import Placement, PlacementStep
from wutong.portal.placements.sides import PARTIES, Side
from wutong.portal.shared.audit.recording import Named

_FIRM, _DOCTOR, _UNIT, _OFFICE = Side.FIRM, Side.DOCTOR, Side.UNIT, Side.OFFICE
# Who is told of an act; whoever does it is not written to.
_TOLD: dict[str, tuple[Side, ...]] = {
    "file": (_OFFICE,),
    "publish": (_FIRM,),
    "decline": (_FIRM,),
    "withdraw": (_OFFICE, _DOCTOR),
    "propose": (_DOCTOR, _FIRM, _UNIT),
    "apply": (_FIRM, _OFFICE, _UNIT),
    "accept": (_FIRM, _OFFICE),
    "refuse": (_OFFICE, _FIRM),
    "choose": (_OFFICE, _DOCTOR),
    "turn_down": (_OFFICE, _DOCTOR),
    "clear": PARTIES,
    "conflict": (_FIRM, _DOCTOR),
    "revise": PARTIES,
    "sign": PARTIES,
    "conclude": (*PARTIES, _OFFICE),
    "renew": (*PARTIES, _OFFICE),
    "onboard": (_DOCTOR,),
    "add_milestone": (_FIRM, _DOCTOR),
    "begin": (*PARTIES, _OFFICE),
    "log": (_FIRM,),
    "confirm_log": (_DOCTOR,),
    "reach": (_DOCTOR,),
    "add_output": (_FIRM, _DOCTOR),
    "review": PARTIES,
    "close_year": (_OFFICE, _FIRM),
    "year_over": (_OFFICE, *PARTIES),
    "rate": PARTIES,
    "claim": (_OFFICE,),
    "grant": (_FIRM, _DOCTOR),
    "extend": PARTIES,
    "offer": (_DOCTOR, _UNIT),
    "take": (_FIRM, _UNIT, _OFFICE),
    "refuse_offer": (_FIRM,),
    "announce": (_UNIT, _FIRM),
    "permit": (_DOCTOR, _FIRM, _OFFICE),
    "withhold": (_DOCTOR, _FIRM),
    "complete": (*PARTIES, _OFFICE),
    "run_out": PARTIES,
    "exit": (*PARTIES, _OFFICE),
}


def tell(placement: Placement, step: PlacementStep, act: Act) -> None:
    """Write to the sides whom an act concerns."""
    people = {one.pk: one for side in _TOLD.get(act.code, ()) for one in people_of(placement, side)}
    people.pop(step.by_person_id or 0, None)
    name = step.by_name
    announce(
        to=people.values(),
        key=f"placement:{placement.number}:{step.number}",
        kind="placement.moved",
        subject=Text(f"{act.title.zh}：{placement.topic}", f"{act.title.en}: {placement.topic}"),
        body=Text(f"{name}：{act.title.zh}。{step.reason}", f"{name}: {act.title.en}. {step.reason}"),
        address=f"/placements/{placement.number}/",
        title=Text(placement.topic, placement.topic),
        by=step.by_person or TICK.who,
    )


def remind(placement: Placement, *, key: str, role: str, subject: Text, body: Text, by: Named) -> None:
    """Write to whoever answers for a clock, or to whom its overrun is told."""
    announce(
        to=_answering(placement, role),
        key=key,
        kind="placement.due",
        subject=subject,
        body=body,
        address=f"/placements/{placement.number}/",
        title=Text(placement.topic, placement.topic),
        by=by,
    )


def people_of(placement: Placement, side: Side) -> list[Person]:
    """The people of one side, as they are now."""
    if side is Side.DOCTOR:
        return [placement.doctor] if placement.doctor is not None else []
    if side is Side.FIRM:
        wanted = (Role.ENTERPRISE_USER, Role.ORGANISATION_ADMINISTRATOR)
        return members(placement.organisation_id, *(one.code for one in wanted))
    if side is Side.UNIT:
        return members(placement.unit_id, Role.UNIVERSITY.code) if placement.unit_id else []
    lead = office()
    handling = {Permission.CASE_HANDLE, Permission.CASE_REVIEW}
    roles = (code for code, role in BY_CODE.items() if handling & role.permissions)
    return members(lead.pk, *roles) if lead else []


def _answering(placement: Placement, role: str) -> list[Person]:
    if role == Role.ENTERPRISE_USER.code:
        return people_of(placement, Side.FIRM)
    if role == Role.TALENT.code:
        return people_of(placement, Side.DOCTOR)
    if role == Role.LEADER.code:
        return holders(role)
    return people_of(placement, Side.OFFICE)
