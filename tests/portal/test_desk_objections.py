"""“This is not us”: who may say so, what it leaves, and what those who said it see."""

from html import unescape

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from portal.people import organisation, person, signed_in, somebody
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.atlas.release_reader import OpenRelease
from wutong.portal.desk.models import Objection
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

NAME = "Riverside  Bio & Co. 江畔"


@pytest.fixture
def enterprise(release: OpenRelease) -> str:
    """Some enterprise of the release."""
    return str(release.query("SELECT enterprise_id FROM enterprises ORDER BY 1 LIMIT 1").rows[0][0])


@pytest.fixture
def stranger() -> Person:
    """Somebody who belongs nowhere."""
    return person("stranger")


@pytest.fixture
def staff(enterprise: str) -> Person:
    """Somebody of the organisation that has claimed the enterprise."""
    place = organisation("江畔")
    Organisation.objects.filter(pk=place.pk).update(enterprise_id=enterprise)
    return somebody("staff", Role.ENTERPRISE_USER, place)


def address(enterprise: str, name: str = NAME) -> str:
    return reverse("desk:not_us", query={"name": name, "enterprise": enterprise, "table": "trial_sponsors"})


def part(client: Client, where: str, **fields: str) -> str:
    """What htmx gets; with fields, what it gets for sending them."""
    answer = client.post(where, fields, headers={"HX-Request": "true"}) if fields else None
    answer = answer or client.get(where, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_strangers_are_asked_to_sign_in(enterprise: str) -> None:
    anybody = Client()
    anybody.cookies["wutong_language"] = "en"
    shown = part(anybody, address(enterprise))
    assert "Sign in to say that this is not you" in shown
    assert "/accounts/login/?next=%2Fdesk%2Fnot-us%2F%3Fname" in shown
    answer = anybody.post(address(enterprise), {"why": "x"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert not Objection.objects.exists()


def test_anybody_may_file_with_a_reason_and_only_once(enterprise: str, stranger: Person) -> None:
    client = signed_in(stranger)
    assert NAME in part(client, address(enterprise))
    assert "required" in part(client, address(enterprise), why="  ")
    assert not Objection.objects.exists()
    after = part(client, address(enterprise), why="Another firm of that name")
    assert "The desk will judge it" in after
    assert "<form" not in after
    # The same name in other width, case and blanks is the same objection.
    again = part(client, address(enterprise, " ＲＩＶＥＲＳＩＤＥ bio & co.江畔"), why="Another reason")
    assert "The desk will judge it" in again
    held = Objection.objects.get()
    assert (held.name, held.why, held.seen_in, held.is_own_staff) == (
        NAME.strip(),
        "Another firm of that name",
        "trial_sponsors",
        False,
    )
    entry = AuditEntry.objects.get(act="objection.filed")
    assert entry.after["why"] == "Another firm of that name"


def test_own_staff_need_no_reason(enterprise: str, staff: Person) -> None:
    client = signed_in(staff)
    assert "You belong to this enterprise" in part(client, address(enterprise))
    answer = client.post(address(enterprise), {"sent": "1"})
    assert answer.status_code == 200
    assert Objection.objects.get().is_own_staff


@pytest.mark.parametrize(
    "query", ["", "?name=x", "?name=x&enterprise=nobody", "?enterprise={}", "?name=%00&enterprise={}"]
)
def test_odd_pairs_do_not_exist(enterprise: str, stranger: Person, query: str) -> None:
    client = signed_in(stranger)
    where = reverse("desk:not_us") + query.format(enterprise)
    assert client.get(where).status_code == 404
    assert client.post(where, {"why": "x"}).status_code == 404


def test_only_ones_own_objections_are_seen_and_taken_back(enterprise: str, stranger: Person, staff: Person) -> None:
    part(signed_in(stranger), address(enterprise), why="Another firm")
    held = Objection.objects.get()
    where = reverse("desk:take_back", args=[held.pk])
    assert signed_in(staff).post(where).status_code == 404
    assert NAME.split()[0] not in signed_in(staff).get(reverse("desk:objections")).content.decode()
    mine = signed_in(stranger)
    assert NAME.split()[0] in mine.get(reverse("desk:objections")).content.decode()
    assert mine.post(where).status_code == 302
    held.refresh_from_db()
    assert held.is_taken_back
    page = mine.get(reverse("desk:objections")).content.decode()
    assert "Your objection has been taken back" in page
    assert "You took it back" in page
    part(mine, address(enterprise), why="Another firm")
    assert Objection.objects.filter(ended_at__isnull=True).count() == 1
    assert not mail.outbox


def test_the_database_refuses_a_second_open_one_and_one_without_a_reason(enterprise: str, stranger: Person) -> None:
    part(signed_in(stranger), address(enterprise), why="Another firm")
    held = Objection.objects.get()
    held.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.update(why="")


def test_the_button_names_what_it_is_about_and_knows_nobody() -> None:
    shown = render_to_string("desk/parts/not_us.html", {"name": 'A "B" & C', "enterprise_id": "x/1"})
    assert "name=A%20%22B%22%20%26%20C&amp;enterprise=x%2F1" in shown
    assert "csrf" not in shown
