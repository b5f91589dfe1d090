"""The clocks of an organisation's filings: what is due next first, with bars; and the list to take away."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.filings import access
from wutong.portal.filings.queries.clocks import Filing, filings_of
from wutong.portal.shared.language import wording
from wutong.portal.shared.spreadsheets.answering import file_answer

_KINDS = {
    "tracked": gettext_lazy("Followed by us"),
    "application": gettext_lazy("Drug application"),
    "case": gettext_lazy("Case"),
    "certificate": gettext_lazy("Certificate"),
}
_FOLLOWS = {
    "consent": gettext_lazy("Silence is permission"),
    "accepted": gettext_lazy("Silence accepts it"),
    "decision": gettext_lazy("An answer is owed"),
    "renewal": gettext_lazy("Renew it in time"),
    "us": gettext_lazy("We have to act"),
}
_NAMED = frozenset({"application", "tracked"})  # by the product; others by what they are
_SOON = 10  # days; only a colour


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """What runs, then what has ended."""
    Access.of(request).need(Permission.CASE_TRACK)
    organisation = access.organisation(request)
    found = filings_of(organisation) if organisation else []
    running = [_shown(one) for one in found if one.is_running]
    context: dict[str, Any] = {
        "organisation": organisation,
        "organisations": access.organisations(Access.of(request)),
        "running": running,
        "over": [_shown(one) for one in found if not one.is_running],
        "may_enter": bool(organisation),
        "next": next((one for one in running if one["filing"].due_on >= clock.today()), None),
    }
    return render(request, "filings/clocks.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, form: str) -> FileResponse:
    """The same list, whole."""
    organisation = access.organisation(request)
    if organisation is None:
        raise Http404
    header = [
        _("Kind"),
        _("Number"),
        _("What"),
        _("Began on"),
        _("Used"),
        _("Limit"),
        _("Due"),
        _("Ended on"),
        _("Then"),
    ]
    rows = ([*_line(_shown(one))] for one in filings_of(organisation))
    return file_answer(f"wutong-clocks-{clock.today():%Y%m%d}.{form}", form, header, rows)


def _shown(one: Filing) -> dict[str, Any]:
    left = (one.due_on - clock.today()).days if one.due_on else None
    return {
        "filing": one,
        "kind": _KINDS[one.kind],
        "what": wording(one.what) if one.what and one.kind in _NAMED else "",
        "title": one.title if one.kind in _NAMED or one.what is None else wording(one.what),
        "state": wording(one.state) if one.state else "",
        "follows": _FOLLOWS[one.follows],
        "law": wording(one.law) if one.law else "",
        "share": min(100, round(100 * one.spent / one.whole)) if one.whole and one.spent is not None else None,
        "colour": "" if left is None else "red" if left < 0 else "orange" if left <= _SOON else "green",
    }


def _line(shown: dict[str, Any]) -> list[Any]:
    one: Filing = shown["filing"]
    days = [one.began_on, one.spent, one.whole, one.due_on, one.ended_on]
    return [str(shown["kind"]), one.number, shown["title"], *days, str(shown["follows"])]
