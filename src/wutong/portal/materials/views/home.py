"""The first page: what is held, what waits and what is due; and the stocks as a file."""

from collections.abc import Iterator

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.materials import access
from wutong.portal.materials.measuring import category_of, unit_of
from wutong.portal.materials.models import Proposal, Report, Stock
from wutong.portal.materials.queries import duties, entries, stocks
from wutong.portal.materials.views.common import Asked, asked, taken_away
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.portal.shared.paging import head, pages
from wutong.portal.shared.spreadsheets.cells import Cell


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The stocks of the reader's organisations; officers who keep none are led to their own page."""
    reader = Access.of(request)
    if access.supervises(reader) and not access.own(reader, Stock.objects.all()).exists():
        return redirect("materials:supervision")
    reader.need(Permission.MATERIAL_SEE)
    wanted = asked_of(request)
    own = access.own(reader, Stock.objects.all())
    found = stocks.page_of(own, words=wanted.words, category=wanted.kind, sort=wanted.sort, page=wanted.page)
    waiting = entries.waiting(access.own(reader, Proposal.objects.all(), through="stock__organisation"))
    due = duties.open_duties(access.own(reader, Report.objects.all(), through="stock__organisation"), clock.today())
    context = {
        "found": found,
        "wanted": wanted,
        "categories": catalogue().controlled.categories.values(),
        "pages": pages(request, found.page, found.pages),
        "heads": {name: head(request, name, wanted.sort) for name in stocks.ORDERS},
        "waiting_count": len(waiting),
        "due": due,
        "is_late": any(one.is_late for one in due),
        "holders": list(access.holders(reader)),
        "may_manage": reader.may(Permission.MATERIAL_MANAGE),
        "file_query": request.GET.urlencode(),
        "done": undo.told(request),
        "tab": "home",
    }
    return render(request, "materials/home.html", context)


@never_cache
@require_GET
@signed_in
def stocks_file(request: HttpRequest) -> FileResponse:
    """The stocks that the reader may read, as CSV or xlsx."""
    reader = Access.of(request)
    reader.need(Permission.MATERIAL_SEE)
    wanted = asked_of(request)
    found = stocks.find(
        access.seen(reader, Stock.objects.all()), words=wanted.words, category=wanted.kind, sort=wanted.sort
    )
    header = [
        _("Substance"),
        _("Category of control"),
        _("Holder"),
        _("Storage place"),
        _("In store"),
        _("In use"),
        _("Unit"),
    ]
    return taken_away(request, "stocks", header, _cells(stocks.rows(found)), by=reader.who, holder=None)


def _cells(found: list[stocks.StockRow]) -> Iterator[list[Cell]]:
    for row in found:
        substance = row.stock.substance
        yield [
            substance.name,
            wording(category_of(substance.category).title),
            wording(row.stock.organisation.name),
            row.stock.place.name,
            float(row.store),
            float(row.use),
            wording(unit_of(substance.unit).title),
        ]


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks of a list of stocks."""
    kinds = catalogue().controlled.categories
    return asked(request, kinds=kinds, orders=stocks.ORDERS, sort="substance")
