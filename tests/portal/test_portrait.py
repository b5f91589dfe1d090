"""Portraits: every value says where it is from, and what the page says is what the release says."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape

import pytest
from django.test import Client

from wutong.portal.atlas.release_reader import OpenRelease

Watch = Callable[[], AbstractContextManager[list[str]]]

MOST_QUERIES = 7  # of a parent: which its branches are, and who they are, is asked one after the other
SORTS = {
    "core": "tier = 'core' AND NOT is_branch",
    "related": "tier = 'related'",
    "not biomedical": "tier = 'none'",
    "merged": "record_count > 1",
    "disputed": "has_conflict",
    "branch": "enterprise_id IN (SELECT enterprise_id FROM enterprise_parents)",
    "parent": "enterprise_id IN (SELECT parent_enterprise_id FROM enterprise_parents)",
    "without code": "credit_code IS NULL",
    "without capital": "capital_cny IS NULL",
    "without place": "district_code IS NULL",
}


def ids_of(release: OpenRelease, condition: str, count: int = 1) -> list[str]:
    sql = f"SELECT enterprise_id FROM enterprises WHERE {condition} ORDER BY hash(enterprise_id) LIMIT {count}"
    return [row[0] for row in release.query(sql).rows]


def text_of(client: Client, enterprise_id: str) -> str:
    response = client.get(f"/enterprises/{enterprise_id}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_of_enterprise_has_a_portrait(reader: Client, release: OpenRelease, sort: str) -> None:
    found = ids_of(release, SORTS[sort], 3)
    assert found, f"the demo has none that is {sort}"
    for enterprise_id in found:
        text = text_of(reader, enterprise_id)
        name = release.query("SELECT name_zh FROM enterprises WHERE enterprise_id = ?", (enterprise_id,)).rows[0][0]
        title = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
        assert title
        assert re.sub(r"\s+|<[^>]+>", "", unescape(title[1])) == re.sub(r"\s+", "", name)


@pytest.mark.parametrize("sort", SORTS)
def test_every_value_says_where_it_is_from(reader: Client, release: OpenRelease, sort: str) -> None:
    (enterprise_id,) = ids_of(release, SORTS[sort])
    text = text_of(reader, enterprise_id)
    file_id, row = release.query(
        "SELECT file_id, row_number FROM enterprises WHERE enterprise_id = ?", (enterprise_id,)
    ).rows[0]
    file_name = release.query("SELECT name FROM files WHERE file_id = ?", (file_id,)).rows[0][0]
    facts = text.count('class="fact-value"')
    origins = re.findall(r'<button[^>]*popovertarget="(explain-[^"]+)"', text)
    assert facts >= 8
    assert len(origins) == len(set(origins)) == facts
    for ident in origins:
        note = text.partition(f'id="{ident}"')[2].partition("</dl>")[0]
        assert note, ident
        assert file_name in note or sort in {"merged", "disputed"}
        assert f"{row:,}" in note or sort in {"merged", "disputed"}


def test_values_are_shown_as_written_too(reader: Client, release: OpenRelease) -> None:
    enterprise_id, written = release.query(
        "SELECT enterprise_id, capital_text FROM enterprises JOIN raw_registrations USING (file_id, row_number) "
        "WHERE capital_cny IS NOT NULL AND capital_text LIKE '%美元%' ORDER BY 1 LIMIT 1"
    ).rows[0]
    text = unescape(text_of(reader, enterprise_id))
    note = text.partition('id="explain-capital"')[2].partition("</dl>")[0]
    assert written in note
    assert re.search(r"× [\d.]+ ", note)


def test_evidence_is_marked_where_it_stands(reader: Client, release: OpenRelease) -> None:
    rows = release.query(
        "SELECT e.enterprise_id, p.evidence, r.business_scope FROM enterprises e "
        "JOIN placements p USING (file_id, row_number) JOIN registrations r USING (file_id, row_number) "
        "WHERE e.tier = 'core' AND len(p.evidence) > 0 ORDER BY hash(e.enterprise_id) LIMIT 20"
    ).rows
    assert rows
    seen = 0
    for enterprise_id, evidence, scope in rows:
        words = {one["word"] for one in evidence if one["field"] == "business_scope"}
        body = text_of(reader, enterprise_id).partition('class="scope"')[2].partition("</p>")[0]
        marked = {unescape(word) for word in re.findall(r"<mark[^>]*>([^<]*)<", body)}
        shown = re.sub(r'<span class="evidence-why">.*?</span>', "", body.partition(">")[2], flags=re.DOTALL)
        if scope:
            assert unescape(re.sub(r"<[^>]+>", "", shown)) == scope
        assert all(any(word in one or one in word for one in marked) for word in words)
        seen += len(marked)
    assert seen


def test_branch_and_parent_lead_to_each_other(reader: Client, release: OpenRelease) -> None:
    branch, parent = release.query(
        "SELECT enterprise_id, parent_enterprise_id FROM enterprise_parents ORDER BY 1 LIMIT 1"
    ).rows[0]
    assert f'href="/enterprises/{parent}/"' in text_of(reader, branch)
    assert f'href="/enterprises/{branch}/"' in text_of(reader, parent)


def test_disagreements_are_shown_with_what_was_not_taken(reader: Client, release: OpenRelease) -> None:
    (enterprise_id,) = ids_of(release, "has_conflict")
    text = unescape(text_of(reader, enterprise_id))
    rows = release.query("SELECT value FROM enterprise_conflicts WHERE enterprise_id = ?", (enterprise_id,)).rows
    assert rows
    assert all(value in text for (value,) in rows)


def test_every_registration_behind_it_is_listed(reader: Client, release: OpenRelease) -> None:
    (enterprise_id,) = ids_of(release, "record_count > 1")
    text = text_of(reader, enterprise_id).partition('id="records-title"')[2]
    for (row,) in release.query(
        "SELECT row_number FROM enterprise_records WHERE enterprise_id = ?", (enterprise_id,)
    ).rows:
        assert f"{row:,}" in text


def test_remarks_on_its_rows_are_shown(reader: Client, release: OpenRelease) -> None:
    found = release.query(
        "SELECT e.enterprise_id, i.value FROM issues i JOIN enterprises e USING (file_id, row_number) "
        "WHERE NOT i.is_held_back AND i.value IS NOT NULL ORDER BY 1 LIMIT 1"
    ).rows
    assert found
    assert found[0][1].strip() in unescape(text_of(reader, found[0][0]))


def test_neighbours_come_nearest_first(reader: Client, release: OpenRelease) -> None:
    enterprise_id, node, district, city = release.query(
        "SELECT enterprise_id, nodes[1], district_code, city_code FROM enterprises WHERE len(nodes) > 0 "
        "AND district_code IS NOT NULL AND tier = 'core' ORDER BY hash(enterprise_id) LIMIT 1"
    ).rows[0]
    whole = reader.get(f"/enterprises/{enterprise_id}/neighbours/").content.decode()
    text = reader.get(f"/enterprises/{enterprise_id}/neighbours/", headers={"HX-Request": "true"}).content.decode()
    assert text in whole
    assert ("<h1" in whole, "<h1" in text) == (True, False)
    first = text.partition("</ul>")[0]
    found = re.findall(r'href="/enterprises/([^/]+)/"', first)
    assert enterprise_id not in found
    distances = []
    for one in found:
        row = release.query(
            "SELECT district_code = ?, city_code = ?, list_contains(nodes, ?) FROM enterprises WHERE enterprise_id = ?",
            (district, city, node, one),
        ).rows[0]
        assert row[2]
        distances.append(0 if row[0] else 1 if row[1] else 2)
    assert distances == sorted(distances)


def test_a_portrait_asks_little_and_nothing_again(reader: Client, release: OpenRelease, release_queries: Watch) -> None:
    text_of(reader, ids_of(release, "tier = 'core'")[0])
    for sort in ("merged", "parent", "branch", "disputed"):
        (enterprise_id,) = ids_of(release, SORTS[sort])
        with release_queries() as cold:
            text_of(reader, enterprise_id)
        assert len(cold) <= MOST_QUERIES
        with release_queries() as warm:
            text_of(reader, enterprise_id)
        assert not warm


@pytest.mark.parametrize("odd", ["nobody", "' OR 1=1 --", "<script>alert(1)</script>", "x" * 3000, "%00", "..%2F.."])
def test_an_unknown_enterprise_leads_to_search(reader: Client, odd: str) -> None:
    response = reader.get(f"/enterprises/{odd}/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "<script>alert" not in text
    if "/" not in odd and "%2F" not in odd:
        assert 'action="/enterprises/"' in text


@pytest.mark.django_db
def test_the_json_link_leads_to_the_same_enterprise(reader: Client, release: OpenRelease) -> None:
    (enterprise_id,) = ids_of(release, "tier = 'core'")
    assert f'href="/api/v1/enterprises/{enterprise_id}"' in text_of(reader, enterprise_id)
    answer = reader.get(f"/api/v1/enterprises/{enterprise_id}").json()
    assert answer["enterprise"]["enterprise_id"] == enterprise_id


def test_nodes_lead_to_their_pages_and_name_their_words(reader: Client, release: OpenRelease) -> None:
    (enterprise_id,) = ids_of(release, "tier = 'core' AND len(nodes) > 0")
    text = text_of(reader, enterprise_id)
    nodes = release.query("SELECT nodes FROM enterprises WHERE enterprise_id = ?", (enterprise_id,)).rows[0][0]
    for number, node in enumerate(nodes):
        assert re.search(rf'class="fact-value"\s+href="/chain/{node}/\?place=\d{{6}}"', text), node
        assert f'id="explain-node-{number}"' in text


def test_the_timeline_ends_with_the_release(reader: Client, release: OpenRelease) -> None:
    (enterprise_id,) = ids_of(release, "record_count > 1")
    listed = text_of(reader, enterprise_id).partition('class="timeline-list"')[2].partition("</ol>")[0]
    assert release.version in listed.rpartition("<li>")[2]
