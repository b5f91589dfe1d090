"""The only way from a request to a case. One that is not theirs answers like one that does not exist.

An applicant sees the cases of their organisation; a window what it took in and what waits at its counter; the lead
and those asked for an opinion theirs; a leader all but drafts. `roles_in` says as whom somebody acts in a case.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from wutong.catalog.flows import Act
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.models import Case, Competence, Part
from wutong.portal.cases.models.handling import ANY_SERVICE
from wutong.portal.flowing.moving import Actor

_APPLICANTS = frozenset({Role.ENTERPRISE_USER, Role.ORGANISATION_ADMINISTRATOR})
_APPLICANTS_DO = frozenset(role.code for role in _APPLICANTS)


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as one person reaches it: the roles in which they may act on it, and on which side they stand."""

    case: Case
    access: Access
    roles: frozenset[str]

    @property
    def is_applicant(self) -> bool:
        """Whether they act for the enterprise, or at a window on its behalf."""
        return _is_own(self.access, self.case) or self.is_window

    @property
    def is_window(self) -> bool:
        """Whether their window took the case in."""
        return self.case.window_id in self.access.organisations(Permission.CASE_ON_BEHALF)

    @property
    def is_officer(self) -> bool:
        """Whether they stand on the side that answers."""
        return bool(self.roles - {role.code for role in _APPLICANTS}) or not _is_own(self.access, self.case)

    @property
    def actor(self) -> Actor:
        """Them, as whoever acts."""
        return Actor(self.access.who, self.roles, self.access.who.pk)

    def may_do(self, act: Act) -> bool:
        """Whether the side on which they stand is the act's: a window acts for an enterprise only where it took it in.

        What else the flow asks is asked by `workflow`.
        """
        return not _APPLICANTS_DO & set(act.roles) or self.is_applicant


def visible(access: Access) -> QuerySet[Case]:
    """The cases that somebody may see."""
    if not access.is_signed_in:
        return Case.objects.none()
    own = Q(organisation__in=access.organisations(Permission.CASE_TRACK))
    taken_in = Q(window__in=access.organisations(Permission.CASE_TAKE_IN))
    return Case.objects.filter(own | taken_in | _as_officer(access))


def at_work(access: Access) -> QuerySet[Case]:
    """The cases that somebody sees because of their office: sent ones, and never as their applicant."""
    return Case.objects.filter(_as_officer(access)) if access.is_signed_in else Case.objects.none()


def _as_officer(access: Access) -> Q:
    sent = Q(submitted_on__isnull=False)
    if access.may_everywhere(Permission.CASE_OVERSEE):
        return sent
    wanted = Q(lead__in=handling(access))
    if windows := access.organisations(Permission.CASE_TAKE_IN):
        codes = services_of(windows, Part.WINDOW)
        if ANY_SERVICE in codes:
            return sent
        wanted |= Q(window__in=windows) | Q(service_code__in=codes)
    if asked := access.organisations(Permission.OPINION_GIVE):
        wanted |= Q(pk__in=_asked(Q(opinions__organisation__in=asked, opinions__expert__isnull=True)))
    if access.may(Permission.EXPERT_EVALUATE):
        wanted |= Q(pk__in=_asked(Q(opinions__expert=access.who, opinions__released_at__isnull=True)))
    return sent & wanted


def case(request: HttpRequest, case_id: UUID) -> Seen:
    """The case of that id and the roles in which whoever asks may act on it; raises Http404."""
    access = Access.of(request)
    return seen(access, visible(access).filter(case_id=case_id).first())


def seen(access: Access, found: Case | None) -> Seen:
    """A case as somebody reaches it; raises Http404 for none."""
    if found is None:
        raise Http404
    return Seen(found, access, roles_in(access, found))


def roles_in(access: Access, case: Case) -> frozenset[str]:
    """The roles in which somebody acts on a case: only those that they hold where the case is."""
    return frozenset(
        grant.role.code for grant in access.grants if _acts(access, grant.role, grant.organisation_id, case)
    )


def handling(access: Access) -> frozenset[int]:
    """The organisations whose cases somebody handles."""
    wanted = (Permission.CASE_REVIEW, Permission.CASE_HANDLE, Permission.CASE_TAKE_IN)
    return frozenset().union(*(access.organisations(permission) for permission in wanted))


def services_of(organisations: frozenset[int], part: Part) -> frozenset[str]:
    """The services in whose cases one of the organisations has that part; ANY_SERVICE among them is all."""
    rows = Competence.objects.filter(organisation__in=organisations, part=part)
    return frozenset(rows.values_list("service_code", flat=True))


def _acts(access: Access, role: Role, where: int, case: Case) -> bool:
    if role in _APPLICANTS and where == case.organisation_id:
        return True
    if role is Role.WINDOW_CLERK:
        at_counter = services_of(frozenset({where}), Part.WINDOW) & {case.service_code, ANY_SERVICE}
        return where in {case.window_id, case.lead_id} or bool(at_counter)
    if role is Role.LEADER:
        return True
    if role is Role.EXPERT:
        return case.opinions.filter(expert=access.person, released_at__isnull=True).exists()
    return where == case.lead_id


def _is_own(access: Access, case: Case) -> bool:
    return case.organisation_id in access.organisations(Permission.CASE_TRACK)


def _asked(wanted: Q) -> QuerySet[Case, int]:
    return Case.objects.filter(wanted).values_list("pk", flat=True)
