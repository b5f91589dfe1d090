"""The menu is the catalogue: what is live works, and what does not work is not shown."""

import re

import pytest
from django.test import Client

from portal.people import organisation, signed_in, somebody
from wutong.kernel.home import Home
from wutong.portal.accounts.permissions import BY_CODE
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.shared.catalogue import catalogue

ALL = catalogue().applications
LIVE = [application for application in ALL.values() if application.live and application.needs is None]
LIVE_FOR_SOME = [application for application in ALL.values() if application.live and application.needs is not None]


def test_all_thirty_two_applications_are_declared() -> None:
    assert [code for code, one in ALL.items() if one.kind == "application"] == [f"A{n:02d}" for n in range(1, 33)]
    for one in ALL.values():
        assert one.users, one.code
        assert one.engines, one.code


@pytest.mark.parametrize("code", [application.code for application in LIVE])
def test_the_entry_page_of_a_live_application_works(reader: Client, code: str) -> None:
    entry = ALL[code].entry
    assert entry is not None
    assert reader.get(entry).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("code", [application.code for application in LIVE_FOR_SOME])
def test_what_needs_a_permission_works_for_those_who_have_it_and_is_not_there_for_others(
    home: Home, language: str, code: str
) -> None:
    entry, needs = ALL[code].entry, ALL[code].needs
    assert entry is not None
    assert needs is not None
    role = next(role for role in Role if BY_CODE[needs] in role.permissions)
    other = next(role for role in Role if BY_CODE[needs] not in role.permissions)
    where = organisation("Office", next(kind for kind in Kind if role.can_be_held_in(kind)))
    allowed = signed_in(somebody("allowed", role, where), language)
    assert allowed.get(entry).status_code == 200
    assert f'href="{entry}"' in allowed.get("/").content.decode()
    elsewhere = organisation("Elsewhere", next(kind for kind in Kind if other.can_be_held_in(kind)))
    refused = signed_in(somebody("refused", other, elsewhere), language)
    assert refused.get(entry).status_code == 404
    assert f'href="{entry}"' not in refused.get("/").content.decode()
    assert Client().get(entry).status_code == 302


def test_the_menu_shows_what_is_live_and_nothing_else(reader: Client) -> None:
    page = reader.get("/").content.decode()
    menu = page[page.index("<nav") : page.index("</nav>")]
    shown = re.findall(r'class="(?:nav-link|dropdown-item)[^"]*"\s+href="([^"]+)"', menu)
    assert shown == [one.entry for one in sorted(LIVE, key=lambda one: one.order)]


@pytest.mark.parametrize("path", ["/", "/chain/", "/chain/imaging/", "/compare/", "/data/issues/", "/enterprises/"])
def test_the_menu_marks_where_one_is(reader: Client, path: str) -> None:
    page = reader.get(path).content.decode()
    menu = page[page.index("<nav") : page.index("</nav>")]
    marked = re.findall(r'href="([^"]+)"[^>]*aria-current="page"', menu)
    assert len(marked) == 1
    assert path.startswith(marked[0])
