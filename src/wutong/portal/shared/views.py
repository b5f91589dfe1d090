"""Pages that belong to no app: health, refusals, missing and broken pages."""

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from wutong.kernel.errors import WutongError
from wutong.portal.shared.language import reader_language

# What a refusal answers with: the machine's troubles are 503, everything else is the request's own.
_STATUS_OF_EXIT_CODE = {3: 503, 4: 503}


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the portal and its database answer, 503 otherwise. For load balancers and the tests."""
    try:
        connection.ensure_connection()
        is_database_up = connection.is_usable()
    except DatabaseError:
        is_database_up = False
    status = 200 if is_database_up else 503
    return JsonResponse({"status": "ok" if is_database_up else "broken", "database": is_database_up}, status=status)


def status_of(error: WutongError) -> int:
    """The HTTP status of a refusal."""
    return _STATUS_OF_EXIT_CODE.get(error.exit_code, 400)


def refused(request: HttpRequest, error: WutongError) -> HttpResponse:
    """The page for a refusal that says what is wrong and how to mend it."""
    sentence = error.in_language(reader_language())
    return render(request, "shared/refused.html", {"sentence": sentence, "code": error.code}, status=status_of(error))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere; what one may not see answers the same."""
    return render(request, "shared/not_found.html", status=404)


def odd_request(request: HttpRequest, exception: SuspiciousOperation) -> HttpResponse:
    """The page for a request that no page of ours would send."""
    return render(request, "shared/odd_request.html", status=400)


def csrf_refused(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """The page for a form that was sent from elsewhere, or long after it was opened."""
    return render(request, "shared/form_expired.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for our own failure. Uses no context processor, since one of them may be what failed."""
    return render(request, "shared/broken.html", status=500)
