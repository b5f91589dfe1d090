"""The only way from a request to an enterprise's filings: its own people see them, and nobody else.

What registers tell is public on the portrait; what cases here tell, and what an enterprise enters itself, is not.
"""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.flowing.moving import Actor


@dataclass(frozen=True, slots=True)
class Seen:
    """A filing as one person reaches it."""

    filing: TrackedFiling
    access: Access

    @property
    def actor(self) -> Actor:
        """Them, as whoever acts, in the roles that they hold where the filing belongs."""
        return actor_in(self.access, self.filing.organisation_id)


def organisations(access: Access) -> list[Organisation]:
    """The organisations whose filings somebody keeps."""
    own = access.organisations(Permission.CASE_TRACK)
    return list(Organisation.objects.filter(pk__in=own).order_by("name_zh"))


def organisation(request: HttpRequest) -> Organisation | None:
    """The one that is asked for, or the first; None where somebody has none. Raises Http404 for another's."""
    own = organisations(Access.of(request))
    asked = request.GET.get("organisation", "")
    if not asked:
        return own[0] if own else None
    found = next((one for one in own if str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def actor_in(access: Access, where: int) -> Actor:
    """Somebody as whoever acts in one organisation."""
    held = (one.role for one in access.grants if one.organisation_id == where)
    roles = frozenset(role.code for role in held if Permission.CASE_TRACK in role.permissions)
    return Actor(access.who, roles, access.who.pk)


def visible(access: Access) -> QuerySet[TrackedFiling]:
    """The filings that somebody may see."""
    return TrackedFiling.objects.filter(organisation__in=access.organisations(Permission.CASE_TRACK))


def filing(request: HttpRequest, number: str) -> Seen:
    """The filing of that number; raises Http404."""
    access = Access.of(request)
    return seen(access, visible(access).select_related(*TrackedFiling.read_with).filter(number=number).first())


def seen(access: Access, found: TrackedFiling | None) -> Seen:
    """A filing as somebody reaches it; raises Http404 for none."""
    if found is None:
        raise Http404
    return Seen(found, access)
