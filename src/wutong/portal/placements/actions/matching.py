"""Two-way match and conflict check: a doctor applies or accepts, the enterprise chooses, an officer clears."""

from dataclasses import dataclass

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.flowing.moving import Told
from wutong.portal.placements.access import Seen
from wutong.portal.placements.actions.carrying import PlacementRefused, carry, fresh
from wutong.portal.placements.models import Candidacy, Placement
from wutong.portal.shared.audit.recording import action

# How a candidacy ends by an act after which the post is open again.
_ENDS = {"refuse": "refused", "turn_down": "turned_down", "conflict": "conflict"}


@dataclass(frozen=True, slots=True)
class Declared:
    """What a candidate declares of the enterprise: whether they, or their unit, founded or hold a part of it."""

    doctor_owns: bool
    unit_owns: bool


@action
def propose(*, seen: Seen, after: int, doctor: Person, words: str, by: Person) -> Placement:
    """Name a doctor for the post; they are asked."""
    _enter(seen.placement, doctor, "proposed", words, None)
    return carry(seen=seen, code="propose", after=after, by=by, detail=doctor.audit_label)


@action
def apply(*, seen: Seen, after: int, words: str, declared: Declared, by: Person) -> Placement:
    """Apply for the post."""
    _enter(seen.placement, by, "applied", words, declared)
    return carry(seen=seen, code="apply", after=after, by=by)


@action
def accept(*, seen: Seen, after: int, words: str, declared: Declared, by: Person) -> Placement:
    """Say yes to a post that one was proposed for."""
    Candidacy.objects.filter(placement=seen.placement, outcome="").update(
        words=words.strip(), doctor_owns=declared.doctor_owns, unit_owns=declared.unit_owns
    )
    return carry(seen=seen, code="accept", after=after, by=by)


@action
def let_go(*, seen: Seen, code: str, after: int, reason: str, by: Person) -> Placement:
    """End a candidacy (`refuse`, `turn_down` or `conflict`); the post is open again."""
    moved = carry(seen=seen, code=code, after=after, by=by, told=Told(reason=reason))
    Candidacy.objects.filter(placement=moved, outcome="").update(outcome=_ENDS[code], reason=reason.strip())
    Placement.objects.filter(pk=moved.pk).update(doctor=None, unit=None)
    return fresh(moved)


@action
def clear(*, seen: Seen, after: int, by: Person) -> Placement:
    """Find no conflict of interest; the agreement follows. Raises PlacementRefused for each that is there."""
    candidacy = seen.placement.candidacies.select_related("doctor", "unit").get(outcome="")
    if by.pk == candidacy.doctor_id:
        raise PlacementRefused("conflict.own", Text("不能核查自己", "Nobody checks themselves"))
    if found := findings(seen.placement, candidacy):
        raise PlacementRefused(
            found[0][0], Text("；".join(text.zh for _, text in found), "; ".join(text.en for _, text in found))
        )
    Candidacy.objects.filter(pk=candidacy.pk).update(outcome="chosen")
    return carry(seen=seen, code="clear", after=after, by=by)


def findings(placement: Placement, candidacy: Candidacy) -> list[tuple[str, Text]]:
    """What speaks against a candidate: ownership as declared, or a place in the enterprise, each with its rule."""
    found = [
        ("conflict.undeclared", candidacy.doctor_owns is None or candidacy.unit_owns is None, _UNDECLARED),
        ("conflict.doctor_owns", bool(candidacy.doctor_owns), _DOCTOR_OWNS),
        ("conflict.unit_owns", bool(candidacy.unit_owns), _UNIT_OWNS),
        ("conflict.member", _was_member(candidacy.doctor, placement.organisation), _MEMBER),
    ]
    return [(rule, text) for rule, holds, text in found if holds]


_UNDECLARED = Text("候选人尚未声明持股情况", "The candidate has not declared what they own")
_DOCTOR_OWNS = Text(
    "企业由候选人创办或投资，不得入企",
    "The enterprise was founded or is invested in by the candidate, who cannot be placed",
)
_UNIT_OWNS = Text(
    "企业由候选人所在单位创办或投资，不得入企",
    "The enterprise was founded or is invested in by the candidate's unit, so they cannot be placed",
)
_MEMBER = Text("候选人已是企业成员", "The candidate is or was a member of the enterprise")


def doctors() -> list[Membership]:
    """Everybody who can be proposed: doctors of universities and institutes, which confirm with them."""
    rows = held_now(Membership.objects.filter(role_code=Role.TALENT.code, organisation__kind=Kind.UNIVERSITY.value))
    return list(rows.select_related("person", "organisation").order_by("person__name", "pk"))


def _enter(placement: Placement, doctor: Person, came: str, words: str, declared: Declared | None) -> None:
    unit = next((one.organisation for one in doctors() if one.person_id == doctor.pk), None)
    if unit is None:
        text = Text("候选人须为高校或科研院所的博士", "A candidate is a doctor of a university or an institute")
        raise PlacementRefused("candidate.no_unit", text)
    if placement.candidacies.filter(doctor=doctor, outcome="conflict").exists():
        text = Text("该博士与企业存在利益冲突", "This doctor has a conflict of interest with the enterprise")
        raise PlacementRefused("candidate.conflict", text)
    if placement.candidacies.filter(outcome="").exists():
        text = Text("岗位已有候选人", "The post has a candidate already")
        raise PlacementRefused("candidate.taken", text)
    Candidacy.objects.create(
        placement=placement,
        doctor=doctor,
        unit=unit,
        came=came,
        words=words.strip(),
        doctor_owns=declared.doctor_owns if declared else None,
        unit_owns=declared.unit_owns if declared else None,
    )
    Placement.objects.filter(pk=placement.pk).update(doctor=doctor, unit=unit)


def _was_member(doctor: Person, enterprise: Organisation) -> bool:
    return Membership.objects.filter(person=doctor, organisation=enterprise).exists()
