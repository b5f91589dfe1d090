"""Every page of the atlas in both languages: it answers, says what it must, and asks the release little."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from wutong.portal.atlas.access import facts_of
from wutong.portal.atlas.panels.enterprises.portrait import timeline
from wutong.portal.atlas.queries.portraits.portrait import portrait_of
from wutong.portal.atlas.release_reader import OpenRelease
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.templatetags.wutong import day, percent

Watch = Callable[[], AbstractContextManager[list[str]]]

PAGES = (
    "/",
    "/?place=000000",
    "/?place=330000",
    "/?place=330100",
    "/?place=330114",
    "/chain/",
    "/chain/?place=000000",
    "/chain/oral_solids/?place=000000",
    "/chain/imaging/",
    "/compare/",
    "/compare/?place=330000&place=310000&place=qiantang",
    "/data/",
    "/data/issues/",
    "/data/tables/enterprises/",
    "/data/indicators/",
)
MOST_QUERIES_COLD = 12


class Page(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self._script: dict[str, str | None] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._script = dict(attrs) if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._script is not None and "src" not in self._script and self._script.get("type") != "application/json":
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._script = None

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.mark.parametrize("path", PAGES)
def test_page_answers_in_the_readers_language(reader: Client, language: str, path: str) -> None:
    response = reader.get(path)
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert page.all("html")[0]["lang"] == {"zh": "zh-Hans", "en": "en"}[language]
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1


@pytest.mark.parametrize("path", PAGES)
def test_page_carries_no_script_of_its_own(reader: Client, path: str) -> None:
    response = reader.get(path)
    page = Page(response.content.decode())
    assert not page.inline
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert not [attrs["src"] for attrs in page.all("script") if "src" in attrs and "//" in (attrs["src"] or "")]


@pytest.mark.parametrize("path", PAGES)
def test_identifiers_of_a_page_are_unique(reader: Client, path: str) -> None:
    page = Page(reader.get(path).content.decode())
    idents = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(idents) == len(set(idents))
    targets = {attrs["popovertarget"] for attrs in page.all("button") if attrs.get("popovertarget")}
    assert targets <= set(idents)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_page_asks_little(
    reader: Client, path: str, release_queries: Watch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with release_queries() as cold, django_assert_max_num_queries(0):
        reader.get(path)
    assert len(cold) <= MOST_QUERIES_COLD
    with release_queries() as warm:
        reader.get(path)
    assert len(warm) <= 2


def test_pages_say_that_the_demo_is_invented(reader: Client, language: str) -> None:
    said = {"zh": "均为虚构", "en": "is invented"}[language]
    for path in PAGES:
        assert said in reader.get(path).content.decode(), path


def test_footer_says_release_and_date(reader: Client, release: OpenRelease) -> None:
    footer = reader.get("/").content.decode().partition("site-footer")[2]
    assert release.version in footer
    assert str(release.manifest.created_at.year) in footer


@pytest.mark.parametrize("path", ["/nothing/", "/chain/no_such_node/", "/?place=nowhere", "/data/tables/nothing/"])
def test_missing_page_says_so(reader: Client, language: str, path: str) -> None:
    response = reader.get(path)
    assert response.status_code == 404
    assert {"zh": "页面不存在", "en": "This page does not exist"}[language] in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999"])
def test_odd_page_number_is_not_found(reader: Client, page: str) -> None:
    assert reader.get(f"/data/issues/?page={page}").status_code == 404


def test_language_switch_is_remembered(home: object, client: Client) -> None:
    client.get("/", headers={"accept-language": "zh-CN"})
    response = client.post("/language/", {"language": "en", "next": "/chain/"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/chain/"
    again = client.get("/", headers={"accept-language": "zh-CN"}).content.decode()
    assert re.search(r'<html lang="en"', again)


def test_theme_cookie_is_honoured_and_checked(reader: Client) -> None:
    reader.cookies["wutong_theme"] = "dark"
    assert 'data-bs-theme="dark"' in reader.get("/").content.decode()
    reader.cookies["wutong_theme"] = '"><script>'
    assert "<script>" not in reader.get("/").content.decode()


def test_the_newest_registration_leads_to_who_was_registered_then(reader: Client, release: OpenRelease) -> None:
    newest = release.query("SELECT max(registered_on) FROM enterprises").rows[0][0]
    page = unescape(reader.get("/?place=330000").content.decode())
    address = re.search(r'<dl class="facts">.*?href="([^"]+)"', page, re.DOTALL)
    assert address
    first = re.search(r'href="/enterprises/([^/"?]+)/"', reader.get(address[1]).content.decode())
    assert first
    found = release.query("SELECT registered_on FROM enterprises WHERE enterprise_id = ?", (first[1],))
    assert found.rows[0][0] == newest


def test_a_share_of_the_nation_says_of_what(reader: Client, language: str) -> None:
    page = reader.get("/compare/?place=330000").content.decode()
    about = page.partition('id="explain-line-share_of_nation"')[2].partition("</dl>")[0]
    assert {"zh": "核心", "en": "Core"}[language] in about
    assert {"zh": "占全国核心企业", "en": "Of the nation&#x27;s core"}[language] in page


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0%"), (0.00004, "<0.1%"), (0.001, "0.1%"), (0.999, "99.9%"), (0.99996, ">99.9%"), (1, "100%")],
)
def test_what_is_little_is_not_nothing_and_nearly_all_is_not_all(value: float, text: str, language: str) -> None:
    with override({"zh": "zh-hans", "en": "en"}[language]):
        assert percent(value) == text


@pytest.mark.parametrize("path", PAGES)
def test_landmarks_have_names_of_their_own(reader: Client, path: str) -> None:
    page = Page(reader.get(path).content.decode())
    roles = {"section", "nav", "aside"}
    named = [
        attrs.get("aria-labelledby") or attrs.get("aria-label")
        for tag, attrs in page.tags
        if tag in roles or attrs.get("role") == "region"
    ]
    named = [name for name in named if name]
    assert len(named) == len(set(named))


def test_a_place_without_enterprises_says_so(reader: Client, release: OpenRelease) -> None:
    held = {row[0] for row in release.query("SELECT DISTINCT place_code FROM chain_shares").rows}
    code = next(one for one in catalogue().divisions.by_code if one not in held)
    page = reader.get(f"/?place={code}").content.decode()
    assert re.search(rf'<option value="{code}"\s+selected>', page)
    shares = page.partition('<div class="coverage">')[2]
    assert "%" not in shares.partition("</section>")[0]
    assert "—" in shares


def test_what_is_printed_names_its_release(reader: Client, release: OpenRelease) -> None:
    for path in ("/", "/chain/", "/compare/"):
        footer = reader.get(path).content.decode().partition("<footer")[2]
        assert "d-print-block" in footer.partition(">")[0]
        assert release.version in footer


def test_a_moment_of_a_release_is_told_by_its_day_in_china(reader: Client, release: OpenRelease) -> None:
    late = datetime(2026, 11, 22, 21, 30)
    assert day(late) == day(late.replace(tzinfo=UTC)) == day(late.isoformat()) == day(date(2026, 11, 23))
    assert day("2026-11-22") == day(date(2026, 11, 22))
    portrait = portrait_of(release, release.query("SELECT min(enterprise_id) FROM enterprises").rows[0][0])
    assert portrait
    published = timeline(portrait, replace(facts_of(release), created_at=late))[-1]
    assert published.on == date(2026, 11, 23)
