"""Signing in: by name or address, with a second factor, against guessing; lost passwords; invitations; registration."""

import re
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from portal.people import PASSWORD, SETUP, organisation, person, signed_in, somebody
from wutong.portal.accounts import notices
from wutong.portal.accounts.actions import memberships, people
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Role
from wutong.portal.accounts.signing.adapters import SecondFactorAdapter
from wutong.portal.exports import runner
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

NEW = "quite-another-secret-3"


@pytest.fixture(autouse=True)
def fresh(home: object) -> None:
    """No tries are remembered from the test before."""
    cache.clear()


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    answer = client.post("/accounts/login/", {"login": login, "password": password, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def is_in(client: Client) -> bool:
    return client.get("/accounts/me/").status_code == 200


def code_of(secret: str) -> str:
    """What a phone shows at this moment; still taken in the next half minute, which may begin before it is sent."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.mark.parametrize("login", ["lee", "LEE", "lee@example.org", "Lee@Example.org"])
def test_username_or_address_lets_in(login: str) -> None:
    person("lee")
    client = Client()
    answer = sign_in(client, login)
    assert answer.status_code == 302
    assert is_in(client)
    assert AuditEntry.objects.filter(act="session.begun", actor_name="Lee").count() == 1


def test_the_session_cookie_is_for_this_site_alone() -> None:
    person("lee")
    cookie = sign_in(Client(), "lee").cookies["wutong_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert sign_in(Client(), "lee", remember="on").cookies["wutong_session"]["max-age"] == 7 * 24 * 3600


def test_a_wrong_password_says_nothing_about_who_exists(language: str) -> None:
    person("lee")
    answers = []
    for login in ("lee", "nobody"):
        client = Client()
        client.cookies["wutong_language"] = {"zh": "zh-hans", "en": "en"}[language]
        page = sign_in(client, login, "wrong-password-1").content.decode()
        answers.append(re.findall(r'alert-danger"[^>]*>([^<]*)', page))
    assert answers[0] == answers[1] != []
    assert AuditEntry.objects.filter(act="session.refused").count() == 1


def test_guessing_is_stopped() -> None:
    person("lee")
    client = Client()
    for _ in range(5):
        sign_in(client, "lee", "wrong-password-1")
    sign_in(client, "lee")
    assert not is_in(client)
    other = Client(REMOTE_ADDR="192.0.2.9")
    statuses = {other.post("/accounts/login/", {"login": f"n{n}", "password": "x"}).status_code for n in range(40)}
    assert 429 in statuses


def test_tries_are_counted_by_all_workers_together() -> None:
    assert "db" in type(cache._connections["default"]).__module__  # type: ignore[attr-defined]


def test_signing_out_ends_the_session() -> None:
    client = signed_in(person("lee"))
    assert client.get("/accounts/logout/").status_code == 200
    assert is_in(client)
    client.post("/accounts/logout/")
    assert not is_in(client)
    assert AuditEntry.objects.filter(act="session.ended").exists()


def test_a_suspended_person_is_out_at_once_and_stays_out() -> None:
    lee = person("lee")
    client = signed_in(lee)
    people.suspend(person=lee, by=SETUP)
    assert not is_in(client)
    sign_in(client, "lee")
    assert not is_in(client)


@pytest.mark.parametrize(
    "password", ["short-1", "1234567890123", "password123", "leeexampleorg", "Lee-at-the-river"][:4]
)
def test_weak_passwords_are_refused(password: str) -> None:
    client = signed_in(person("leeexample"))
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/accounts/password/change/", form).status_code == 200
    assert Person.objects.get().check_password(PASSWORD)


def test_a_password_is_changed_and_others_are_thrown_out() -> None:
    lee = person("lee")
    mine, elsewhere = signed_in(lee), signed_in(lee)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert mine.post("/accounts/password/change/", form).status_code == 302
    assert is_in(mine)
    assert not is_in(elsewhere)
    assert AuditEntry.objects.filter(act="password.changed").exists()
    assert len(mail.outbox) == 1, "they are told"


def test_a_lost_password_is_replaced_by_mail_once(language: str) -> None:
    person("lee", language=language)
    client = Client()
    client.cookies["wutong_language"] = {"zh": "zh-hans", "en": "en"}[language]
    client.post("/accounts/password/reset/", {"email": "lee@example.org"})
    (sent,) = mail.outbox
    assert ("密码" in sent.subject) == (language == "zh")
    link = _link(sent.body)
    form = _open(client, link)
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert Person.objects.get().check_password(NEW)
    page = Client().get(link, follow=True).content.decode()
    assert "password1" not in page, "the link has been used"


def test_asking_for_a_stranger_sends_nothing_and_says_the_same() -> None:
    person("lee")
    pages = []
    for address in ("lee@example.org", "nobody@example.org"):
        answer = Client().post("/accounts/password/reset/", {"email": address}, follow=True)
        pages.append(re.sub(r"csrfmiddlewaretoken[^>]*", "", answer.content.decode()))
    assert pages[0] == pages[1]
    assert [one.to for one in mail.outbox] == [["lee@example.org"]]


def test_an_invitation_leads_in() -> None:
    made = memberships.add_member(
        organisation=organisation("甲"),
        role=Role.ENTERPRISE_USER,
        name="Zhao",
        email="z@example.org",
        language="en",
        by=SETUP,
    )
    client = Client()
    people_link = _invitation(made.person)
    form = _open(client, people_link)
    client.post(form, {"password1": NEW, "password2": NEW})
    sign_in(client, "z@example.org", NEW)
    assert is_in(client)


def test_strangers_cannot_register_unless_that_is_set(settings: Settings) -> None:
    form = {"name": "New", "username": "newone", "email": "new@example.org", "password1": NEW, "password2": NEW}
    assert "password1" not in Client().get("/accounts/signup/").content.decode()
    Client().post("/accounts/signup/", form)
    assert not Person.objects.exists()
    settings.IS_SIGNUP_OPEN = True
    client = Client()
    assert client.post("/accounts/signup/", form).status_code == 302
    made = Person.objects.get()
    assert (made.name, made.username) == ("New", "newone")
    assert AuditEntry.objects.filter(act="person.added", object_label="New").exists()
    sign_in(client, "newone", NEW)
    assert not is_in(client), "the address is not confirmed yet"
    link = _link(mail.outbox[0].body)
    client.post(link)
    sign_in(client, "newone", NEW)
    assert is_in(client)
    assert made.memberships.count() == 0, "registering gives no role"


def test_a_second_factor_is_asked_for(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda act, **kwargs: act())
    lee = person("lee")
    client = Client()
    client.cookies["wutong_language"] = {"zh": "zh-hans", "en": "en"}[language]
    sign_in(client, "lee")
    asked = client.get("/accounts/factor/app/on/")
    assert "/accounts/reauthenticate/" in asked.headers["Location"], "the password is asked for once more"
    client.post(asked.headers["Location"], {"password": PASSWORD})
    page = client.get("/accounts/factor/app/on/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None
    assert client.post("/accounts/factor/app/on/", {"code": code_of(secret[1])}).status_code == 302
    held = Authenticator.objects.get(user=lee, type="totp")
    assert secret[1] not in str(held.data), "it lies encrypted"
    assert SecondFactorAdapter().decrypt(held.data["secret"]) == secret[1]
    assert AuditEntry.objects.filter(act="factor.added").count() == 1
    codes = re.findall(r"<li>([0-9a-f]{8})</li>", client.get("/accounts/factor/codes/").content.decode())
    assert len(codes) == 10
    client.post("/accounts/logout/")

    again = Client()
    assert "/accounts/factor/authenticate/" in sign_in(again, "lee").headers["Location"]
    assert not is_in(again)
    assert again.post("/accounts/factor/authenticate/", {"code": "000000"}).status_code == 200
    assert not is_in(again)
    cache.clear()
    again.post("/accounts/factor/authenticate/", {"code": codes[0]})
    assert is_in(again)

    third = Client()
    sign_in(third, "lee")
    third.post("/accounts/factor/authenticate/", {"code": codes[0]})
    assert not is_in(third), "a recovery code works once"


def test_the_reader_is_named_on_pages_that_are_kept_for_all() -> None:
    admin = somebody("boss", Role.ORGANISATION_ADMINISTRATOR, organisation("甲"))
    stranger, client = Client(), signed_in(admin, "zh")
    for _ in range(2):
        page = client.get("/chain/").content.decode()
        assert "Boss" in page
        assert "/accounts/people/" in page
        page = stranger.get("/chain/").content.decode()
        assert "Boss" not in page
        assert "/accounts/login/?next=/chain/" in page
        assert "<!--reader-->" not in page


def test_the_language_of_a_person_is_taken_up_by_the_browser() -> None:
    person("lee", language="en")
    assert sign_in(Client(), "lee").cookies["wutong_language"].value == "en"


def test_exports_are_kept_through_a_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "start", lambda: None)
    person("lee")
    client = Client()
    client.post("/exports/new/", {"query": "tier=core", "format": "csv"})
    before = client.get("/exports/").content.decode().count("export-row")
    assert before == 1
    sign_in(client, "lee")
    assert client.get("/exports/").content.decode().count("export-row") == 1


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(next_page: str) -> None:
    person("lee")
    answer = Client().post("/accounts/login/", {"login": "lee", "password": PASSWORD, "next": next_page})
    assert answer.headers["Location"] == "/accounts/me/"


def test_forms_need_their_token() -> None:
    person("lee")
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/login/", {"login": "lee", "password": PASSWORD}).status_code == 403


def test_unused_pages_of_the_library_have_no_address() -> None:
    client = signed_in(person("lee"))
    for path in ("login/code/", "2fa/", "phone/change/", "3rdparty/", "outside/oidc/oidc/login/"):
        assert client.get(f"/accounts/{path}").status_code == 404


def test_every_page_of_the_library_is_ours() -> None:
    templates = Path("src/wutong/portal/accounts/templates")
    for name in ("account/login.html", "account/email_change.html", "mfa/index.html", "socialaccount/login.html"):
        assert (templates / name).is_file()


def _link(body: object) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", str(body))
    assert found is not None
    return found[1]


def _open(client: Client, link: str) -> str:
    """Follow a link from mail; it leads to a form whose address no longer holds the secret."""
    answer = client.get(link)
    assert answer.status_code == 302
    address = str(answer.headers["Location"])
    assert client.get(address).status_code == 200
    return address


def _invitation(invited: Person) -> str:
    from_mail = [one.body for one in mail.outbox if invited.email in one.to]
    if from_mail:
        return _link(from_mail[0])
    return _link(notices.invitation_link(invited))
