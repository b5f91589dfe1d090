"""The record of implied consent, to read and to take away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.portal.accounts.access import signed_in
from wutong.portal.filings import access
from wutong.portal.filings.models import FilingLetter
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.printing.letters import drawn


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as a page."""
    letter = _letter(request, number)
    context = {"filing": letter.filing, "letter": letter, "said": letter.content[reader_language()]}
    return render(request, "filings/letter.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as PDF, in the reader's language or the one asked for."""
    letter = _letter(request, number)
    asked = request.GET.get("language")
    language = "zh" if asked == "zh" else "en" if asked == "en" else reader_language()
    answer = HttpResponse(drawn(letter, language), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{letter.number}-{language}.pdf"'
    return answer


def _letter(request: HttpRequest, number: str) -> FilingLetter:
    found = access.filing(request, number).filing.letters.select_related("filing").first()
    if found is None:
        raise Http404
    return found
