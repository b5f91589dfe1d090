"""The only way from a request to a petition. One that is not theirs answers like one that does not exist.

Who said it sees it; the window sees all, to dispatch them; the handler what it was given; a leader everything.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from wutong.catalog.flows import Act
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.access import handling
from wutong.portal.flowing.moving import Actor
from wutong.portal.flowing.positions import position_of
from wutong.portal.voice.models import Channel, Petition
from wutong.workflow.moves import open_acts

_SAYING = frozenset({Role.ENTERPRISE_USER, Role.ORGANISATION_ADMINISTRATOR})
_SAYING_CODES = frozenset(role.code for role in _SAYING)
_DISPATCHING = frozenset({Role.WINDOW_CLERK, Role.CHAIN_ANALYST, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Seen:
    """A petition as one person reaches it."""

    petition: Petition
    access: Access
    roles: frozenset[str]

    def actor_for(self, code: str) -> Actor:
        """Them as whoever does the act of that code."""
        act = self.petition.flow.act(code)
        return Actor(self.access.who, self._roles_for(act) if act else frozenset(), self.access.who.pk)

    def may(self) -> list[Act]:
        """The acts that they may do now, as the flow orders them."""
        acts = open_acts(self.petition.flow, position_of(self.petition), self.roles)
        return [act for act in acts if self._roles_for(act) & frozenset(act.roles)]

    def _roles_for(self, act: Act) -> frozenset[str]:
        """A window speaks for those whom it heard: not for an enterprise that said it here itself and rates it too."""
        speaks = bool(_SAYING_CODES & frozenset(act.roles))
        if speaks and self.petition.channel == Channel.PORTAL:
            return self.roles & _SAYING_CODES
        return self.roles


def visible(access: Access) -> QuerySet[Petition]:
    """The petitions that somebody may see."""
    if not access.is_signed_in:
        return Petition.objects.none()
    if may_dispatch(access):
        return Petition.objects.all()
    own = Q(organisation__in=access.organisations(Permission.CASE_TRACK))
    return Petition.objects.filter(own | Q(handler__in=handling(access)))


def may_dispatch(access: Access) -> bool:
    """Whether somebody gives petitions to those who answer them."""
    return any(grant.role in _DISPATCHING for grant in access.grants)


def petition(request: HttpRequest, number: str) -> Seen:
    """The petition of that number; raises Http404."""
    access = Access.of(request)
    return seen(access, visible(access).filter(number=number).first())


def seen(access: Access, found: Petition | None) -> Seen:
    """A petition as somebody reaches it; raises Http404 for none."""
    if found is None:
        raise Http404
    return Seen(
        found,
        access,
        frozenset(grant.role.code for grant in access.grants if _acts(grant.role, grant.organisation_id, found)),
    )


def _acts(role: Role, where: int, petition: Petition) -> bool:
    if role in _SAYING:
        return where == petition.organisation_id
    return role in _DISPATCHING or where == petition.handler_id
