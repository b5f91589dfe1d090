"""Clinical trials: the list with its charts, and one trial."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from wutong.portal.atlas.access import Release, current_release, facts_of, remember
from wutong.portal.atlas.asked.days import read_day
from wutong.portal.atlas.asked.trials import read_asked
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.panels.charts import Chart
from wutong.portal.atlas.panels.lists.pages import NO_TRIALS, sources_of
from wutong.portal.atlas.panels.trials import listing as panels
from wutong.portal.atlas.panels.trials import record as panel
from wutong.portal.atlas.panels.trials.words import register_page, title_of
from wutong.portal.atlas.queries.hospitals.record import hospital_names
from wutong.portal.atlas.queries.lists.names import enterprise_names
from wutong.portal.atlas.queries.trials import listing as queries
from wutong.portal.atlas.queries.trials.asked import Asked
from wutong.portal.atlas.queries.trials.record import record_of
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.templatetags.wutong import day_of

_LONGEST_ID = 80


def show(request: HttpRequest) -> HttpResponse:
    """The list of trials; without any in the release, how to load them. Not a kept page: its form knows who asks."""
    release = current_release()
    if not queries.is_loaded(release):
        return render(request, "atlas/lists/none.html", {"words": NO_TRIALS, "list_sources": sources_of(NO_TRIALS)})
    asked, remarks = read_asked(request.GET)
    shown = {
        "asked": asked,
        "remarks": remarks,
        "total": queries.find(release, asked).counts.total,
        "body": _body(release, asked),
        "list_code": queries.CODE,
        "query_string": replace(asked, page=1).query_string(),
    }
    return render(request, "atlas/trials/list.html", shown)


def _body(release: Release, asked: Asked) -> str:
    """Everything that knows nothing of who asks, made once a release and language."""
    key = f"trials-body:{reader_language()}:{asked.query_string()}"
    return remember(release, key, lambda: render_to_string("atlas/trials/body.html", _shown(release, asked)))


def _shown(release: Release, asked: Asked) -> dict[str, Any]:
    found = queries.find(release, asked)
    first = (found.page - 1) * queries.PAGE_SIZE
    return {
        "asked": asked,
        "found": found,
        "first_row": first + 1,
        "last_row": first + len(found.rows),
        "groups": panels.groups(asked, found.counts),
        "chips": panels.chips(asked, _names(release, asked)),
        "charts": [*panels.charts(asked, found.counts), _by_region(release, asked)],
        "undated": panels.undated(found.counts),
        "heads": panels.heads(asked),
        "pages": panels.page_links(asked, found.page, found.pages),
        "clear_link": panels.to_trials(Asked(text=asked.text)),
    }


def _by_region(release: Release, asked: Asked) -> Chart:
    return panels.by_region(asked, queries.count(release, panels.in_china(asked)))


def _names(release: Release, asked: Asked) -> dict[str, str]:
    """What enterprises and hospitals that narrow the list are called."""
    hospitals = hospital_names(release, asked.values("hospital"))
    return {**enterprise_names(release, asked.values("enterprise")), **hospitals}


@kept_page
def show_one(request: HttpRequest, trial_id: str) -> HttpResponse:
    """One trial."""
    release = current_release()
    record = record_of(release, trial_id) if len(trial_id) <= _LONGEST_ID else None
    if record is None:
        raise Http404
    today = day_of(facts_of(release).created_at)
    on, remarks = read_day(request.GET, today)
    page, is_own_page = register_page(record.trial.register, trial_id)
    shown = {
        "record": record,
        "trial": record.trial,
        "title": title_of(record.trial),
        "facts": panel.facts(record, on),
        "timeline": panel.timeline(record, on),
        "on": on,
        "today": today,
        "remarks": remarks,
        "has_days": any(one.said_on for one in record.history),
        "register_page": page,
        "is_own_page": is_own_page,
        "is_english": reader_language() == "en",
    }
    return render(request, "atlas/trials/record.html", shown)
