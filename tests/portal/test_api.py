"""The JSON API: its document is true, its numbers are those of the release, and its errors can be handled."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import get_resolver

from wutong.portal.atlas.api.documented import OPERATIONS
from wutong.portal.atlas.release_reader import OpenRelease

Watch = Callable[[], AbstractContextManager[list[str]]]

pytestmark = pytest.mark.django_db

BIOMEDICAL = "tier IN ('core', 'related', 'peripheral')"


def get(client: Client, path: str, **params: object) -> dict[str, object]:
    response = client.get(f"/api/v1/{path}?{urlencode(params, doseq=True)}")
    assert response.status_code == 200, response.content[:300]
    assert response.headers["Content-Type"].startswith("application/json")
    found: dict[str, object] = response.json()
    return found


def problem(client: Client, path: str, status: int, code: str) -> dict[str, object]:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status, response.content[:300]
    assert response.headers["Content-Type"] == "application/problem+json"
    found: dict[str, object] = response.json()
    assert (found["status"], found["code"]) == (status, code)
    return found


def test_every_example_of_the_document_answers(reader: Client) -> None:
    document = get(reader, "openapi.json")
    paths = document["paths"]
    assert isinstance(paths, dict)
    named = {methods["get"]["operationId"] for methods in paths.values()}
    assert named == set(OPERATIONS)
    for path, methods in paths.items():
        if "{" not in path and not path.endswith("/device-class"):  # test_devices.py asks a release that has a model
            example = OPERATIONS[methods["get"]["operationId"]].example
            assert reader.get(f"{path}{example}").status_code == 200, path


def test_the_document_speaks_both_languages(reader: Client) -> None:
    document = get(reader, "openapi.json")
    paths = document["paths"]
    assert isinstance(paths, dict)
    for methods in paths.values():
        operation = methods["get"]
        texts = [operation["summary"], operation["description"]]
        texts += [one.get("description", "") for one in operation.get("parameters", [])]
        for text in texts:
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text), text
            assert any("a" <= letter <= "z" for letter in text), text


def test_the_page_leads_to_every_document(reader: Client) -> None:
    page = reader.get("/api/").content.decode()
    named = [one for one in get_resolver().url_patterns if str(one.pattern).startswith("api/v1/")]
    assert len(named) > 9
    for one in named:
        assert f'href="/{one.pattern}openapi.json"' in page
    assert "GET /api/v1/cases" in page


def test_the_list_is_that_of_the_page(reader: Client, release: OpenRelease) -> None:
    answer = get(reader, "enterprises", segment="device", limit=7)
    total = release.query(f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL} AND segment = 'device'").rows[0][0]
    assert (answer["total"], answer["limit"], answer["release"]) == (total, 7, release.version)
    assert len(answer["items"]) == 7  # type: ignore[arg-type]


def test_pages_are_walked_by_next(reader: Client) -> None:
    address, seen, total = "/api/v1/enterprises?segment=ivd&limit=9", [], 0
    while address:
        answer = reader.get(address).json()
        seen += [one["enterprise_id"] for one in answer["items"]]
        address, total = answer["next"], answer["total"]
    assert len(seen) == len(set(seen)) == total


def test_a_text_is_found_with_its_reasons(reader: Client, release: OpenRelease) -> None:
    name = release.query(
        "SELECT name_zh FROM enterprises WHERE tier = 'core' AND NOT is_branch ORDER BY capital_cny DESC, 1 LIMIT 1"
    ).rows[0][0]
    first = get(reader, "suggest", q=name, limit=3)["items"][0]  # type: ignore[index]
    assert first["name_zh"] == name
    assert first["why"]
    assert set(first["why"][0]) == {"zh", "en"}
    listed = get(reader, "enterprises", q=name)["items"][0]  # type: ignore[index]
    assert listed["name_zh"] == name
    assert listed["why"] == first["why"]


def test_an_enterprise_comes_with_where_each_value_is_from(reader: Client, release: OpenRelease) -> None:
    enterprise_id, file_id, row = release.query(
        "SELECT enterprise_id, file_id, row_number FROM enterprises WHERE tier = 'core' AND record_count = 1 LIMIT 1"
    ).rows[0]
    answer = get(reader, f"enterprises/{enterprise_id}")
    values = {one["name"]: one for one in answer["values"]}  # type: ignore[attr-defined]
    assert {"capital", "registered", "kind", "tier", "province"} <= set(values)
    for value in values.values():
        assert (value["origin"]["file_id"], value["origin"]["row_number"]) == (file_id, row)
        assert value["origin"]["source_id"] == "cn_registrations"
    assert values["capital"]["written"]


def test_facets_and_figures_are_those_of_the_release(reader: Client, release: OpenRelease) -> None:
    facets = get(reader, "enterprises/facets", tier="core")["facets"]
    counted = dict(release.query("SELECT segment, count(*) FROM enterprises WHERE tier = 'core' GROUP BY 1").rows)
    assert {one["code"]: one["count"] for one in facets["segment"]} == counted  # type: ignore[index]
    figures = get(reader, "chain/figures", place="000000")["segments"]
    assert figures["device"]["nation"]["core"] == counted["device"]  # type: ignore[index]


def test_data_operations_are_those_of_the_release(reader: Client, release: OpenRelease) -> None:
    files = get(reader, "files")
    assert files["total"] == len(files["items"]) == release.query("SELECT count(*) FROM files").rows[0][0]  # type: ignore[arg-type]
    assert reader.get("/api/v1/files?page=2").status_code == 404
    for source in reader.get("/api/v1/sources").json()["items"]:
        assert source["rows_read"] == source["rows_used"] + source["rows_held_back"]
    issues = get(reader, "issues")
    assert issues["total"] == release.query("SELECT count(*) FROM issues").rows[0][0]
    held_back = get(reader, "issues", held_back="true")
    assert held_back["total"] == release.query("SELECT count(*) FROM issues WHERE is_held_back").rows[0][0]
    worst = max(files["items"], key=lambda file: file["rows_held_back"])  # type: ignore[attr-defined]
    of_file = get(reader, "issues", held_back="true", file=worst["file_id"])
    assert of_file["total"] == worst["rows_held_back"] > 0
    manifest = get(reader, "manifest")["manifest"]
    assert manifest["version"] == release.version  # type: ignore[index]
    assert [one["version"] for one in reader.get("/api/v1/releases").json() if one["is_served"]] == [release.version]
    tables = {one["name"] for one in reader.get("/api/v1/tables").json()["items"]}
    assert {"enterprises", "issues", "files", "registrations"} <= tables


def test_the_cockpit_is_that_of_the_page(reader: Client, release: OpenRelease) -> None:
    answer = get(reader, "cockpit", place="000000")
    tiers = {one["subject"]: one[one["subject"]] for one in answer["tiers"] if one["subject"] != "none"}  # type: ignore[attr-defined]
    counted = dict(release.query("SELECT tier, count(*) FROM enterprises WHERE tier <> 'none' GROUP BY 1").rows)
    assert tiers == counted
    coverage = answer["coverage"]
    assert coverage["total"] == counted["core"] + counted["related"]  # type: ignore[index]
    newest = [one["registered_on"] for one in answer["newest"]]  # type: ignore[attr-defined]
    assert newest == sorted(newest, reverse=True)
    assert answer["release"] == release.version


def test_a_node_has_its_years_and_regions(reader: Client, release: OpenRelease) -> None:
    sql = "SELECT node, count(*) FROM (SELECT unnest(nodes) AS node FROM enterprises WHERE tier = 'core') GROUP BY 1"
    node, count = release.query(f"{sql} ORDER BY 2 DESC, 1 LIMIT 1").rows[0]
    answer = get(reader, f"chain/nodes/{node}", place="000000")
    assert answer["node"]["code"] == node  # type: ignore[index]
    assert answer["standing"]["nation"]["core"] == count  # type: ignore[index]
    assert sum(one["core"] for one in answer["years"]) == count  # type: ignore[attr-defined]
    regions = [one["core"] for one in answer["regions"]]  # type: ignore[attr-defined]
    assert regions == sorted(regions, reverse=True)
    problem(reader, "chain/nodes/no_such_node", 404, "not_found")


def test_neighbours_stand_on_the_same_node(reader: Client, release: OpenRelease) -> None:
    enterprise_id, node = release.query(
        "SELECT enterprise_id, nodes[1] FROM enterprises WHERE tier = 'core' AND len(nodes) > 0 ORDER BY 1 LIMIT 1"
    ).rows[0]
    answer = get(reader, f"enterprises/{enterprise_id}/neighbours")
    near = answer["nodes"][node]  # type: ignore[index]
    assert enterprise_id not in {one["enterprise_id"] for one in near}
    order = ["district", "city", "province", "nation"]
    assert [order.index(one["nearness"]) for one in near] == sorted(order.index(one["nearness"]) for one in near)
    problem(reader, "enterprises/nobody/neighbours", 404, "not_found")


def test_what_is_declared_is_told(reader: Client, release: OpenRelease) -> None:
    indicators = {one["code"]: one for one in reader.get("/api/v1/indicators").json()}
    assert indicators["location_quotient"]["formula"]["zh"]
    assert {one["code"] for one in reader.get("/api/v1/clusters").json()} >= {"qiantang"}
    reasons = reader.get("/api/v1/issues/reasons").json()
    assert sum(one["count"] for one in reasons) == release.query("SELECT count(*) FROM issues").rows[0][0]


def test_places_may_be_compared(reader: Client) -> None:
    items = get(reader, "compare", place=["000000", "330000", "qiantang"])["items"]
    assert [one["place"] for one in items] == ["000000", "330000", "qiantang"]  # type: ignore[attr-defined]
    assert all(set(one["title"]) == {"zh", "en"} for one in items)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("enterprises?tier=biggest", "tier"),
        ("enterprises?segment=device&segment=nothing", "segment"),
        ("enterprises?teir=core", "teir"),
        ("enterprises?year_from=soon", "year_from"),
        ("enterprises?limit=100000", "limit"),
        ("enterprises?limit=x", "limit"),
        ("enterprises?page=0", "page"),
        ("enterprises?year_from=2020&year_to=2010", "year_from"),
        ("trials?phase=nine", "phase"),
        ("products?stage=nowhere", "stage"),
        ("indicators/tier_enterprises?where=tier:nothing", "where"),
        ("indicators/tier_enterprises?by=nothing", "by"),
        ("enterprises/facets?page=2", "page"),
        ("suggest", "q"),
        ("suggest?q=", "q"),
        ("suggest?q=a&limit=1000", "limit"),
        ("issues?page=0", "page"),
        ("compare", "place"),
        ("compare?" + "&".join(["place=000000"] * 61), "place"),
        ("places?kind=planet", "kind"),
    ],
)
def test_a_wrong_parameter_is_named(reader: Client, path: str, parameter: str) -> None:
    found = problem(reader, path, 400, "request.invalid")
    assert [one["parameter"] for one in found["errors"]] == [parameter]  # type: ignore[attr-defined]
    assert all(one["detail"] for one in found["errors"])  # type: ignore[attr-defined]
    # A refused request was not answered without the parameter, as a page would be.
    done = ("left out", "is shown", "swapped", "are used", "未用于", "显示第一页", "未采用", "对调")
    assert not [one for one in found["errors"] if any(word in one["detail"] for word in done)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "enterprises/nobody",
        "enterprises/' OR 1=1 --",
        "enterprises/" + "x" * 2000,
        "enterprises?page=999999",
        "chain/figures?place=nowhere",
        "compare?place=nowhere",
        "places?page=1000",
        "issues?page=1000000",
        "issues?source=nowhere",
        "issues?reason=nothing",
        "issues?file=none",
        "a/b/c",
    ],
)
def test_what_is_not_there_is_a_problem_document(reader: Client, path: str) -> None:
    problem(reader, path, 404, "not_found")


def test_problems_speak_the_readers_language(reader: Client, language: str) -> None:
    found = problem(reader, "nothing", 404, "not_found")
    assert found["title"] == {"zh": "不存在", "en": "Not found"}[language]


def test_without_a_release_the_api_says_so(empty_home: object, client: Client) -> None:
    assert problem(client, "enterprises", 503, "portal.no_release")["detail"]
    assert client.get("/api/v1/chain").status_code == 200


def test_a_broken_query_is_no_page(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(OpenRelease, "query", broken)
    found = problem(reader, "issues", 500, "internal")
    assert "secret" not in str(found)


@pytest.mark.parametrize("path", ["enterprises", "enterprises/facets", "suggest", "issues", "chain/figures", "places"])
@pytest.mark.parametrize("value", ["' OR 1=1 --", "x'; DROP TABLE files; --", "<script>", "\x00", "9" * 400])
def test_nothing_that_is_sent_breaks_it(reader: Client, path: str, value: str) -> None:
    for name in ("q", "tier", "segment", "division", "place", "source", "reason", "page", "limit", "kind", "sort"):
        response = reader.get(f"/api/v1/{path}?{urlencode({name: value})}")
        assert response.status_code in (200, 400, 404), (name, response.content[:200])
        assert response.headers["Content-Type"] != "text/html"


def test_other_origins_get_no_leave_and_nothing_can_be_written(reader: Client) -> None:
    response = reader.get("/api/v1/chain", headers={"origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in response.headers
    assert reader.post("/api/v1/enterprises").status_code == 405
    assert reader.delete("/api/v1/enterprises").status_code == 405


def test_the_api_asks_little(reader: Client, release_queries: Watch) -> None:
    get(reader, "enterprises", segment="tcm")
    with release_queries() as asked:
        get(reader, "enterprises", segment="device", division="330000")
    assert len(asked) <= 3


def test_the_page_about_it_lists_every_operation(reader: Client, language: str) -> None:
    text = reader.get("/api/").content.decode()
    for name, doc in OPERATIONS.items():
        assert f'id="{name}"' in text
        assert doc.summary.in_language("zh" if language == "zh" else "en") in text
