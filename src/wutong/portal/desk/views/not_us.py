"""“This is not us”: asked beside a fact, as a part of that page or as a page of its own, and what became of it."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.atlas.access import current_release
from wutong.portal.desk import access
from wutong.portal.desk.actions import objections
from wutong.portal.desk.actions.objections import Pair
from wutong.portal.desk.forms import NotUsForm, PairForm
from wutong.portal.desk.naming import key_of
from wutong.portal.desk.queries import objecting
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import page_asked, pages


@dataclass(frozen=True, slots=True)
class _Asked:
    """The pair that a link names, and the address of the form about it."""

    pair: Pair
    address: str

    @property
    def ident(self) -> str:
        """What tells its form from others on the same page."""
        return hashlib.sha256(f"{self.pair.enterprise_id} {key_of(self.pair.name)}".encode()).hexdigest()[:12]

    @property
    def portrait(self) -> str:
        return reverse("atlas:portrait", args=[self.pair.enterprise_id])


@never_cache
@require_http_methods(["GET", "POST"])
def not_us(request: HttpRequest) -> HttpResponse:
    """Ask why, then file; afterwards say where it stands. Strangers are asked to sign in first."""
    asked = _asked(request)
    reader = Access.of(request)
    if reader.person is None:
        sign_in = f"{reverse('account_login')}?{urlencode({'next': asked.address})}"
        return _answer(request, asked, sign_in=sign_in) if _is_part(request) else redirect(sign_in)
    is_own = access.is_own_staff(reader, asked.pair.enterprise_id)
    form = NotUsForm(request.POST or None, is_own_staff=is_own)
    held = objecting.of_pair(reader.person, asked.pair)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            held = objections.file(
                pair=asked.pair,
                why=form.cleaned_data["why"].strip(),
                is_own_staff=is_own,
                release_version=current_release().version,
                by=reader.person,
            )
        except WutongError as error:
            problem = error.in_language(reader_language())
    return _answer(request, asked, form=form, objection=held, problem=problem)


@never_cache
@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader has objected to, and what the desk judged."""
    found = objecting.filed_by(Access.of(request).who, page=page_asked(request))
    context = {
        "objections": found.rows,
        "total": found.total,
        "pages": pages(request, found.page, found.pages),
        "done": undo.told(request),
    }
    return render(request, "desk/objections.html", context)


@require_POST
@signed_in
def take_back(request: HttpRequest, objection_id: int) -> HttpResponse:
    """No longer hold an objection of one's own."""
    held = access.own_objection(request, objection_id)
    objections.take_back(objection=held, by=Access.of(request).who)
    again = f"{reverse('desk:not_us')}?{urlencode({'name': held.name, 'enterprise': held.enterprise_id})}"
    undo.tell(request, _("Your objection has been taken back."), again, why=held.why)
    return redirect("desk:objections")


def _asked(request: HttpRequest) -> _Asked:
    """The pair in the address; raises Http404 where it is odd, or the release has no such enterprise."""
    form = PairForm(request.GET)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    name_zh = objecting.name_of(current_release(), data["enterprise"])
    if name_zh is None:
        raise Http404
    pair = Pair(data["name"], data["enterprise"], name_zh, data["table"])
    query = {"name": pair.name, "enterprise": pair.enterprise_id, "table": pair.seen_in}
    return _Asked(pair, f"{reverse('desk:not_us')}?{urlencode({key: one for key, one in query.items() if one})}")


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _answer(request: HttpRequest, asked: _Asked, **more: object) -> HttpResponse:
    form = more.get("form")
    template = "desk/parts/not_us_state.html" if _is_part(request) else "desk/not_us.html"
    status = 400 if isinstance(form, NotUsForm) and form.errors and not _is_part(request) else 200
    return render(request, template, {"asked": asked, **more}, status=status)
