"""Papers of a filing are brought, or taken out again; a refusal is told on the page of the filing."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import signed_in
from wutong.portal.files.forms import keep_each
from wutong.portal.filings import access
from wutong.portal.filings.actions import papers
from wutong.portal.filings.forms import PapersForm
from wutong.portal.filings.panel import context
from wutong.portal.filings.queries.papers import papers_of
from wutong.portal.shared.language import reader_language


@require_POST
@signed_in
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what was sent; what is refused is said, and what was not is kept."""
    seen = access.filing(request, number)
    form, refusal, who = PapersForm(request.POST, request.FILES), "", seen.access.who
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        kept = keep_each(form, "uploads", organisation=seen.filing.organisation, by=who)
        try:
            for one in kept:
                papers.add(seen=seen, kind=kind, file=one, by=who)
        except WutongError as error:
            refusal = error.in_language(reader_language())
        if not refusal and form.is_valid():
            return _back(number)
    told = context(access.filing(request, number), form, refusal)
    return render(request, "filings/one.html", told, status=409 if refusal else 422)


@require_POST
@signed_in
def drop(request: HttpRequest, number: str, paper_id: int) -> HttpResponse:
    """Take one out."""
    seen = access.filing(request, number)
    found = papers_of(seen.filing).filter(pk=paper_id).first()
    if found is None:
        raise Http404
    papers.drop(paper=found, by=seen.access.who)
    return _back(number)


def _back(number: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('filings:one', args=[number])}#papers-title")
