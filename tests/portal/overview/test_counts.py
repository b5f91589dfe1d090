"""Counts of the chain lead to the firms that they count, and issues of trade secrets keep them."""

import re
from html import unescape

import pytest
from django.test import Client

from wutong.portal.atlas.panels.chain import lanes
from wutong.portal.atlas.places import find_place
from wutong.portal.atlas.queries import data
from wutong.portal.atlas.queries.chain import chain_of
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.search import total_of
from wutong.portal.atlas.release_reader import OpenRelease
from wutong.portal.shared.catalogue import catalogue


@pytest.mark.parametrize("code", ["000000", "330100", "qiantang"])
def test_each_count_of_the_chain_leads_to_as_many_firms(release: OpenRelease, code: str) -> None:
    place = find_place(code)
    assert place is not None
    capital = catalogue().bands.capital
    cards = [card for lane in lanes(catalogue().chain, chain_of(release, place), place) for card in lane.segments]
    counted = [*cards, *(node for card in cards for node in card.nodes)]
    assert any(one.counted.here for one in counted)
    for one in counted:
        for link, count in ((one.counted.here, one.standing.here), (one.counted.there, one.standing.there)):
            assert bool(link) == bool(count)
            if link:
                assert total_of(release, Filter.from_query_string(link.partition("?")[2]), capital) == count, link


def test_the_chain_map_shows_them(reader: Client) -> None:
    page = reader.get("/chain/?place=330100").content.decode()
    links = re.findall(r'<span class="node-count">\s*<a href="([^"]+)"', page)
    assert len(links) > 5
    assert reader.get(unescape(links[0])).status_code == 200


def test_a_file_of_issues_is_whole_however_long(release: OpenRelease, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [row for batch in data.issue_batches(release, data.Wanted()) for row in batch]
    monkeypatch.setattr(data, "_BATCH", 7)
    small = [row for batch in data.issue_batches(release, data.Wanted()) for row in batch]
    assert len(small) == sum(one.count for one in data.reasons_of(release))
    assert small == whole


def test_issues_of_trade_secrets_tell_neither_row_nor_value(
    release: OpenRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = next(one for one in data.reasons_of(release) if one.is_held_back)
    assert any(one.raw for one in data.issues_of(release, data.Wanted(row.source_id, row.reason), 1).rows)
    closed = catalogue().sources[row.source_id].model_copy(update={"sensitivity": "restricted"})
    monkeypatch.setitem(catalogue().sources, row.source_id, closed)
    shown = data.issues_of(release, data.Wanted(row.source_id, row.reason), 1).rows
    assert shown
    assert not any(one.raw or one.value for one in shown)
    taken = [line for batch in data.issue_batches(release, data.Wanted(row.source_id, row.reason)) for line in batch]
    assert taken
    assert all(line[-2:] == (None, None) for line in taken)
