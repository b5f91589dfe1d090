"""What somebody follows, and what releases change about it."""

import csv
import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from portal.changed_release import copy_of
from portal.conftest import forget
from portal.people import person, signed_in
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Person
from wutong.portal.atlas.access import release_at
from wutong.portal.flowing.ticking import tick
from wutong.portal.following import actions, telling
from wutong.portal.following.models import Follow, Kind, State
from wutong.portal.following.queries import follows as queries
from wutong.portal.following.states import keeping
from wutong.portal.following.states.differences import differences
from wutong.portal.following.states.reading import packed, unpacked
from wutong.portal.following.subjects import Subject, subject_of
from wutong.portal.notices.models import Channel, Delivery, Notice, Preference
from wutong.portal.shared.audit.models import AuditEntry
from wutong.warehouse.publish.release import rollback

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Two:
    """A home with two releases, and who changed between them."""

    home: Home
    earlier: str
    later: str
    changed: str
    unchanged: str
    node: str


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases are taken in when a test says so, not by a thread."""
    monkeypatch.setattr(keeping, "start", lambda: None)
    monkeypatch.setattr(transaction, "on_commit", lambda act, robust=False: act())


@pytest.fixture
def two(tmp_path: Path, settings: Settings) -> Two:
    home, earlier, later = copy_of(tmp_path)
    settings.WUTONG_HOME = home
    forget()
    before, after = release_at(earlier), None
    assert before is not None
    sql = "SELECT enterprise_id, capital_cny, nodes FROM enterprises WHERE tier <> 'none'"
    was = {row[0]: row[1] for row in before.query(sql).rows}
    after = release_at(later)
    assert after is not None
    rows = after.query(sql).rows
    changed = next(row[0] for row in rows if row[0] in was and was[row[0]] != row[1])
    node = next(row[2][0] for row in rows if row[0] not in was and row[2])
    alike = (
        "SELECT enterprise_id FROM enterprises WHERE tier <> 'none' AND record_count = 1 ORDER BY registered_on LIMIT 1"
    )
    return Two(home, earlier, later, changed, before.query(alike).rows[0][0], node)


def follow(who: object, kind: str, code: str, version: str) -> Follow:
    release = release_at(version)
    assert release is not None
    subject = subject_of(release, kind, code)
    assert subject is not None
    return actions.follow(subject=subject, version=version, by=who)  # type: ignore[arg-type]


def test_lists_tell_what_came_and_went_and_values_what_they_were() -> None:
    found = differences(
        {"tier": "core", "nodes": ["a", "b"], "new": 1}, {"tier": "related", "nodes": ["b", "c"], "x": 2}
    )
    assert [(one.field, one.before, one.after, one.added, one.removed) for one in found] == [
        ("tier", "core", "related", (), ()),
        ("nodes", None, None, ("c",), ("a",)),
    ]


def test_members_lie_packed() -> None:
    assert unpacked(packed(["b", "a"])) == {"a", "b"}
    assert unpacked(packed([])) == frozenset()
    assert unpacked(packed(None)) is None


def test_a_new_release_marks_what_it_changed_until_it_was_seen(two: Two) -> None:
    rollback(two.home, two.earlier)
    lin = person("lin")
    for code in (two.changed, two.unchanged):
        follow(lin, Kind.ENTERPRISE, code, two.earlier)
    keeping.keep_up()
    assert queries.standing_of(lin, two.earlier) == queries.Standing(new=0, behind=0)
    rollback(two.home, two.later)
    assert queries.standing_of(lin, two.later) == queries.Standing(new=0, behind=2)
    keeping.keep_up()
    assert queries.standing_of(lin, two.later) == queries.Standing(new=1, behind=0)
    page = queries.page_of(lin, two.later)
    assert page.rows[0].follow.subject == two.changed
    assert page.rows[0].is_new
    assert page.rows[1].steps == ()
    actions.mark_seen(version=two.later, by=lin)
    assert queries.standing_of(lin, two.later).new == 0


def test_the_list_tells_old_and_new_values_and_the_two_releases(two: Two, language: str) -> None:
    lin = person("lin")
    follow(lin, Kind.ENTERPRISE, two.changed, two.later)
    keeping.keep_up()
    client = signed_in(lin, language)
    page = client.get("/following/").content.decode()
    assert {"zh": "注册资本", "en": "Registered capital"}[language] in page
    assert f"from={two.earlier}&amp;to={two.later}" in page
    assert f"/enterprises/{two.changed}/" in page


def test_changes_are_told_when_the_earlier_release_is_gone(two: Two) -> None:
    lin = person("lin")
    mine = follow(lin, Kind.ENTERPRISE, two.changed, two.later)
    follow(lin, Kind.NODE, two.node, two.later)
    keeping.keep_up()
    shutil.rmtree(two.home.releases / two.earlier)
    forget()
    client = signed_in(lin)
    assert two.earlier in client.get(f"/following/{mine.pk}/").content.decode()
    assert client.get(f"/changes/?from={two.earlier}&to={two.later}").status_code == 200


def test_a_node_tells_who_came(two: Two) -> None:
    lin = person("lin")
    mine = follow(lin, Kind.NODE, two.node, two.later)
    keeping.keep_up()
    (row,) = queries.rows_of([mine])
    counts = "SELECT enterprise_id FROM enterprises WHERE tier <> 'none' AND list_contains(nodes, ?)"
    sides = []
    for version in (two.earlier, two.later):
        release = release_at(version)
        assert release is not None
        sides.append({found[0] for found in release.query(counts, (two.node,)).rows})
    assert row.steps[0].entered == tuple(sorted(sides[1] - sides[0]))
    assert row.steps[0].entered
    text = signed_in(lin).get(f"/following/{mine.pk}/").content.decode()
    assert f"/enterprises/{row.steps[0].entered[0]}/" in text


def test_a_search_and_an_indicator_are_followed_in_one_way(two: Two) -> None:
    lin = person("lin")
    first = follow(lin, Kind.SEARCH, "segment=device&sort=capital&page=3", two.later)
    again = follow(lin, Kind.SEARCH, "segment=device", two.later)
    assert first.pk == again.pk
    follow(lin, Kind.INDICATOR, "trials_registered?by=phase&where=register:cde", two.later)
    keeping.keep_up()
    assert State.objects.get(kind=Kind.INDICATOR, release_version=two.later).values["value"] is not None
    assert Follow.objects.get(kind=Kind.INDICATOR).subject == "trials_registered?where=register%3Acde"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("enterprise", "cn-nobody"),
        ("node", "no_such_node"),
        ("search", "segment=<script>"),
        ("search", "year_from=abc"),
        ("indicator", "no_such_figure"),
        ("indicator", "trials_registered?where=x:y"),
        ("planet", "earth"),
        ("search", "q=" + "x" * 600),
    ],
)
def test_what_is_not_there_cannot_be_followed(two: Two, kind: str, code: str) -> None:
    client = signed_in(person("lin"))
    assert client.get("/following/button/", {"kind": kind, "subject": code}).status_code == 404
    client.post("/following/follow/", {"kind": kind, "subject": code})
    assert not Follow.objects.exists()


def test_following_and_stopping_are_recorded_and_can_be_undone(two: Two) -> None:
    lin = person("lin")
    client = signed_in(lin)
    asked = {"kind": "enterprise", "subject": two.changed}
    assert client.post("/following/follow/", asked).status_code == 302
    held = Follow.objects.get()
    client.post(f"/following/{held.pk}/unfollow/")
    assert not Follow.objects.exists()
    page = client.get("/following/").content.decode()
    assert 'action="/following/follow/"' in page
    assert f'value="{two.changed}"' in page
    client.post("/following/follow/", asked)
    assert Follow.objects.count() == 1
    acts = AuditEntry.objects.filter(actor_id=lin.audit_id).order_by("entry_id").values_list("act", flat=True)
    assert [act for act in acts if act.startswith("follow")] == ["follow.begun", "follow.ended", "follow.begun"]


def test_another_persons_list_does_not_exist(two: Two) -> None:
    mine = follow(person("lin"), Kind.ENTERPRISE, two.changed, two.later)
    stranger = signed_in(person("wei"))
    assert stranger.get(f"/following/{mine.pk}/").status_code == 404
    assert stranger.post(f"/following/{mine.pk}/unfollow/").status_code == 404
    assert Follow.objects.count() == 1
    assert two.changed not in stranger.get("/following/").content.decode()


def test_strangers_are_asked_to_sign_in(two: Two) -> None:
    client = Client()
    for path in ("/following/", "/following/file/", "/following/1/"):
        assert "/accounts/login/" in client.get(path).headers["Location"]
    for path in ("/following/follow/", "/following/seen/", "/following/1/unfollow/"):
        assert "/accounts/login/" in client.post(path).headers["Location"]
    button = client.get("/following/button/", {"kind": "node", "subject": two.node}, headers={"hx-request": "true"})
    assert "/accounts/login/" in button.content.decode()
    assert client.get("/api/v1/following").json()["items"] == []


def test_the_button_says_how_it_stands(two: Two) -> None:
    lin = person("lin")
    client = signed_in(lin)
    asked = {"kind": "node", "subject": two.node}
    htmx = {"hx-request": "true"}
    assert 'aria-pressed="false"' in client.get("/following/button/", asked, headers=htmx).content.decode()
    answer = client.post("/following/follow/", asked, headers=htmx).content.decode()
    assert 'aria-pressed="true"' in answer
    held = Follow.objects.get()
    assert f"/following/{held.pk}/unfollow/" in answer
    assert 'aria-pressed="false"' in client.post(f"/following/{held.pk}/unfollow/", headers=htmx).content.decode()


def test_a_way_back_leads_to_no_other_site(two: Two) -> None:
    client = signed_in(person("lin"))
    for back in ("https://elsewhere.example/", "//elsewhere.example/"):
        answer = client.post("/following/follow/", {"kind": "node", "subject": two.node, "back": back})
        assert answer.headers["Location"] == "/following/"


def test_no_more_than_so_many_are_followed(two: Two, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setattr(actions, "MOST_FOLLOWED", 1)
    client = signed_in(person("lin"), language)
    client.post("/following/follow/", {"kind": "node", "subject": two.node})
    client.post("/following/follow/", {"kind": "enterprise", "subject": two.changed})
    assert Follow.objects.count() == 1
    assert {"zh": "最多可关注 1 项", "en": "At most 1 things"}[language] in client.get("/following/").content.decode()


def test_the_list_is_taken_away_and_told_by_the_api(two: Two) -> None:
    lin = person("lin")
    follow(lin, Kind.ENTERPRISE, two.changed, two.later)
    keeping.keep_up()
    client = signed_in(lin)
    body = b"".join(client.get("/following/file/").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert {tuple(row[2:4]) for row in rows[1:]} == {(two.earlier, two.later)}
    told = client.get("/api/v1/following").json()
    assert told["items"][0]["subject"] == two.changed
    fields = {one["field"] for one in told["items"][0]["steps"][0]["differences"]}
    assert "capital_cny" in fields


def test_a_long_list_asks_no_more_of_the_database(
    two: Two, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lin = person("lin")
    release = release_at(two.later)
    assert release is not None
    for (code,) in release.query("SELECT enterprise_id FROM enterprises LIMIT 45").rows:
        actions.follow(subject=Subject(Kind.ENTERPRISE, code, code), version=two.later, by=lin)
    keeping.keep_up()
    client = signed_in(lin)
    client.get("/following/")
    with django_assert_max_num_queries(12):
        page = client.get("/following/?page=2").content.decode()
    assert len(re.findall("follow-card", page)) == queries.PAGE


def test_the_bell_counts(two: Two) -> None:
    rollback(two.home, two.earlier)
    lin = person("lin")
    follow(lin, Kind.ENTERPRISE, two.changed, two.earlier)
    keeping.keep_up()
    client = signed_in(lin)
    assert "follow-count" not in client.get("/following/").content.decode()
    rollback(two.home, two.later)
    keeping.keep_up()
    forget()
    assert "follow-count" in client.get("/following/").content.decode()
    client.post("/following/seen/")
    assert "follow-count" not in client.get("/following/").content.decode()
    assert AuditEntry.objects.filter(act="follow.seen", actor_id=lin.audit_id).count() == 1


def test_the_database_refuses_what_makes_no_sense(two: Two) -> None:
    mine = follow(person("lin"), Kind.NODE, two.node, two.later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(person=mine.person, kind=mine.kind, subject=mine.subject, title="x", seen_version="v")
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.filter(pk=mine.pk).update(kind="planet")


def notices_of(who: object) -> list[Notice]:
    return list(Notice.objects.filter(recipient=who, kind="following.changed"))


def test_a_new_release_reaches_followers_once_whatever_stops_in_between(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollback(two.home, two.earlier)
    lin, *others = (person("lin", language="zh"), *(person(name) for name in ("chen", "zhou", "gone")))
    chen, zhou, gone = others
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    Preference.objects.create(person=chen, mail=False)
    for who in (lin, chen, gone):
        follow(who, Kind.ENTERPRISE, two.changed, two.earlier)
    follow(lin, Kind.NODE, two.node, two.earlier)
    follow(zhou, Kind.ENTERPRISE, two.unchanged, two.earlier)
    today = clock.today()
    assert (telling.tell_changes(today), Notice.objects.count()) == (0, 0)  # the first release changes nothing

    rollback(two.home, two.later)
    send = telling.send

    def die_after_one(**words: object) -> list[Notice]:
        if Notice.objects.filter(kind="following.changed").exists():
            raise RuntimeError("the process is gone")
        return send(**words)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "send", die_after_one)
    with pytest.raises(RuntimeError):
        telling.tell_changes(today)
    monkeypatch.setattr(telling, "send", send)
    assert [telling.tell_changes(today) for _ in range(3)] == [1, 0, 0]
    (mine,), (theirs,) = notices_of(lin), notices_of(chen)
    assert (notices_of(zhou), notices_of(gone)) == ([], [])
    assert "2 项" in mine.subject
    assert "注册资本：" in mine.body
    assert " → " in mine.body
    assert "Registered capital: " in theirs.body
    channels = {one.notice_id: one.channel for one in Delivery.objects.exclude(channel=Channel.PORTAL)}
    assert channels == {mine.pk: Channel.MAIL}  # one mail, and none to whoever wants none
    assert signed_in(lin).get(mine.address).status_code == 200

    rollback(two.home, two.earlier)
    assert (telling.tell_changes(today), len(notices_of(lin))) == (0, 1)  # a rollback is no news


def test_what_was_seen_already_is_not_told(two: Two) -> None:
    rollback(two.home, two.earlier)
    lin, late = person("lin"), person("late")
    follow(lin, Kind.ENTERPRISE, two.changed, two.earlier)
    telling.tell_changes(clock.today())
    rollback(two.home, two.later)
    keeping.keep_up()
    actions.mark_seen(version=two.later, by=lin)
    follow(late, Kind.ENTERPRISE, two.changed, two.later)
    assert telling.tell_changes(clock.today()) == 0
    assert not Notice.objects.exists()


def test_the_tick_tells_followers(two: Two) -> None:
    rollback(two.home, two.earlier)
    lin = person("lin")
    follow(lin, Kind.ENTERPRISE, two.changed, two.earlier)
    tick()
    rollback(two.home, two.later)
    assert tick().happened["following"] == 1
    assert "following" not in tick().happened
    assert len(notices_of(lin)) == 1
