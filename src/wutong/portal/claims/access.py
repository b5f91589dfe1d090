"""The only way from a request to a claim. One that is not theirs answers like one that does not exist.

Who filed it sees it; an officer of a window, or who keeps members everywhere, sees all; an administrator of the
organisation sees those of their enterprise. Nobody decides their own.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.claims.models import Claim


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim as one person reaches it."""

    claim: Claim
    access: Access

    @property
    def is_own(self) -> bool:
        """Whether they filed it."""
        return self.claim.person_id == self.access.who.pk

    @property
    def may_decide(self) -> bool:
        """Whether they stand on the side that answers."""
        return not self.is_own


def is_officer(access: Access) -> bool:
    """Whether somebody answers the claims of every enterprise."""
    return access.may(Permission.CASE_TAKE_IN) or access.may_everywhere(Permission.MEMBERS_MANAGE)


def answers_claims(access: Access) -> bool:
    """Whether there can be claims for them to answer."""
    return is_officer(access) or _administered(access).exists()


def visible(access: Access) -> QuerySet[Claim]:
    """The claims that somebody may see."""
    if not access.is_signed_in:
        return Claim.objects.none()
    if is_officer(access):
        return Claim.objects.all()
    return Claim.objects.filter(Q(person=access.who) | _of_ours(access))


def to_answer(access: Access) -> QuerySet[Claim]:
    """Those of them that others filed."""
    return visible(access).exclude(person=access.who)


def claim(request: HttpRequest, claim_id: int) -> Seen:
    """The claim of that id; raises Http404."""
    access = Access.of(request)
    found = visible(access).select_related("person", "decided_by").filter(pk=claim_id).first()
    if found is None:
        raise Http404
    return Seen(found, access)


def organisation_of(claim: Claim) -> Organisation | None:
    """The organisation that the enterprise has here already, if any."""
    rows = Organisation.objects.filter(Q(enterprise_id=claim.enterprise_id) | Q(credit_code=claim.credit_code))
    return rows.order_by("pk").first()


def _of_ours(access: Access) -> Q:
    rows = list(_administered(access).values_list("enterprise_id", "credit_code"))
    return Q(enterprise_id__in=[one for one, _ in rows if one]) | Q(credit_code__in=[one for _, one in rows if one])


def _administered(access: Access) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(pk__in=access.organisations(Permission.MEMBERS_MANAGE))
    return rows.exclude(enterprise_id="", credit_code="")
