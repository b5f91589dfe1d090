"""One hospital."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.panels.hospitals.record import charts, facts
from wutong.portal.atlas.panels.trials.listing import to_trials
from wutong.portal.atlas.queries.hospitals.record import record_of
from wutong.portal.atlas.queries.trials.asked import Asked
from wutong.portal.atlas.queries.trials.listing import find
from wutong.portal.shared.language import reader_language

_LONGEST_ID = 80
_TRIALS_SHOWN = 10


@kept_page
def show_one(request: HttpRequest, hospital_id: str) -> HttpResponse:
    """One hospital: trials at it by field, phase and year, who sponsors them, and how it is written."""
    release = current_release()
    record = record_of(release, hospital_id) if len(hospital_id) <= _LONGEST_ID else None
    if record is None:
        raise Http404
    asked = Asked(chosen=(("hospital", (hospital_id,)),))
    found = find(release, asked)
    shown = {
        "record": record,
        "facts": facts(record),
        "found": found,
        "trials": found.rows[:_TRIALS_SHOWN],
        "list_link": to_trials(asked),
        "charts": charts(record, asked, found.counts) if found.counts.total else [],
        "is_english": reader_language() == "en",
    }
    return render(request, "atlas/hospitals/record.html", shown)
