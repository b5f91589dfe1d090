"""One product and one drug application, as known today or as of a day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wutong.portal.atlas.access import current_release, facts_of
from wutong.portal.atlas.asked.days import read_day
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.panels.products.asof import stage_on
from wutong.portal.atlas.panels.products.record import application_facts, clock_of, facts, holders
from wutong.portal.atlas.panels.products.timeline import tiles, timeline
from wutong.portal.atlas.queries.products.applications import application_of
from wutong.portal.atlas.queries.products.record import record_of
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.templatetags.wutong import day_of

_LONGEST_ID = 80


@kept_page
def show_one(request: HttpRequest, product_id: str) -> HttpResponse:
    """One product."""
    release = current_release()
    record = record_of(release, product_id) if len(product_id) <= _LONGEST_ID else None
    if record is None:
        raise Http404
    today = day_of(facts_of(release).created_at)
    on, remarks = read_day(request.GET, today)
    line = timeline(record, on, today)
    shown = {
        "record": record,
        "product": record.product,
        "facts": facts(record),
        "holders": holders(record),
        "clocks": [(one, clock_of(one)) for one in record.applications],
        "timeline": line,
        "tiles": tiles(record, line, on),
        "on": on,
        "today": today,
        "remarks": remarks,
        "stage": stage_on(record, on) if on else record.product.stage,
        "is_english": reader_language() == "en",
    }
    return render(request, "atlas/products/record.html", shown)


@kept_page
def show_application(request: HttpRequest, number: str) -> HttpResponse:
    """One drug application."""
    record = application_of(current_release(), number.upper()) if len(number) <= _LONGEST_ID else None
    if record is None:
        raise Http404
    shown = {
        "record": record,
        "application": record.application,
        "facts": application_facts(record.application),
        "clock": clock_of(record.application),
        "is_english": reader_language() == "en",
    }
    return render(request, "atlas/products/application.html", shown)
