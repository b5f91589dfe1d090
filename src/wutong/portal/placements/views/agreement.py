"""The agreement of three, to read and to print: its terms as they stand, and who has confirmed them when."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.portal.accounts.access import signed_in
from wutong.portal.placements import access, words
from wutong.portal.placements.sides import PARTIES


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The agreement; there is none before somebody was cleared."""
    seen = access.placement(request, number)
    placement = seen.placement
    if seen.is_reader_of_post or not placement.step_rows.filter(act="clear").exists() or placement.doctor is None:
        raise Http404
    held = {one.side: one for one in placement.signatures.filter(version=placement.version)}
    context = {
        "placement": placement,
        "parties": [(words.SIDES[side], held.get(side)) for side in PARTIES],
        "is_whole": len(held) == len(PARTIES),
        "promised_days": placement.months * placement.days_a_month,
    }
    return render(request, "placements/agreement.html", context)
