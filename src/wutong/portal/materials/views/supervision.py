"""For supervising officers: every holder's stocks and what is overdue, and reading all chains again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel import clock
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.materials import access
from wutong.portal.materials.actions.reports import verify_ledgers
from wutong.portal.materials.kinds import LOSSES
from wutong.portal.materials.models import Report, Stock
from wutong.portal.materials.queries import duties, stocks
from wutong.portal.materials.views.home import asked_of
from wutong.portal.materials.views.ledgers import verified
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.portal.shared.ledger.levels import holding
from wutong.portal.shared.paging import head, pages

_MOST_LOSSES = 20


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Every stock of every holder, late reports and losses first."""
    access.need_supervisor(request)
    wanted = asked_of(request)
    every = Stock.objects.all()
    found = stocks.page_of(every, words=wanted.words, category=wanted.kind, sort=wanted.sort, page=wanted.page)
    due = duties.open_duties(Report.objects.all(), clock.today())
    losses = holding().filter(kind__in=LOSSES, book__material_stock__isnull=False).order_by("-entered_at")
    context = {
        "found": found,
        "wanted": wanted,
        "categories": catalogue().controlled.categories.values(),
        "late": [one for one in due if one.is_late],
        "due": [one for one in due if not one.is_late],
        "losses": losses.select_related("book__material_stock__organisation", "book__material_stock__substance")[
            :_MOST_LOSSES
        ],
        "pages": pages(request, found.page, found.pages),
        "heads": {name: head(request, name, wanted.sort) for name in stocks.ORDERS},
        "file_query": request.GET.urlencode(),
        "done": undo.told(request),
        "tab": "supervision",
    }
    return render(request, "materials/supervision.html", context)


@require_POST
@signed_in
def verify(request: HttpRequest) -> HttpResponse:
    """Read every chain again, and say the first broken entry of each."""
    officer = access.need_supervisor(request)
    count, broken = verify_ledgers(holder=None, by=officer.who)
    undo.tell(request, verified(count, [(one.title, one.number, wording(one.why)) for one in broken]))
    return redirect("materials:supervision")
