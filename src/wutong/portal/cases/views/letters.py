"""Letters of a case to read and to take away."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.portal.accounts.access import signed_in
from wutong.portal.cases import access
from wutong.portal.cases.models import Letter
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.printing.letters import drawn


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, case_id: UUID, letter_id: int) -> HttpResponse:
    """The letter as a page."""
    letter = _letter(request, case_id, letter_id)
    context = {"case": letter.case, "letter": letter, "said": letter.content[reader_language()]}
    return render(request, "cases/letter.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, case_id: UUID, letter_id: int) -> HttpResponse:
    """The letter as PDF, in the reader's language or the one asked for."""
    letter = _letter(request, case_id, letter_id)
    asked = request.GET.get("language")
    language = "zh" if asked == "zh" else "en" if asked == "en" else reader_language()
    answer = HttpResponse(drawn(letter, language), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{letter.number}-{language}.pdf"'
    return answer


def _letter(request: HttpRequest, case_id: UUID, letter_id: int) -> Letter:
    seen = access.case(request, case_id)
    found = Letter.objects.filter(case=seen.case, pk=letter_id).select_related("case").first()
    if found is None:
        raise Http404
    return found
