"""The work list of those who handle cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.portal.accounts.access import signed_in


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The list."""
    return redirect("cases:mine")
