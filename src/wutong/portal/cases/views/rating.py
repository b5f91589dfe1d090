"""An applicant says how a case was handled, once it has ended."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases import access
from wutong.portal.cases.actions import rating
from wutong.portal.shared.language import reader_language


@require_POST
@signed_in
def rate(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep the rating; a case that cannot be rated says so."""
    seen = access.case(request, case_id)
    if not seen.access.may(Permission.CASE_APPLY, seen.case.organisation):
        raise Http404
    stars = request.POST.get("stars", "")
    if stars not in {"1", "2", "3", "4", "5"}:
        raise Http404
    try:
        remark = request.POST.get("remark", "").replace("\0", "")[:1000]
        rating.rate(case=seen.case, stars=int(stars), remark=remark, by=seen.access.who)
    except WutongError as error:
        undo.tell(request, error.in_language(reader_language()))
    else:
        undo.tell(request, _("Thank you for the rating."))
    return redirect("cases:case", case_id)
