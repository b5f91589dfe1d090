"""Read what every worker will need before workers are forked, so that the first visitor does not wait for it.

Opens nothing that a fork must not share: no release, no database connection, no thread.
"""

from django.template.loader import get_template
from django.urls import get_resolver

from wutong.portal.atlas.romanised import romanised
from wutong.portal.shared.catalogue import catalogue, segments

_TEMPLATES = ("atlas/cockpit.html", "atlas/chain.html", "atlas/node.html", "atlas/compare.html", "atlas/data.html")


def warm_up() -> None:
    """Import every view, read the catalogue, compile the large templates."""
    assert get_resolver().url_patterns, "addresses are declared"
    segments()
    declared = catalogue()
    for division in declared.divisions.rows:
        romanised(division.name)
    for kind in (declared.released, declared.applications, declared.indicators, declared.clusters, declared.sources):
        assert kind, "every kind has declarations"
    for name in _TEMPLATES:
        get_template(name)
