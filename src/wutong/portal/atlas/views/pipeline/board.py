"""The pipeline page: products by stage, modality and class, trials by phase, year, status and region."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wutong.portal.atlas.access import Release, current_release
from wutong.portal.atlas.asked.lists import read_asked
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.panels.charts import Chart
from wutong.portal.atlas.panels.lists.pages import WORDS, sources_of
from wutong.portal.atlas.panels.pipeline import board as panels
from wutong.portal.atlas.panels.selector import selector
from wutong.portal.atlas.panels.trials import listing as trial_panels
from wutong.portal.atlas.places import find_place
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.lists.finding import count, is_loaded
from wutong.portal.atlas.queries.lists.kinds import SCOPES
from wutong.portal.atlas.queries.lists.names import enterprise_names
from wutong.portal.atlas.queries.pipeline.board import coverage, stages_by_modality
from wutong.portal.atlas.queries.products.lists import PRODUCTS
from wutong.portal.atlas.queries.trials import listing as trials
from wutong.portal.atlas.queries.trials.asked import Asked as TrialsAsked
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

_COUNTED = ("approvals", "applications", "indications")


@kept_page
def show(request: HttpRequest) -> HttpResponse:
    """The board; without any product or trial in the release, how to load them."""
    release = current_release()
    if not (is_loaded(release, PRODUCTS) or trials.is_loaded(release)):
        words = WORDS["products"]
        return render(request, "atlas/lists/none.html", {"words": words, "list_sources": sources_of(words)})
    asked, remarks = read_asked(PRODUCTS, request.GET)
    within = Asked(chosen=tuple((name, values) for name, values in asked.chosen if name in SCOPES))
    return render(request, "atlas/pipeline/board.html", {**_shown(release, within), "remarks": remarks})


def _shown(release: Release, within: Asked) -> dict[str, Any]:
    products = count(release, PRODUCTS, within)
    trials_asked = TrialsAsked(chosen=within.chosen)
    tried = trials.count(release, trials_asked)
    names = enterprise_names(release, within.values("enterprise"))
    counts = {code: count(release, RECORDS[code], within).total for code in _COUNTED}
    counts |= {"products": products.total, "trials": tried.total}
    known, scope = coverage(release), panels.scope_sentence(within, names)
    return {
        "asked": within,
        "scope": scope,
        "tiles": panels.tiles(counts, within, trials_asked, scope, known),
        "stage_table": panels.stage_table(stages_by_modality(release, within), products, within),
        "charts": panels.charts(within, products),
        "trial_charts": [*trial_panels.charts(trials_asked, tried), _by_region(release, trials_asked)],
        "undated": trial_panels.undated(tried),
        "coverage": panels.coverage_lines(known),
        "selector": selector(release, find_place((within.values("place") or ("000000",))[0])),
        "nodes": _nodes(within),
        "enterprises": [(one, names.get(one, one)) for one in within.values("enterprise")],
    }


def _by_region(release: Release, asked: TrialsAsked) -> Chart:
    return trial_panels.by_region(asked, trials.count(release, trial_panels.in_china(asked)))


def _nodes(within: Asked) -> list[tuple[str, str, bool]]:
    """Nodes of the chain that can be chosen: code, title, whether it is."""
    chosen = within.values("node")
    return [(code, wording(node.title), code in chosen) for code, node in catalogue().chain.nodes.items()]
