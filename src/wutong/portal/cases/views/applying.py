"""An applicant's way to a case: begin, fill in page by page, papers, check, send. Saved at every step."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.catalog.services import Page
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Kind
from wutong.portal.cases import access
from wutong.portal.cases.access import Seen
from wutong.portal.cases.actions import doing, opening, papers
from wutong.portal.cases.actions.continuing import upgrading
from wutong.portal.cases.actions.doing import SENDING
from wutong.portal.cases.forms.answers import AnswersForm
from wutong.portal.cases.models import CasePaper
from wutong.portal.cases.panels import applying as panels
from wutong.portal.cases.queries import completeness, prefill
from wutong.portal.cases.queries.papers import earlier, papers_of
from wutong.portal.files import actions as files
from wutong.portal.services import access as services
from wutong.portal.shared.language import reader_language

_View = Callable[..., HttpResponse]

# Services whose whole life has pages of its own, which an enterprise begins there.
_BEGUN_ELSEWHERE = {"VS02": "placements:new"}


def _of_own_draft(page: _View) -> _View:
    """A page of a case that may be edited, as its applicant; one that was sent leads to the case. Raises Http404."""

    @wraps(page)
    def shown(request: HttpRequest, case_id: UUID, *said: str | int, **named: str | int) -> HttpResponse:
        seen = access.case(request, case_id)
        if not (seen.access.may(Permission.CASE_APPLY, seen.case.organisation) or seen.is_window):
            raise Http404
        if not opening.is_editable(seen.case):  # by the button of the browser that goes back, or in a second window
            undo.tell(request, _("This case has been sent already and cannot be changed now."))
            return redirect("cases:case", case_id)
        seen = replace(seen, case=upgrading.bring_up(seen.case, seen.access.who))
        return page(request, seen, *said, **named)

    return shown


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Choose for whom, see what is known already, and begin a draft."""
    reader = Access.of(request)
    service = services.service(code)
    own = Organisation.objects.filter(pk__in=reader.organisations(Permission.CASE_APPLY)).order_by("name_zh")
    if request.method == "POST":
        chosen = next((one for one in own if str(one.pk) == request.POST.get("organisation")), None)
        if chosen is None:
            raise Http404
        answers, origins = prefill.known(service, chosen, reader.who)
        try:
            case = opening.open_case(
                service=service, organisation=chosen, answers=answers, origins=origins, by=reader.who
            )
        except WutongError as error:
            shown = {"service": service, "own": own, "refusal": error.in_language(reader_language())}
            return render(request, "cases/apply/begin.html", shown, status=409)
        return redirect("cases:fill", case.case_id, service.pages[0].code)
    if code in _BEGUN_ELSEWHERE and own.filter(kind=Kind.ENTERPRISE.value).exists():
        return redirect(_BEGUN_ELSEWHERE[code])
    return render(request, "cases/apply/begin.html", {"service": service, "own": own})


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
@_of_own_draft
def fill(request: HttpRequest, seen: Seen, page: str) -> HttpResponse:
    """One page of fields; what can be read is kept, and what cannot is told."""
    if seen.case.changed_since and all(one.code != page for one in seen.case.service.pages):
        return redirect(
            "cases:fill", seen.case.case_id, seen.case.service.pages[0].code
        )  # a page of an earlier version
    shown = _page(seen, page)
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(shown, seen.case.answers, seen.case.origins, data)
    if data is not None:
        opening.save_answers(case=seen.case, answers=form.values(), by=seen.access.who)
        if form.is_valid():
            return HttpResponseRedirect(panels.onward(seen.case, page, data.get("then", "")))
    context = {**panels.steps(seen.case, page), "form": form, "page": shown}
    return render(request, "cases/apply/fill.html", context, status=200 if data is None else 422)


@never_cache
@require_GET
@signed_in
@_of_own_draft
def papers_page(request: HttpRequest, seen: Seen) -> HttpResponse:
    """The papers that are asked, those that are there, and how to bring the others."""
    return render(request, "cases/apply/papers.html", _papers(seen))


@require_POST
@signed_in
@_of_own_draft
def add_paper(request: HttpRequest, seen: Seen, paper: str) -> HttpResponse:
    """Send files for a paper, take one from an earlier case, or pledge it; several files at once."""
    refusals = []
    try:
        _bring(request, seen, paper)
    except WutongError as error:
        refusals.append(error.in_language(reader_language()))
    if refusals:
        context = {**_papers(seen), "refused": paper, "refusals": refusals}
        return render(request, "cases/apply/papers.html", context, status=422)
    return HttpResponseRedirect(f"{reverse('cases:papers', args=[seen.case.case_id])}#paper-{paper}")


@require_POST
@signed_in
@_of_own_draft
def drop_paper(request: HttpRequest, seen: Seen, paper_id: int) -> HttpResponse:
    """Take a paper out of the case again."""
    found = CasePaper.objects.filter(case=seen.case, pk=paper_id).first()
    if found is None:
        raise Http404
    papers.drop(paper=found, by=seen.access.who)
    return HttpResponseRedirect(f"{reverse('cases:papers', args=[seen.case.case_id])}#paper-{found.paper_code}")


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
@_of_own_draft
def send(request: HttpRequest, seen: Seen) -> HttpResponse:
    """What will be sent, what is missing, and the button that sends it."""
    act = next(act.code for act in seen.case.flow.acts if act.code in SENDING and seen.case.state in act.from_states)
    refusal = ""
    if request.method == "POST":
        asked = request.POST.get("steps", "")
        after = int(asked) if asked.isdecimal() and len(asked) < 9 else -1
        try:
            doing.do(seen=seen, act=act, after=after, by=seen.access.who)
        except WutongError as error:
            refusal = error.in_language(reader_language())
        else:
            return redirect("cases:receipt", seen.case.case_id)
    context = {
        **panels.steps(seen.case, "send"),
        "missing": [panels.missing(seen.case, one) for one in completeness.missing(seen.case)],
        "pages": panels.answers(seen.case),
        "papers": papers_of(seen.case),
        "act": seen.case.flow.act(act),
        "refusal": refusal,
    }
    return render(request, "cases/apply/send.html", context, status=409 if refusal else 200)


def _bring(request: HttpRequest, seen: Seen, code: str) -> None:
    declared = next((one for one in seen.case.service.papers if one.code == code), None)
    if declared is None:
        raise Http404
    case, who = seen.case, seen.access.who
    if request.POST.get("how") == "pledge":
        papers.pledge(case=case, paper_code=code, by=who)
    elif again := request.POST.get("earlier", ""):
        found = earlier(case, int(again)) if again.isdecimal() and len(again) < 12 else None
        if found is None:
            raise Http404
        papers.reuse(case=case, paper_code=code, earlier=found, by=who)
    for upload in request.FILES.getlist("files"):
        kept = files.keep(
            upload=upload,
            organisation=case.organisation,
            kinds=frozenset(declared.kinds),
            by=who,
            most_mb=declared.most_megabytes,
        )
        papers.add_file(case=case, paper_code=code, file_id=kept.pk, file_name=kept.name, by=who)


def _page(seen: Seen, code: str) -> Page:
    found = next((page for page in seen.case.service.pages if page.code == code), None)
    if found is None:
        raise Http404
    return found


def _papers(seen: Seen) -> dict[str, object]:
    return {**panels.steps(seen.case, "papers"), "papers": papers_of(seen.case)}
