"""The pool: what was said, by tab, with how it is doing; and the list to take away. Saying something new."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wutong.kernel import clock
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Kind as OrganisationKind
from wutong.portal.services import words as service_words
from wutong.portal.shared.language import wording
from wutong.portal.shared.listing import choice_asked, listed, sort_asked, tabs, words_asked
from wutong.portal.shared.paging import page_asked
from wutong.portal.shared.spreadsheets.answering import file_answer
from wutong.portal.shared.templatetags.wutong import day_of
from wutong.portal.voice import words
from wutong.portal.voice.actions.speaking import Said, say
from wutong.portal.voice.forms import SayForm
from wutong.portal.voice.models import Channel, Petition
from wutong.portal.voice.queries import pool as queries
from wutong.portal.voice.queries.pool import Asked

_MOST_FIRMS = 500


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The list, by tab."""
    reader, asked = Access.of(request), _asked(request)
    reader.need(Permission.VOICE_SEE)
    found = listed(request, queries.found(reader, asked), asked, size=queries.PAGE_SIZE, sorts=queries.SORTS)
    context: dict[str, Any] = {
        **found.context,
        "rows": [_row(one) for one in found.rows],
        "tabs": tabs(queries.TABS, words.TABS, queries.counts(reader)),
        "doing": queries.doing(reader),
        "kinds": words.KINDS,
        "issues": [(code, service_words.issue(code)) for code in service_words.ISSUES],
        "may_say": bool(_for_whom(reader)),
    }
    return render(request, "voice/pool.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, form: str) -> FileResponse:
    """The same list, whole."""
    rows = queries.found(Access.of(request), _asked(request))
    said = [_("Number"), _("What it is"), _("In one line"), _("Organisation"), _("State"), _("Label")]
    header = [*said, _("Handled by"), _("Entered"), _("Due"), _("Answered"), _("Stars")]
    lines = (_line(one) for one in rows.iterator(chunk_size=500))
    return file_answer(f"wutong-voice-{clock.today():%Y%m%d}.{form}", form, header, lines)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Say something, for one's own organisation or, at a window, for a visitor's."""
    reader = Access.of(request)
    own = _for_whom(reader)
    if not own:
        raise Http404
    is_window = reader.may(Permission.CASE_ON_BEHALF)
    first = {"service": request.GET.get("service", "").upper()[:4], "kind": request.GET.get("kind", "problem")}
    form = SayForm(request.POST or None, own=own, is_window=is_window, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        said = Said(told["kind"], told["title"], told["text"], told["service"], told.get("channel") or Channel.PORTAL)
        where = next(one for one in own if str(one.pk) == told["organisation"])
        roles = frozenset(grant.role.code for grant in reader.grants)
        made = say(said=said, organisation=where, roles=roles, by=reader.who)
        return redirect("voice:one", made.number)
    return render(request, "voice/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _for_whom(reader: Access) -> list[Organisation]:
    """The organisations for which somebody may speak."""
    rows = Organisation.objects.filter(pk__in=reader.organisations(Permission.CASE_APPLY))
    if reader.may(Permission.CASE_ON_BEHALF):
        rows = Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE.value)
    return list(rows.order_by("name_zh")[:_MOST_FIRMS])


def _row(one: Petition) -> dict[str, Any]:
    late = one.due_on is not None and one.phase == "running" and one.due_on < clock.today()
    return {"petition": one, "kind": words.KINDS[one.kind], "state": wording(one.flow.state(one.state).title),
            "issue": service_words.issue(one.issue) if one.issue else "", "is_late": late}  # fmt: skip


def _line(one: Petition) -> list[Any]:
    shown = _row(one)
    handler = one.handler.audit_label if one.handler else ""
    answered = day_of(one.answered_at) if one.answered_at else None
    said = [one.number, str(shown["kind"]), one.title, one.organisation.audit_label, shown["state"], shown["issue"]]
    return [*said, handler, day_of(one.entered_at), one.due_on, answered, one.stars]


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        choice_asked(request, "tab", queries.TABS, "open"),
        words_asked(request),
        choice_asked(request, "kind", words.KINDS),
        choice_asked(request, "issue", service_words.ISSUES),
        sort_asked(request, queries.SORTS, "-entered"),
        page_asked(request),
    )
