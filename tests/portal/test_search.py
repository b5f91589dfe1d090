"""Search: counts are those of the release, every choice can be undone, and nothing that is typed breaks it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from wutong.portal.atlas.release_reader import OpenRelease

Watch = Callable[[], AbstractContextManager[list[str]]]

MOST_QUERIES = 3
NASTY = (
    "' OR '1'='1",
    "core'; DROP TABLE enterprises; --",
    "%' UNION SELECT sha256 FROM files --",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "{% debug %}",
    "../../../etc/passwd",
    "\x00",
    "\udcff",
    "٣",
    "９９９９９９９９",
    "-1",
    "1e9",
    "🧬" * 200,
    "a" * 5000,
)
PARAMETERS = (
    "q", "tier", "segment", "node", "division", "zone", "capital", "kind", "year_from", "year_to", "branch",
    "has", "lacks", "sort", "page",
)  # fmt: skip


def total_of(text: str) -> int:
    found = re.search(r'class="result-count">.*?<strong>([\d,]+)</strong>', text, re.DOTALL)
    assert found
    return int(found[1].replace(",", ""))


def facet_count(text: str, param: str, code: str) -> int:
    ident = f"facet-{param}-{code.replace('.', '-')}"
    found = re.search(rf'<label[^>]*for="{re.escape(ident)}".*?facet-count">([\d,]+)<', text, re.DOTALL)
    assert found, ident
    return int(found[1].replace(",", ""))


def names_of(text: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'class="hit-name"[^>]*>([^<]+)<', text)]


def one(release: OpenRelease, sql: str, *params: object) -> object:
    return release.query(sql, params).rows[0][0]


def page(client: Client, **params: object) -> str:
    response = client.get("/enterprises/?" + urlencode(params, doseq=True))
    assert response.status_code == 200
    return response.content.decode()


BIOMEDICAL = "tier IN ('core', 'related', 'peripheral')"


def test_without_a_word_the_biomedical_tiers_are_meant_and_said(reader: Client, release: OpenRelease) -> None:
    text = page(reader)
    assert total_of(text) == one(release, f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL}")
    assert "chip-default" in text
    assert "tier=all" in text


def test_all_tiers_are_one_click_away(reader: Client, release: OpenRelease) -> None:
    text = page(reader, tier="all")
    assert total_of(text) == one(release, "SELECT count(*) FROM enterprises")
    assert "chip-default" not in text


@pytest.mark.parametrize(
    ("param", "column"),
    [("tier", "tier"), ("segment", "segment"), ("kind", "kind"), ("division", "province_code")],
)
def test_a_choice_narrows_to_what_its_count_promised(
    reader: Client, release: OpenRelease, param: str, column: str
) -> None:
    code = str(
        one(release, f"SELECT {column} FROM enterprises WHERE {BIOMEDICAL} GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    )
    promised = facet_count(page(reader), param, code)
    expected = one(release, f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL} AND {column} = ?", code)
    assert promised == total_of(page(reader, **{param: code})) == expected


@pytest.mark.parametrize(("param", "column"), [("node", "nodes"), ("zone", "zone_codes")])
def test_a_choice_of_several_values_narrows_too(reader: Client, release: OpenRelease, param: str, column: str) -> None:
    code = str(
        one(
            release,
            f"SELECT code FROM (SELECT unnest({column}) AS code FROM enterprises WHERE {BIOMEDICAL}) "
            "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
        )
    )
    expected = one(release, f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL} AND list_contains({column}, ?)", code)
    assert facet_count(page(reader), param, code) == total_of(page(reader, **{param: code})) == expected


def test_alternatives_of_a_chosen_facet_keep_their_counts(reader: Client) -> None:
    before, after = page(reader), page(reader, segment="device")
    assert facet_count(after, "segment", "distribution") == facet_count(before, "segment", "distribution")
    both = total_of(page(reader, segment=["device", "distribution"]))
    assert both == facet_count(before, "segment", "device") + facet_count(before, "segment", "distribution")


def test_years_and_capital_narrow(reader: Client, release: OpenRelease) -> None:
    expected = one(
        release, f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL} AND year(registered_on) BETWEEN 2010 AND 2015"
    )
    assert total_of(page(reader, year_from=2010, year_to=2015)) == expected
    assert total_of(page(reader, year_from=2015, year_to=2010)) == expected
    expected = one(
        release, f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL} AND capital_cny >= 1e6 AND capital_cny < 5e6"
    )
    assert total_of(page(reader, capital="1m_5m")) == expected
    unknown = one(release, f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL} AND capital_cny IS NULL")
    assert total_of(page(reader, capital="unknown")) == unknown


def test_branches_may_be_left_out(reader: Client, release: OpenRelease) -> None:
    branches = one(release, f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL} AND is_branch")
    everything = total_of(page(reader))
    assert total_of(page(reader, branch="yes")) == branches
    assert total_of(page(reader, branch="no")) == everything - int(str(branches))


def test_a_name_finds_its_enterprise_first_and_says_why(reader: Client, release: OpenRelease) -> None:
    name, tier = release.query(
        "SELECT name_zh, tier FROM enterprises WHERE tier = 'core' AND NOT is_branch ORDER BY capital_cny DESC, "
        "enterprise_id LIMIT 1"
    ).rows[0]
    text = page(reader, q=name)
    assert tier == "core"
    assert names_of(text)[0] == name
    assert 'class="hit-why"' in text


def test_what_lies_beyond_the_scope_is_offered(reader: Client, release: OpenRelease) -> None:
    name = str(
        one(release, "SELECT name_zh FROM enterprises WHERE tier = 'none' ORDER BY length(name_zh) DESC, 1 LIMIT 1")
    )
    response = reader.get("/enterprises/", {"q": name, "segment": "cell_gene_therapy", "tier": "core"})
    text = response.content.decode()
    assert total_of(text) == 0
    assert "nothing-ways" in text
    assert name in names_of(page(reader, q=name, tier="all"))


def test_orders(reader: Client, release: OpenRelease) -> None:
    newest = one(
        release,
        f"SELECT name_zh FROM enterprises WHERE {BIOMEDICAL} ORDER BY registered_on DESC NULLS LAST, enterprise_id",
    )
    assert names_of(page(reader, sort="newest"))[0] == newest
    assert names_of(page(reader, sort="name")) == sorted(names_of(page(reader, sort="name")))


def test_pages_hold_every_enterprise_once(reader: Client, release: OpenRelease) -> None:
    expected = one(release, f"SELECT count(*) FROM enterprises WHERE {BIOMEDICAL} AND segment = 'ivd'")
    seen: list[str] = []
    for number in range(1, 100):
        text = page(reader, segment="ivd", page=number)
        links = re.findall(r'class="hit-name"[^>]*href="([^"]+)"', text)
        seen.extend(links)
        if len(seen) >= int(str(expected)):
            break
    assert len(seen) == len(set(seen)) == expected


def test_a_page_beyond_the_last_shows_the_last(reader: Client) -> None:
    assert names_of(page(reader, segment="device", page=9999))


def test_every_chip_leads_to_the_list_without_it(reader: Client) -> None:
    text = page(reader, q="医药", segment="device", division="330000", year_from=2010, branch="no")
    chips = [unescape(link) for link in re.findall(r'class="chip(?: chip-default)?"\s+href="([^"]+)"', text)]
    assert len(chips) == 5
    without = {"segment=device", "division=330000", "year_from=2010", "branch=no"}
    for gone in without:
        assert any(gone not in link and all(kept in link for kept in without - {gone}) for link in chips), gone


@pytest.mark.parametrize("param", PARAMETERS)
def test_nothing_that_is_typed_breaks_the_page(reader: Client, param: str) -> None:
    for value in NASTY:
        response = reader.get(f"/enterprises/?{urlencode({param: value}, errors='surrogatepass')}")
        assert response.status_code == 200, value
        text = response.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "{{" not in text.replace(unescape("{{ 7 * 7 }}"), "")
        assert len(text) < 400_000


def test_a_wrong_value_is_left_out_and_said(reader: Client, language: str) -> None:
    text = page(reader, segment="no_such_segment")
    assert total_of(text) == total_of(page(reader))
    assert {"zh": "no_such_segment", "en": "“no_such_segment” is not known here"}[language] in unescape(text)


def test_htmx_gets_the_parts_and_the_address(reader: Client) -> None:
    response = reader.get("/enterprises/?segment=device", headers={"hx-request": "true"})
    text = response.content.decode()
    assert "<html" not in text
    assert 'hx-swap-oob="true"' in text
    assert response.headers["HX-Push-Url"] == "/enterprises/?segment=device"
    assert "HX-Request" in response.headers["Vary"]


def test_typing_replaces_the_address(reader: Client) -> None:
    response = reader.get("/enterprises/?q=a", headers={"hx-request": "true", "hx-trigger-name": "q"})
    assert response.headers["HX-Replace-Url"] == "/enterprises/?q=a"
    assert "HX-Push-Url" not in response.headers


def test_going_back_gets_the_whole_page(reader: Client) -> None:
    headers = {"hx-request": "true", "hx-history-restore-request": "true"}
    assert "<html" in reader.get("/enterprises/?q=a", headers=headers).content.decode()


def test_the_form_works_without_scripts(reader: Client) -> None:
    text = page(reader)
    assert re.search(r'<form id="search-form"[^>]*method="get"[^>]*action="/enterprises/"', text, re.DOTALL)
    assert text.count("<noscript>") >= 2


def test_the_biomedical_tiers_by_name_are_the_default(reader: Client) -> None:
    response = reader.get("/enterprises/?tier=core&tier=related&tier=peripheral", headers={"hx-request": "true"})
    assert response.headers["HX-Push-Url"] == "/enterprises/"


def test_search_asks_little(reader: Client, release_queries: Watch) -> None:
    reader.get("/enterprises/?segment=tcm")
    with release_queries() as cold:
        reader.get("/enterprises/?segment=device&division=330000")
    assert len(cold) <= MOST_QUERIES
    with release_queries() as again:
        reader.get("/enterprises/?segment=device&division=330000&sort=newest")
    assert len(again) == 1


def test_only_reading_is_allowed(reader: Client) -> None:
    assert reader.post("/enterprises/").status_code == 405


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("credit_code", "credit_code"),
        ("registered_on", "registered_on"),
        ("capital_cny", "capital_cny"),
        ("district", "district_code"),
    ],
)
@pytest.mark.parametrize(("param", "test"), [("has", "IS NOT NULL"), ("lacks", "IS NULL")])
def test_what_has_a_value_and_what_lacks_it(
    reader: Client, release: OpenRelease, param: str, test: str, code: str, column: str
) -> None:
    expected = one(release, f"SELECT count(*) FROM enterprises WHERE {column} {test}")
    text = reader.get(f"/enterprises/?tier=all&{param}={code}").content.decode()
    assert total_of(text) == expected
    assert f'name="{param}"' in text  # the choice stays in the form, so that further ones narrow it


def test_years_are_drawn_and_open_to_their_lists(reader: Client, release: OpenRelease) -> None:
    text = reader.get("/enterprises/?tier=core").content.decode()
    columns = re.findall(
        r'href="(/enterprises/\?[^"]*year_from=(\d+)&amp;year_to=(\d+))"[^>]*>\s*<title>([^<]+)<', text
    )
    assert len(columns) >= 5
    for address, first, last, title in columns[-3:]:
        assert first == last
        year, _, count = title.partition(": ")
        assert year == first
        assert total_of(reader.get(unescape(address)).content.decode()) == int(count.replace(",", ""))
