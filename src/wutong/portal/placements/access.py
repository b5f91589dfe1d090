"""The only way from a request to a placement. One that is not theirs answers like one that does not exist.

The enterprise, the doctor and the university see theirs; whoever leads VS02 all that were sent; a leader too. Doctors
see posts that are published, and of these nothing but the post.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from wutong.catalog.flows import Act
from wutong.portal.accounts.access import Access, Grant
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import BY_CODE, Role
from wutong.portal.cases.actions.doing import lead_of
from wutong.portal.flowing.moving import Actor
from wutong.portal.flowing.positions import position_of
from wutong.portal.placements.models import Placement
from wutong.portal.placements.sides import ACTS, FOLLOWING, Side
from wutong.workflow.moves import open_acts

SERVICE = "VS02"
FIRM_ROLES = frozenset({Role.ENTERPRISE_USER, Role.ORGANISATION_ADMINISTRATOR})
# Acts for which a role on the right side is not enough.
POWERS = {"sign": Permission.AGREEMENT_SIGN, "log": Permission.TALENT_LOG, "apply": Permission.TALENT_PROFILE}
_HANDLING = (Permission.CASE_HANDLE, Permission.CASE_REVIEW)


@dataclass(frozen=True, slots=True)
class Seen:
    """A placement as one person reaches it, and their roles by the side on which they hold them."""

    placement: Placement
    access: Access
    roles: dict[Side, frozenset[str]]

    @property
    def is_reader_of_post(self) -> bool:
        """Whether they see the post and nothing else."""
        return set(self.roles) <= {Side.DOCTOR} and self.placement.doctor_id != self.access.who.pk

    def sides_for(self, code: str) -> tuple[Side, ...]:
        """The sides on which they may do the act of that code."""
        return tuple(side for side in self.roles if side in ACTS.get(code, frozenset()))

    def actor_for(self, code: str) -> Actor:
        """Them as whoever does the act: only with roles of a side whose act it is, so that nobody acts for another."""
        roles = frozenset().union(*(self.roles[side] for side in self.sides_for(code)))
        if (power := POWERS.get(code)) is not None:
            roles = frozenset(role for role in roles if power in BY_CODE[role].permissions)
        return Actor(self.access.who, roles, self.access.who.pk)

    def may(self) -> list[Act]:
        """The acts that they may do now, as the flow orders them."""
        every = frozenset().union(*self.roles.values())
        acts = open_acts(self.placement.flow, position_of(self.placement), every)
        return [
            act for act in acts if act.code not in FOLLOWING and self.actor_for(act.code).roles & frozenset(act.roles)
        ]


def office() -> Organisation | None:
    """Who answers for placements now."""
    return lead_of(SERVICE)


def visible(access: Access) -> QuerySet[Placement]:
    """The placements that somebody may see."""
    if not access.is_signed_in:
        return Placement.objects.none()
    wanted = Q(organisation__in=access.organisations(Permission.CASE_TRACK)) | Q(doctor=access.who)
    wanted |= Q(unit__in=_where(access, Role.UNIVERSITY))
    if access.may_everywhere(Permission.CASE_OVERSEE) or is_office(access):
        wanted |= ~Q(phase="draft")
    if access.may(Permission.TALENT_PROFILE):
        wanted |= Q(state="open")
    return Placement.objects.filter(wanted)


def is_office(access: Access) -> bool:
    """Whether somebody works where placements are led."""
    lead = office()
    return lead is not None and any(access.may(one, lead) and _is_in(access, lead.pk, one) for one in _HANDLING)


def placement(request: HttpRequest, number: str) -> Seen:
    """The placement of that number; raises Http404."""
    access = Access.of(request)
    return seen(access, visible(access).select_related(*Placement.read_with).filter(number=number).first())


def seen(access: Access, found: Placement | None) -> Seen:
    """A placement as somebody reaches it; raises Http404 for none."""
    if found is None:
        raise Http404
    roles: dict[Side, frozenset[str]] = {}
    lead = office()
    for grant in access.grants:
        side = _side(access, grant, found, lead.pk if lead else None)
        if side is not None:
            roles[side] = roles.get(side, frozenset()) | {grant.role.code}
    if Role.UNIVERSITY.code in roles.get(Side.OFFICE, frozenset()) and lead is not None and found.unit_id == lead.pk:
        roles[Side.UNIT] = frozenset({Role.UNIVERSITY.code})
    return Seen(found, access, roles)


def _side(access: Access, grant: Grant, found: Placement, lead: int | None) -> Side | None:
    """The side on which one role of somebody stands; an office that is also the unit stands on both."""
    if grant.role in FIRM_ROLES and grant.organisation_id == found.organisation_id:
        return Side.FIRM
    if grant.role is Role.TALENT and _is_candidate(access, found):
        return Side.DOCTOR
    if grant.organisation_id == lead and any(one in grant.role.permissions for one in _HANDLING):
        return Side.OFFICE
    if grant.role is Role.UNIVERSITY and grant.organisation_id == found.unit_id:
        return Side.UNIT
    return Side.OVERSEER if grant.role is Role.LEADER else None


def _is_candidate(access: Access, found: Placement) -> bool:
    return found.doctor_id == access.who.pk or (found.state == "open" and found.doctor_id is None)


def _where(access: Access, role: Role) -> frozenset[int]:
    return frozenset(grant.organisation_id for grant in access.grants if grant.role is role)


def _is_in(access: Access, where: int, permission: Permission) -> bool:
    return where in access.organisations(permission)
