"""Pages of people, organisations and roles: what each reader finds there, in both languages, with few queries."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.people import member, organisation, person, signed_in, somebody
from wutong.portal.accounts.actions import memberships
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

LEADS = Role.ORGANISATION_ADMINISTRATOR
PAGES = (
    "me/",
    "people/",
    "people/{person}/",
    "people/{person}/suspend/",
    "organisations/",
    "organisations/add/",
    "organisations/{organisation}/",
    "organisations/{organisation}/add/",
    "organisations/{organisation}/edit/",
    "memberships/{membership}/",
    "memberships/{membership}/change/?role=R1",
    "memberships/{membership}/end/",
    "roles/",
    "email/",
    "factor/",
    "password/change/",
    "logout/",
)
ENTRANCES = ("login/", "password/reset/", "signup/", "password/reset/done/", "inactive/", "confirm-email/")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def platform(home: object) -> Organisation:
    return organisation("Platform", Kind.PLATFORM)


@pytest.fixture
def admin(platform: Organisation) -> Person:
    return somebody("admin", Role.ADMINISTRATOR, platform)


@pytest.fixture
def boss(home: object) -> Person:
    return somebody("boss", LEADS, organisation("Ours"))


def firm(name: str) -> Organisation:
    return Organisation.objects.get(name_zh=name)


@pytest.mark.parametrize("path", PAGES)
def test_pages_speak_the_readers_language(admin: Person, language: str, path: str) -> None:
    other = somebody("other", LEADS, organisation("Ours"))
    numbers = {
        "person": other.pk,
        "organisation": firm("Ours").pk,
        "membership": other.memberships.get().pk,
    }
    answer = signed_in(admin, language).get(f"/accounts/{path.format(**numbers)}")
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<[^>]*>|中文", "", main)
    assert bool(CHINESE.search(text)) == (language == "zh")


@pytest.mark.parametrize("path", ENTRANCES)
def test_entrances_speak_the_readers_language(reader: Client, language: str, path: str) -> None:
    answer = reader.get(f"/accounts/{path}")
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<[^>]*>", "", main)
    assert bool(CHINESE.search(text)) == (language == "zh")


@pytest.mark.parametrize("path", ["me/", "people/", "people/1/", "organisations/1/", "roles/", "memberships/1/end/"])
def test_strangers_are_asked_to_sign_in_before_anything_is_looked_up(home: object, path: str) -> None:
    answer = Client().get(f"/accounts/{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/accounts/login/?next=/accounts/{path}"


def test_what_belongs_to_others_does_not_exist(boss: Person) -> None:
    other = somebody("other", LEADS, organisation("Theirs"))
    client, theirs, role = signed_in(boss), firm("Theirs"), other.memberships.get()
    gone = client.get("/accounts/organisations/999999/")
    for path in (
        f"organisations/{theirs.pk}/",
        f"organisations/{theirs.pk}/edit/",
        f"organisations/{theirs.pk}/add/",
        "organisations/add/",
        f"people/{other.pk}/",
        f"people/{other.pk}/suspend/",
        f"memberships/{role.pk}/",
        f"memberships/{role.pk}/change/?role=R1",
        f"memberships/{role.pk}/end/",
    ):
        answer = client.get(f"/accounts/{path}")
        assert answer.status_code == 404, path
        assert _main(answer.content) == _main(gone.content)
    for path in (
        f"memberships/{role.pk}/end/",
        f"memberships/{role.pk}/hand-over/",
        f"people/{other.pk}/restore/",
        f"people/{other.pk}/suspend/",
        f"people/{other.pk}/invite/",
        f"memberships/{role.pk}/again/",
    ):
        assert client.post(f"/accounts/{path}", {"confirmed": "1", "to": boss.pk}).status_code == 404, path
    assert role.until is None
    page = client.get("/accounts/people/").content.decode()
    assert "other@example.org" not in page
    assert "Theirs" not in client.get("/accounts/organisations/").content.decode()


def _main(page: bytes) -> str:
    return page.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("role", [Role.TALENT, Role.EXPERT], ids=lambda role: role.code)
def test_who_may_see_nobody_finds_no_list(home: object, role: Role) -> None:
    client = signed_in(somebody("x", role, organisation("大学", Kind.UNIVERSITY)))
    for path in ("people/", "organisations/", "roles/"):
        assert client.get(f"/accounts/{path}").status_code == 404
    assert client.get("/accounts/me/").status_code == 200


def test_an_organisation_is_entered_and_mended(admin: Person, language: str) -> None:
    client = signed_in(admin, language)
    form = {"kind": "hospital", "name_zh": "江畔医院", "name_en": "Riverside", "credit_code": "12330100ma2abcde1x"}
    answer = client.post("/accounts/organisations/add/", form)
    made = firm("江畔医院")
    assert answer.headers["Location"] == f"/accounts/organisations/{made.pk}/"
    assert made.credit_code == "12330100MA2ABCDE1X"
    again = client.post("/accounts/organisations/add/", form)
    assert again.status_code == 400
    assert {"zh": "已登记在另一单位名下", "en": "belongs to another"}[language] in again.content.decode()
    bad = client.post("/accounts/organisations/add/", {**form, "credit_code": "OOO"})
    assert bad.status_code == 400
    client.post(f"/accounts/organisations/{made.pk}/edit/", {"name_zh": "江畔总医院", "name_en": "", "credit_code": ""})
    page = client.get(f"/accounts/organisations/{made.pk}/").content.decode()
    assert "江畔总医院" in page
    _undo(client, page)
    made.refresh_from_db()
    assert (made.name_zh, made.credit_code) == ("江畔医院", "12330100MA2ABCDE1X")


def _undo(client: Client, page: str) -> None:
    form = re.search(r'class="alert alert-success done".*?action="([^"]+)"(.*?)</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form[2]))
    assert client.post(form[1], fields).status_code == 302


def test_a_role_is_changed_after_asking_and_taken_back(boss: Person) -> None:
    lee = somebody("lee", Role.ENTERPRISE_USER, firm("Ours"))
    client, role = signed_in(boss), lee.memberships.get()
    page = client.get(f"/accounts/memberships/{role.pk}/change/?role=R2").content.decode()
    assert "may from now on" in page
    assert "Add members, change roles, hand over" in page
    assert lee.memberships.get() == role, "looking changes nothing"
    client.post(f"/accounts/memberships/{role.pk}/change/", {"role": "R2"})
    assert lee.memberships.get() == role, "it must be confirmed"
    client.post(f"/accounts/memberships/{role.pk}/change/", {"role": "R2", "confirmed": "1"})
    assert _roles(lee) == ["R2"]
    page = client.get(f"/accounts/organisations/{firm('Ours').pk}/").content.decode()
    _undo(client, page)
    assert _roles(lee) == ["R1"]


def _roles(who: Person) -> list[str]:
    return list(who.memberships.filter(until__isnull=True).values_list("role_code", flat=True))


def test_a_role_is_taken_away_after_asking_and_given_back(boss: Person) -> None:
    lee = somebody("lee", Role.ENTERPRISE_USER, firm("Ours"))
    client, role = signed_in(boss), lee.memberships.get()
    client.post(f"/accounts/memberships/{role.pk}/end/")
    assert _roles(lee) == ["R1"]
    client.post(f"/accounts/memberships/{role.pk}/end/", {"confirmed": "1"})
    assert _roles(lee) == []
    _undo(client, client.get(f"/accounts/organisations/{firm('Ours').pk}/").content.decode())
    assert _roles(lee) == ["R1"]


def test_roles_beyond_the_readers_own_are_not_offered(boss: Person) -> None:
    client = signed_in(boss)
    page = client.get(f"/accounts/organisations/{firm('Ours').pk}/add/").content.decode()
    assert set(re.findall(r'<option value="(R\d+)"', page)) == {"R1", "R2", "R8"}
    form = {"name": "Z", "email": "z@example.org", "language": "en", "role": "R18"}
    assert client.post(f"/accounts/organisations/{firm('Ours').pk}/add/", form).status_code == 400
    assert not Membership.objects.filter(role_code="R18").exists()
    mine = boss.memberships.get()
    client.post(f"/accounts/memberships/{mine.pk}/change/", {"role": "R18", "confirmed": "1"})
    assert _roles(boss) == ["R2"]


def test_somebody_is_added_and_shown_as_invited(boss: Person, mailoutbox: list[object]) -> None:
    client, ours = signed_in(boss), firm("Ours")
    form = {"name": "Zhao", "email": "z@example.org", "language": "en", "role": "R1"}
    assert client.post(f"/accounts/organisations/{ours.pk}/add/", form).status_code == 302
    made = Person.objects.get(email="z@example.org")
    page = client.get(f"/accounts/people/{made.pk}/").content.decode()
    assert "Send the invitation again" in page
    client.post(f"/accounts/people/{made.pk}/invite/")
    assert AuditEntry.objects.filter(act="person.invited").count() == 2
    _ = client.get(f"/accounts/organisations/{ours.pk}/")
    assert "Invited" in client.get("/accounts/people/").content.decode()


def test_handing_over_asks_first(boss: Person) -> None:
    lee = somebody("lee", Role.ENTERPRISE_USER, firm("Ours"))
    client, role = signed_in(boss), boss.memberships.get()
    asked = client.post(f"/accounts/memberships/{role.pk}/hand-over/", {"to": lee.pk})
    assert "Hand over?" in asked.content.decode()
    assert _roles(boss) == ["R2"]
    client.post(f"/accounts/memberships/{role.pk}/hand-over/", {"to": lee.pk, "confirmed": "1"})
    assert _roles(boss) == []
    assert _roles(lee) == ["R1", "R2"]


def test_the_last_administrator_is_told_why_not(boss: Person, language: str) -> None:
    client, role = signed_in(boss, language), boss.memberships.get()
    client.post(f"/accounts/memberships/{role.pk}/end/", {"confirmed": "1"})
    page = client.get(f"/accounts/organisations/{firm('Ours').pk}/").content.decode()
    assert {"zh": "唯一的管理员", "en": "only administrator"}[language] in page
    client.post(f"/accounts/me/leave/{role.pk}/")
    assert _roles(boss) == ["R2"]


def test_accounts_are_suspended_and_restored(admin: Person) -> None:
    lee, client = person("lee"), signed_in(admin)
    client.post(f"/accounts/people/{lee.pk}/suspend/")
    lee.refresh_from_db()
    assert not lee.is_active
    _undo(client, client.get(f"/accounts/people/{lee.pk}/").content.decode())
    lee.refresh_from_db()
    assert lee.is_active
    assert client.get(f"/accounts/people/{admin.pk}/suspend/").status_code == 404, "not oneself"


def test_my_account_is_mine_to_change(home: object) -> None:
    lee = person("lee")
    member(lee, Role.ENTERPRISE_USER, organisation("Ours"))
    client = signed_in(lee)
    answer = client.post("/accounts/me/", {"name": "李梅", "language": "zh"})
    assert answer.cookies["wutong_language"].value == "zh-hans"
    lee.refresh_from_db()
    assert (lee.name, lee.language) == ("李梅", "zh")
    page = client.get("/accounts/me/").content.decode()
    assert "已保存" in page
    client.post(f"/accounts/me/leave/{lee.memberships.get().pk}/")
    assert _roles(lee) == []
    other = somebody("other", Role.ENTERPRISE_USER, firm("Ours"))
    client.post(f"/accounts/me/leave/{other.memberships.get().pk}/")
    assert _roles(other) == ["R1"]


def test_lists_are_searched_sorted_and_paged(admin: Person) -> None:
    ours = organisation("Many")
    for number in range(35):
        somebody(f"zq{number:02}", Role.ENTERPRISE_USER, ours)
    client = signed_in(admin)
    names = lambda page: re.findall(r">(Zq\d\d)</a>", page)  # noqa: E731
    first = client.get("/accounts/people/?q=zq&sort=name").content.decode()
    assert names(first) == sorted(names(first))
    assert len(names(first)) == 30
    assert names(client.get("/accounts/people/?q=zq&sort=-name").content.decode())[0] == "Zq34"
    assert len(names(client.get("/accounts/people/?q=zq&page=2").content.decode())) == 5
    assert names(client.get("/accounts/people/?q=zq07").content.decode()) == ["Zq07"]
    assert 'aria-sort="ascending"' in first
    assert client.get("/accounts/people/?sort=drop&page=x&q=%00").status_code == 200
    page = client.get("/accounts/organisations/?kind=enterprise&sort=-members").content.decode()
    assert "Many" in page
    assert "Platform" not in page.partition("<tbody>")[2]


@pytest.mark.parametrize("path", ["people/", "organisations/", "organisations/{pk}/", "roles/", "me/"])
def test_lists_take_few_queries_whatever_their_length(admin: Person, path: str) -> None:
    ours = organisation("Many")
    client = signed_in(admin)
    counts = []
    for size in (2, 28):
        for number in range(size):
            who = somebody(f"p{size}-{number:02}", Role.ENTERPRISE_USER, ours)
            memberships.grant(person=who, organisation=organisation(f"o{size}-{number}"), role=LEADS, by=admin)
        client.get("/accounts/me/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/accounts/{path.format(pk=ours.pk)}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_the_roles_page_names_all_roles_for_officers(home: object, language: str) -> None:
    clerk = somebody("clerk", Role.WINDOW_CLERK, organisation("窗口", Kind.DEPARTMENT))
    page = signed_in(clerk, language).get("/accounts/roles/").content.decode()
    for role in Role:
        assert role.name_text.in_language("zh" if language == "zh" else "en") in page


def test_mail_of_a_role_waits_for_the_commit(
    boss: Person, mailoutbox: list[object], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    lee = person("lee")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        memberships.grant(person=lee, organisation=firm("Ours"), role=Role.ENTERPRISE_USER, by=boss)
        assert mailoutbox == []
    assert len(mailoutbox) == 1
