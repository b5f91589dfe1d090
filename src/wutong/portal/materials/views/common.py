"""What the pages of controlled materials share: what a list is asked for, files to take away, forms."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.materials.actions.reports import note_export
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import page_asked
from wutong.portal.shared.spreadsheets.answering import file_answer
from wutong.portal.shared.spreadsheets.cells import Cell


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, one value of a list's filter, an order and a page. Anything odd counts as not asked."""

    words: str
    kind: str
    sort: str
    page: int


def asked(request: HttpRequest, *, kinds: Container[str], orders: Container[str], sort: str) -> Asked:
    """What the address asks of a list; `sort` is the order where none is asked for."""
    wanted, kind = request.GET.get("sort", ""), request.GET.get("kind", "")
    return Asked(
        words=request.GET.get("q", "").replace("\0", "").strip()[:100],
        kind=kind if kind in kinds else "",
        sort=wanted if wanted.removeprefix("-") in orders else sort,
        page=page_asked(request),
    )


def taken_away(
    request: HttpRequest,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    by: Person,
    holder: Organisation | None,
) -> FileResponse:
    """The rows as a file of the format that the address asks for (`csv` where it is odd). That it was taken is kept."""
    form = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    note_export(holder=holder, filter_=f"{name}?{request.GET.urlencode()}", by=by)
    return file_answer(f"{name}-{localtime(clock.now()):%Y%m%d-%H%M}.{form}", form, header, rows)


def done_or_told(
    request: HttpRequest, act: Callable[[], object], sentence: str, back: str, *args: object
) -> HttpResponse:
    """Do it, and say on the next page either that it is done or why it was refused."""
    try:
        act()
    except WutongError as error:
        sentence = error.in_language(reader_language())
    undo.tell(request, sentence)
    return redirect(back, *args)


def form_page(request: HttpRequest, form: forms.Form, title: str, act: str, back: str, **more: object) -> HttpResponse:
    """A page with one form; 400 where it was refused."""
    context = {"form": form, "title": title, "act": act, "back": back, **more}
    return render(request, "materials/form.html", context, status=400 if form.errors else 200)
