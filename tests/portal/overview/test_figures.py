"""A figure and the list behind it never disagree, and every figure says what it means."""

from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from wutong.portal.atlas import links
from wutong.portal.atlas.access import Release
from wutong.portal.atlas.forms import read_filter
from wutong.portal.atlas.panels import chain as chain_panels
from wutong.portal.atlas.panels import cockpit as panels
from wutong.portal.atlas.panels import node as node_panels
from wutong.portal.atlas.panels.charts import Chart
from wutong.portal.atlas.places import Place, find_place
from wutong.portal.atlas.queries import chain as chain_queries
from wutong.portal.atlas.queries.cockpit import YearCount, cockpit_of, every_year
from wutong.portal.atlas.queries.compare import compare
from wutong.portal.atlas.queries.search import total_of
from wutong.portal.atlas.release_reader import OpenRelease
from wutong.portal.shared.catalogue import catalogue

PLACES = ("000000", "330000", "330100", "qiantang", "330114")


def behind(release: Release, link: str) -> int:
    """How many enterprises the list at `link` holds."""
    asked, remarks = read_filter(QueryDict(urlsplit(link).query))
    assert not remarks, link
    return total_of(release, asked, catalogue().bands.capital)


def check_chart(release: Release, chart: Chart) -> None:
    """Every drawn value against its list."""
    for one in chart.series:
        for value, link in zip(one.values, one.links, strict=True):
            assert value == behind(release, link), (chart.ident, one.name, link)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    found = find_place(request.param)
    assert found is not None
    return found


def test_tiles_lead_to_as_many_enterprises_as_they_say(release: OpenRelease, place: Place) -> None:
    tiles = panels.tiles(cockpit_of(release, place), place)
    counted = [tile for tile in tiles if tile.form == "number"]
    assert len(counted) >= 3
    for tile in counted:
        assert tile.value == behind(release, tile.link), tile.ident


def test_cockpit_charts_lead_to_as_many_enterprises_as_they_say(release: OpenRelease, place: Place) -> None:
    cockpit = cockpit_of(release, place)
    check_chart(release, panels.years_panel(cockpit, place).chart)
    check_chart(release, panels.segments_panel(cockpit, place).chart)
    parts = panels.parts_panel(cockpit, place)
    if parts is not None:
        check_chart(release, parts.chart)


def test_coverage_leads_to_those_who_have_a_value_and_those_who_lack_it(release: OpenRelease, place: Place) -> None:
    coverage = cockpit_of(release, place).coverage
    rows = panels.coverage_rows(coverage, place)
    assert len(rows) == 4
    for row in rows:
        assert row.known == behind(release, row.known_link), row.title
        assert row.missing == behind(release, row.missing_link), row.title
        assert row.known + row.missing == coverage.total


def test_years_without_a_registration_are_drawn_too() -> None:
    years = (YearCount(None, 1, 1, 1), YearCount(1999, 1, 0, 0), YearCount(2003, 0, 2, 0), YearCount(2005, 0, 0, 3))
    assert [one.year for one in every_year(years, 4)] == [2002, 2003, 2004, 2005]
    assert [one.year for one in every_year(years, 40)] == list(range(1999, 2006))
    assert every_year(years, 4)[2] == YearCount(2004, 0, 0, 0)
    assert every_year(years[:1], 4) == ()


def test_a_nation_is_the_sum_of_its_provinces(release: OpenRelease) -> None:
    nation = cockpit_of(release, find_place("000000") or pytest.fail())
    unknown = release.query("SELECT count(*) FROM enterprises WHERE tier = 'core' AND province_code IS NULL").rows[0][0]
    core = next(share.core for share in nation.tiers if share.subject == "core")
    assert sum(part.core for part in nation.parts) + unknown == core


def test_newest_entrants_are_the_newest(release: OpenRelease) -> None:
    place = find_place("000000") or pytest.fail()
    newest = cockpit_of(release, place).newest
    assert newest
    assert [one.registered_on for one in newest] == sorted((one.registered_on for one in newest), reverse=True)
    latest = release.query(
        "SELECT max(registered_on) FROM enterprises WHERE tier IN ('core', 'related') AND NOT is_branch"
    )
    assert newest[0].registered_on == latest.rows[0][0]


def test_a_node_page_counts_its_firms(release: OpenRelease) -> None:
    chain, place = catalogue().chain, find_place("000000") or pytest.fail()
    figures = chain_queries.chain_of(release, place)
    code = max(figures.nodes, key=lambda one: figures.nodes[one].local_total)
    standing = figures.nodes[code]
    for tile in node_panels.tiles(chain.nodes[code], standing, place):
        assert tile.value == behind(release, tile.link)
    firms = chain_queries.node_firms(release, place, code, standing, page=1)
    assert firms.total == behind(release, links.to_list_in(place, nodes=(code,)))
    seen = [
        row.enterprise_id
        for page in range(1, firms.page_count + 1)
        for row in chain_queries.node_firms(release, place, code, standing, page).rows
    ]
    assert len(seen) == len(set(seen)) == firms.total
    check_chart(
        release, node_panels.years_chart(chain_queries.node_years(release, place, code), chain.nodes[code], place)
    )
    check_chart(release, node_panels.places_chart(chain_queries.node_places(release, place, code), chain.nodes[code]))


def test_gaps_are_nodes_that_the_nation_holds_and_the_place_does_not(release: OpenRelease) -> None:
    chain, place = catalogue().chain, find_place("qiantang") or pytest.fail()
    lanes = chain_panels.lanes(chain, chain_queries.chain_of(release, place), place)
    nodes = [node for lane in lanes for card in lane.segments for node in card.nodes]
    assert {node.code for node in nodes} == set(chain.nodes)
    held = {
        row[0]
        for row in release.query(
            "SELECT DISTINCT unnest(nodes) FROM enterprises "
            "WHERE tier IN ('core', 'related') AND list_contains(zone_codes, 'qiantang')"
        ).rows
    }
    gaps = {node.code for node in nodes if node.standing.is_gap}
    assert gaps
    wholly_absent = {node.code for node in nodes if node.standing.there > 0} - held
    assert wholly_absent <= gaps
    assert chain_panels.summary(lanes).gap_count == len(gaps)


def test_a_comparison_says_what_each_cockpit_says(release: OpenRelease) -> None:
    places = [place for place in map(find_place, PLACES) if place is not None]
    for column in compare(release, places):
        cockpit = cockpit_of(release, column.place)
        assert column.count("core") == sum(share.core for share in cockpit.tiers)
        assert column.years == cockpit.years
        assert set(column.segments.values()) == set(cockpit.segments)


def test_every_indicator_can_be_explained() -> None:
    declared = catalogue().indicators
    assert len(declared) >= 10
    for indicator in declared.values():
        assert indicator.definition.zh and indicator.definition.en and indicator.formula.zh, indicator.code
        if indicator.measure:
            assert indicator.measure.table in catalogue().released, indicator.code
