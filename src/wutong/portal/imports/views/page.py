"""What every page of the app shows around its own: the tabs that lead to the others, and what was just done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access
from wutong.portal.imports.access import Reader
from wutong.portal.shared.language import reader_language


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the app."""

    title: str
    address: str
    is_current: bool


def shown(
    request: HttpRequest, template: str, tab: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """The page `template`, under the tab `tab`."""
    more = {"tabs": _tabs(request, tab), "done": undo.told(request)}
    return render(request, f"imports/{template}.html", {**more, **context}, status=status)


def _tabs(request: HttpRequest, current: str) -> list[Tab]:
    """Those that lead somewhere for the reader."""
    titles = {"guide": _("Import guide"), "schemes": _("Research-import schemes")}
    reader = Reader(Access.of(request))
    if reader.access.is_signed_in:
        if reader.is_holder or reader.is_officer:
            titles |= {"approvals": _("Import approvals"), "shipments": _("Shipments")}
        if reader.is_holder or reader.is_assessor or reader.is_expert:
            titles["opinions"] = _("Risk opinions")
        if reader.is_holder or reader.is_assessor:
            titles["assessments"] = _("Kept results")
    return [Tab(title, reverse(f"imports:{name}"), name == current) for name, title in titles.items()]


def done(request: HttpRequest, act: Callable[[], object], sentence: str, address: str, *args: object) -> HttpResponse:
    """Do `act` and say so on the page `address`; where it is refused, say that instead."""
    try:
        act()
    except WutongError as error:
        sentence = error.in_language(reader_language())
    undo.tell(request, sentence)
    return redirect(address, *args)
