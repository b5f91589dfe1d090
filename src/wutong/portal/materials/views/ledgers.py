"""One stock: its ledger, entering, correcting, verifying, and the ledger as a file."""

from collections.abc import Iterator
from functools import partial

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.materials import access
from wutong.portal.materials.actions import entries as writing
from wutong.portal.materials.actions.places import keepers_of
from wutong.portal.materials.actions.reports import verify_ledgers
from wutong.portal.materials.forms import EntryForm, ReasonForm, WantedForm, first_values
from wutong.portal.materials.kinds import KINDS, EntryKind
from wutong.portal.materials.measuring import category_of, unit_of
from wutong.portal.materials.models import Permit, Proposal, Stock
from wutong.portal.materials.panels.charts import stock_chart
from wutong.portal.materials.queries import entries, permits
from wutong.portal.materials.views.common import form_page, taken_away
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.ledger.models import Entry
from wutong.portal.shared.paging import head, page_asked, pages
from wutong.portal.shared.spreadsheets.cells import Cell


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, stock_id: int) -> HttpResponse:
    """The ledger of one stock, its level over time, and what waits to be confirmed."""
    reader = Access.of(request)
    stock = access.stock(request, stock_id)
    form = WantedForm(request.GET)
    wanted = form.wanted()
    found = entries.page_of(stock, wanted, page=page_asked(request))
    keepers, standing = keepers_of(stock.place), entries.standing(stock)
    context = {
        "stock": stock,
        "standing": standing,
        "category": category_of(stock.substance.category),
        "keepers": keepers,
        "is_keeper": reader.person in keepers,
        "kinds": KINDS.values(),
        "form": form,
        "found": found,
        "waiting": entries.waiting(Proposal.objects.filter(stock=stock)),
        "chart": stock_chart(stock, standing.over_time),
        "pages": pages(request, found.page, found.pages),
        "heads": {name: head(request, name, wanted.sort) for name in entries.ORDERS},
        "file_query": request.GET.urlencode(),
        "reader": reader.who,
        "done": undo.told(request),
    }
    return render(request, "materials/stock.html", context)


@never_cache
@require_GET
@signed_in
def entries_file(request: HttpRequest, stock_id: int) -> FileResponse:
    """The entries that are asked for, as CSV or xlsx."""
    stock = access.stock(request, stock_id)
    wanted = WantedForm(request.GET).wanted()
    header = [
        _("Number"), _("Day"), _("Kind of entry"), _("Quantity"), _("Unit"), _("In store after"), _("In use after"),
        _("Permit"), _("Supplier"), _("Purpose or reason"), _("Witness"), _("Remark"), _("Entered by"),
        _("Asked for by"), _("Entered at"), _("Corrects"), _("Corrected by entry"), _("Why it is corrected"),
        _("Hash"),
    ]  # fmt: skip
    unit = wording(unit_of(stock.substance.unit).title)
    rows = _cells(stock, wanted, unit)
    return taken_away(request, "ledger", header, rows, by=Access.of(request).who, holder=stock.organisation)


def _cells(stock: Stock, wanted: entries.Wanted, unit: str) -> Iterator[list[Cell]]:
    for row in entries.all_of(stock, wanted):
        yield [
            row.number, row.occurred_on, wording(row.name), float(row.quantity), unit,
            None if row.store is None else float(row.store), None if row.use is None else float(row.use),
            row.permit, row.supplier, row.purpose, row.witness, row.note, row.by_name, row.asked_by,
            row.entered_at.isoformat(timespec="seconds"), row.corrects, row.corrected_by, row.reason, row.hash,
        ]  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def enter(request: HttpRequest, stock_id: int, kind: str) -> HttpResponse:
    """Enter what happened, or ask another keeper to confirm it."""
    stock, chosen = access.own_stock(request, stock_id), _kind(kind)
    form = EntryForm(
        request.POST or None,
        kind=chosen,
        permits=_permits(stock),
        unit=wording(unit_of(stock.substance.unit).title),
        initial={"occurred_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.enter(stock=stock, said=form.said(), by=Access.of(request).who)
            return _done(request, stock, made)
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
    return form_page(request, form, wording(chosen.name), _act(chosen), _address(stock), stock=stock, kind=chosen)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: HttpRequest, stock_id: int, number: int) -> HttpResponse:
    """Correct an entry, or take it back; both with a reason."""
    stock = access.own_stock(request, stock_id)
    entry = entries.entry_of(stock, number)
    if entry is None:
        raise Http404
    kind, row = KINDS[entry.kind], entries.row_of(entry)
    is_void = request.method == "POST" and "void" in request.POST
    form = EntryForm(
        request.POST if request.method == "POST" and not is_void else None,
        kind=kind,
        permits=Permit.objects.filter(substance=stock.substance).select_related("substance").order_by("valid_to", "pk"),
        unit=wording(unit_of(stock.substance.unit).title),
        is_correction=True,
        initial=first_values(row.quantity, row.occurred_on, row.note, entry.references),
    )
    void = ReasonForm(request.POST if is_void else None, prefix="void")
    answer = _corrected(request, stock, entry, void if is_void else form)
    if answer is not None:
        return answer
    title = _("Correct entry %(number)s: %(kind)s") % {"number": number, "kind": wording(kind.name)}
    more = {"stock": stock, "kind": kind, "void": void, "row": row}
    return form_page(request, form, title, _act(kind), _address(stock), **more)


def _corrected(request: HttpRequest, stock: Stock, entry: Entry, form: EntryForm | ReasonForm) -> HttpResponse | None:
    """The answer to a correction that was made; nothing where it was refused, or not yet asked for."""
    if request.method != "POST" or not form.is_valid():
        return None
    said = form.said() if isinstance(form, EntryForm) else None
    act = partial(writing.correct, stock=stock, entry=entry, said=said, reason=form.cleaned_data["reason"])
    try:
        return _done(request, stock, act(by=Access.of(request).who))
    except WutongError as error:
        form.add_error(None, error.in_language(reader_language()))
        return None


@require_POST
@signed_in
def verify(request: HttpRequest, stock_id: int) -> HttpResponse:
    """Read every ledger of the stock's holder again, and say the first broken entry of each."""
    stock = access.stock(request, stock_id)
    count, broken = verify_ledgers(holder=stock.organisation, by=Access.of(request).who)
    undo.tell(request, verified(count, [(one.title, one.number, wording(one.why)) for one in broken]))
    return redirect("materials:stock", stock.pk)


def verified(count: int, broken: list[tuple[str, int, str]]) -> str:
    """What a verification found, as one sentence."""
    if not broken:
        return _("%(count)s ledgers have been read again: every chain is whole.") % {"count": count}
    told = "; ".join(f"{title} #{number}: {why}" for title, number, why in broken)
    return _("Broken: %(told)s") % {"told": told}


def _kind(code: str) -> EntryKind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _permits(stock: Stock) -> QuerySet[Permit]:
    return permits.usable(stock.organisation, stock, clock.today()).select_related("substance")


def _act(kind: EntryKind) -> str:
    return _("Ask another keeper to confirm") if kind.needs_second else _("Enter")


def _address(stock: Stock) -> str:
    return reverse("materials:stock", args=[stock.pk])


def _done(request: HttpRequest, stock: Stock, made: Entry | Proposal) -> HttpResponse:
    if isinstance(made, Proposal):
        sentence = _("It waits for another keeper to confirm it. Until then nothing is entered.")
    else:
        sentence = _("Entered as number %(number)s.") % {"number": made.number}
    undo.tell(request, sentence)
    return redirect("materials:stock", stock.pk)
