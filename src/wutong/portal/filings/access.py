"""The only way from a request to an enterprise's filings: its own people see them, and officers who handle cases.

What registers tell is public on the portrait; what cases here tell is not.
"""

from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission


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
