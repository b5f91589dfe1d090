"""What somebody follows: the list, one thing, the button, and taking the list away."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.atlas.access import current_release
from wutong.portal.following import access, actions
from wutong.portal.following.forms import SubjectForm
from wutong.portal.following.models import Follow, Kind
from wutong.portal.following.panels import words
from wutong.portal.following.queries import follows as queries
from wutong.portal.following.queries.follows import Followed
from wutong.portal.following.queries.names import names_of
from wutong.portal.following.states import keeping
from wutong.portal.following.subjects import Subject, address_of
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import page_asked, pages
from wutong.portal.shared.spreadsheets.answering import file_answer


@never_cache
@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that the reader follows, what has changed first."""
    release = current_release()
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    found = queries.page_of(Access.of(request).who, release.version, kind=kind, page=page_asked(request))
    is_behind = any(row.newest < release.version for row in found.rows)
    if is_behind:
        keeping.start()
    context = {
        "rows": _shown(found.rows),
        "found": found,
        "kind": kind,
        "kinds": [(code, words.kind_title(code)) for code in Kind.values],
        "pages": pages(request, found.page, found.pages),
        "is_behind": is_behind,
        "done": undo.told(request),
    }
    return render(request, "following/mine.html", context)


@never_cache
@require_GET
@signed_in
def one(request: HttpRequest, follow_id: int) -> HttpResponse:
    """All that is known to have changed of one thing, with whoever came and went."""
    follow = access.follow_of(request, follow_id)
    (row,) = queries.rows_of([follow])
    names = names_of([row], most=words.MOST_ENTERPRISES)
    members = [
        (words.change(step, follow.subject, names), _listed(step.entered, names), _listed(step.left, names))
        for step in row.steps
    ]
    context = {"shown": words.shown_of(row, names), "members": members, "done": undo.told(request)}
    return render(request, "following/one.html", context)


def _listed(ids: tuple[str, ...] | None, names: dict[str, str]) -> list[words.Item]:
    return [words.enterprise(one, names) for one in (ids or ())[: words.MOST_ENTERPRISES]]


def _shown(rows: tuple[Followed, ...]) -> list[words.Shown]:
    names = names_of(rows, most=words.MOST_ITEMS)
    return [words.shown_of(row, names) for row in rows]


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest) -> HttpResponseBase:
    """Every change of everything that the reader follows, as CSV."""
    person = Access.of(request).who
    rows = tuple(queries.rows_of(list(Follow.objects.filter(person=person).order_by("kind", "title"))))
    names = names_of(rows, most=words.MOST_ITEMS)
    lines = [
        [shown.kind_title, shown.title, change.earlier, change.later, line.title, line.before, line.after,
         "; ".join(item.label for item in line.added), "; ".join(item.label for item in line.removed)]
        for shown in (words.shown_of(row, names) for row in rows)
        for change in shown.changes
        for line in change.lines
    ]  # fmt: skip
    header = [_("Kind"), _("Followed thing"), _("From release"), _("To release"), _("Change"), _("Before"), _("After"),
              _("Came"), _("Went")]  # fmt: skip
    return file_answer(f"{_('followed')}-{localtime(clock.now()):%Y%m%d-%H%M}.csv", "csv", header, lines)


@never_cache
@require_GET
def button(request: HttpRequest) -> HttpResponse:
    """The button for one thing, as a part of its page or as a page of its own."""
    person = Access.of(request).person
    subject = access.subject_asked(current_release(), request.GET.get("kind", ""), request.GET.get("subject", ""))
    held = queries.is_followed(person, subject.kind, subject.code) if person else None
    context = {"subject": subject, "held": held, "back": _page_around(request, subject)}
    is_part = bool(getattr(request, "htmx", False))
    return render(request, "following/button.html" if is_part else "following/ask.html", context)


@require_POST
@signed_in
def follow(request: HttpRequest) -> HttpResponse:
    """Begin to follow."""
    form = SubjectForm(request.POST)
    release = current_release()
    if not form.is_valid():
        return redirect("following:mine")
    subject = access.subject_asked(release, form.cleaned_data["kind"], form.cleaned_data["subject"])
    held, sentence = None, ""
    try:
        held = actions.follow(subject=subject, version=release.version, by=Access.of(request).who)
    except WutongError as error:
        sentence = error.in_language(reader_language())
    if getattr(request, "htmx", False):
        return render(request, "following/button.html", {"subject": subject, "held": held, "sentence": sentence})
    undo.tell(request, sentence or _("You follow %(title)s.") % {"title": subject.title})
    return _back(request)


@require_POST
@signed_in
def unfollow(request: HttpRequest, follow_id: int) -> HttpResponse:
    """Stop following; the next page offers to take that back."""
    held = access.follow_of(request, follow_id)
    kind, code, title = held.kind, held.subject, held.title
    actions.unfollow(follow=held, by=Access.of(request).who)
    if getattr(request, "htmx", False):
        subject = access.subject_asked(current_release(), kind, code)
        return render(request, "following/button.html", {"subject": subject, "held": None})
    sentence = _("You no longer follow %(title)s.") % {"title": title}
    undo.tell(request, sentence, reverse("following:follow"), kind=kind, subject=code)
    return _back(request)


@require_POST
@signed_in
def seen(request: HttpRequest) -> HttpResponse:
    """Say that all changes have been seen."""
    actions.mark_seen(version=current_release().version, by=Access.of(request).who)
    undo.tell(request, _("All changes are marked as seen."))
    return redirect("following:mine")


def _page_around(request: HttpRequest, subject: Subject) -> str:
    """Where the reader goes back to: the page that the button is a part of, or the page of the thing itself."""
    around = getattr(getattr(request, "htmx", None), "current_url_abs_path", None) or ""
    return around if _is_ours(request, around) else address_of(subject.kind, subject.code)


def _back(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("back", "")
    return redirect(back) if _is_ours(request, back) else redirect("following:mine")


def _is_ours(request: HttpRequest, address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, {request.get_host()})
