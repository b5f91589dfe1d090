"""Pages and API of the desk over a real release: who reaches them, what they show, what an answer does."""

import csv
import io
import json
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from portal.conftest import forget
from portal.people import organisation, person, signed_in, somebody
from portal.tied_release import tied_home
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.atlas.release_reader import OpenRelease, ReleaseReader
from wutong.portal.desk import api
from wutong.portal.desk.models import Judgement, Objection
from wutong.portal.desk.models import Kind as TieKind
from wutong.portal.desk.queries.queue import Item, queue_of
from wutong.portal.notices import sending
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

QUEUE = "/desk/"
MOST_QUERIES = 12


@pytest.fixture(scope="module")
def tied() -> Path:
    """A home whose records carry names that matching is unsure of."""
    return tied_home()


@pytest.fixture
def tied_release(tied: Path, settings: Settings) -> OpenRelease:
    """Its release, as the portal's own."""
    settings.WUTONG_HOME = Home(tied)
    forget()
    return ReleaseReader(Home(tied)).current()


@pytest.fixture
def steward() -> Person:
    """Somebody who may judge."""
    return somebody("steward", Role.DATA_STEWARD, organisation("Office", Kind.PLATFORM))


@pytest.fixture
def clerk(tied_release: OpenRelease, steward: Person) -> Client:
    """The steward at the browser."""
    return signed_in(steward)


def waiting(release: OpenRelease) -> list[Item]:
    return list(queue_of(release).items)


def fields(at: OpenRelease, item: Item, verdict: str, **more: object) -> dict[str, object]:
    """What the page's form sends for its first candidate."""
    plain = {"kind": item.tie.kind.value, "name": item.tie.name, "release": at.version, "step": 0}
    return {**plain, "verdict": verdict, "candidate": item.open_ids[0], **more}


def part(client: Client, path: str, data: dict[str, object]) -> str:
    answer = client.post(path, data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def undo_address(page: str) -> str:
    return "/desk/undo/" + page.split('action="/desk/undo/')[1].split('"')[0]


def test_one_that_matching_did_not_offer_is_looked_for_and_judged(clerk: Client, tied_release: OpenRelease) -> None:
    item = next(one for one in waiting(tied_release) if one.tie.kind is TieKind.NAME_ENTERPRISE)
    offered = [one.enterprise_id for one in item.tie.candidates]
    sql = "SELECT enterprise_id, name_zh, credit_code FROM enterprises WHERE credit_code IS NOT NULL ORDER BY 1"
    ident, name_zh, code = next(row for row in tied_release.query(sql).rows if row[0] not in offered)
    address = f"{QUEUE}?{urlencode({'of': item.tie.kind.value, 'name': item.tie.name, 'other': code})}"
    page = unescape(clerk.get(address, headers={"HX-Request": "true"}).content.decode())
    choice = page.split('id="candidate-1"')[1].split(">")[0]
    assert f'value="{ident}"' in choice
    assert "checked" in choice
    assert page.index(name_zh) < min(page.index(one.name_zh) for one in item.tie.candidates)
    nothing = unescape(clerk.get(address.replace(code, "zzzzqqqq")).content.decode())
    assert "“zzzzqqqq”" in nothing
    part(clerk, "/desk/judge/", fields(tied_release, item, "same", candidate="cn-absent"))
    assert not Judgement.objects.exists()
    part(clerk, "/desk/judge/", fields(tied_release, item, "same", candidate=ident))
    made = Judgement.objects.get()
    assert (made.enterprise_id, made.name_zh, made.verdict, made.score) == (ident, name_zh, "same", None)
    assert item.tie.key not in {one.tie.key for one in waiting(tied_release)}


@pytest.mark.parametrize("path", [QUEUE, "/desk/history/", "/desk/history/file/"])
def test_those_who_may_not_judge_find_no_desk(tied_release: OpenRelease, path: str) -> None:
    assert Client().get(path).status_code == 302
    for username, role, kind in (
        ("staff", Role.ENTERPRISE_USER, Kind.ENTERPRISE),
        ("admin", Role.ADMINISTRATOR, Kind.PLATFORM),
    ):
        other = signed_in(somebody(username, role, organisation(username, kind)))
        assert other.get(path).status_code == 404
        assert other.post("/desk/judge/", {"verdict": "same"}).status_code == 404


def test_the_chain_office_may_judge(tied_release: OpenRelease) -> None:
    analyst = somebody("analyst", Role.CHAIN_ANALYST, organisation("Chain office", Kind.DEPARTMENT))
    assert signed_in(analyst).get(QUEUE).status_code == 200


def test_the_first_name_is_shown_with_both_sides(clerk: Client, tied_release: OpenRelease, language: str) -> None:
    items = waiting(tied_release)
    assert [item.value for item in items] == sorted((item.value for item in items), reverse=True)
    clerk.cookies["wutong_language"] = {"zh": "zh-hans", "en": "en"}[language]
    page = unescape(clerk.get(QUEUE).content.decode())
    first = items[0]
    assert first.tie.name in page
    for one in first.tie.candidates:
        assert one.name_zh in page
        assert f'href="/enterprises/{one.enterprise_id}/"' in page
        for reason in one.reasons_zh if language == "zh" else one.reasons_en:
            assert reason in page
    total = len(items)
    assert {"zh": f"已判断 0 个，共 {total} 个，还剩 {total} 个", "en": f"0 of {total} judged, {total} left"}[
        language
    ] in page


def test_records_that_carry_the_name_are_linked(clerk: Client, tied_release: OpenRelease) -> None:
    in_trials = next(item for item in waiting(tied_release) if "trial_sponsors" in item.tie.tables)
    rows = tied_release.query("SELECT trial_id FROM trial_sponsors WHERE name = ?", (in_trials.tie.name,)).rows
    page = clerk.get(QUEUE, {"name": in_trials.tie.name, "of": in_trials.tie.kind.value}).content.decode()
    assert any(f'href="{reverse("atlas:trial", args=[trial])}"' in page for (trial,) in rows)


@pytest.mark.parametrize("verdict", ["same", "different", "none", "unsure"])
def test_an_answer_brings_the_next_at_once(clerk: Client, tied_release: OpenRelease, verdict: str) -> None:
    first, second, *_ = waiting(tied_release)
    page = part(clerk, "/desk/judge/", fields(tied_release, first, verdict, why=" Same address "))
    assert second.tie.name in page
    assert '<h2 class="desk-name"' in page
    assert "<html" not in page
    assert "1 of " in page
    held = Judgement.objects.get()
    assert (held.name, held.verdict) == (first.tie.name, "different" if verdict == "none" else verdict)
    assert (held.why, held.enterprise_id) == ("Same address", first.open_ids[0])
    assert held.reasons_zh == list(first.first.reasons_zh)


def test_without_scripts_the_page_comes_again(clerk: Client, tied_release: OpenRelease) -> None:
    first, second, *_ = waiting(tied_release)
    answer = clerk.post("/desk/judge/?table=trial_sponsors", fields(tied_release, first, "same"))
    assert (answer.status_code, answer["Location"]) == (302, "/desk/?table=trial_sponsors")
    page = unescape(clerk.get(QUEUE).content.decode())
    assert f"“{first.tie.name}”: the same." in page
    assert second.tie.name in page


def test_undo_shows_the_name_again_and_keeps_both_records(clerk: Client, tied_release: OpenRelease) -> None:
    first = waiting(tied_release)[0]
    page = part(clerk, "/desk/judge/", fields(tied_release, first, "different"))
    page = part(clerk, undo_address(page), {})
    assert f"“{first.tie.name}”: taken back." in page
    assert f'value="{first.tie.name}"' in page
    assert [one.verdict for one in Judgement.objects.order_by("number")] == ["different", "withdrawn"]
    assert waiting(tied_release)[0].tie.name == first.tie.name


def test_nobody_takes_back_what_another_judged(clerk: Client, tied_release: OpenRelease) -> None:
    page = part(clerk, "/desk/judge/", fields(tied_release, waiting(tied_release)[0], "same"))
    other = signed_in(somebody("other", Role.DATA_STEWARD, organisation("Other", Kind.PLATFORM)))
    assert other.post(undo_address(page)).status_code == 404
    assert Judgement.objects.count() == 1


def test_the_second_of_two_clerks_is_told(clerk: Client, tied_release: OpenRelease) -> None:
    first, second, *_ = waiting(tied_release)
    other = signed_in(somebody("other", Role.DATA_STEWARD, organisation("Other", Kind.PLATFORM)))
    part(clerk, "/desk/judge/", fields(tied_release, first, "same"))
    page = part(other, "/desk/judge/", fields(tied_release, first, "different"))
    assert f"Steward judged “{first.tie.name}” at" in page
    assert second.tie.name in page
    assert [one.verdict for one in Judgement.objects.all()] == ["same"]


def test_an_answer_to_a_release_that_is_gone_is_not_recorded(clerk: Client, tied_release: OpenRelease) -> None:
    page = part(clerk, "/desk/judge/", fields(tied_release, waiting(tied_release)[0], "same", release="older"))
    assert "A new release has just been promoted" in page
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("odd", [{"kind": "x"}, {"verdict": "x"}, {"step": "x"}, {"name": ""}, {"why": "x" * 1001}])
def test_odd_answers_are_not_there(clerk: Client, tied_release: OpenRelease, odd: dict[str, object]) -> None:
    item = waiting(tied_release)[0]
    assert clerk.post("/desk/judge/", {**fields(tied_release, item, "same"), **odd}).status_code == 404


def test_a_candidate_that_is_none_judges_nothing(clerk: Client, tied_release: OpenRelease) -> None:
    item = waiting(tied_release)[0]
    assert "No candidate was chosen" in part(clerk, "/desk/judge/", fields(tied_release, item, "same", candidate="x"))
    gone = part(clerk, "/desk/judge/", fields(tied_release, item, "same", name="Nobody's name"))
    assert "holds no name “Nobody's name”" in gone
    assert not Judgement.objects.exists()


def test_the_queue_is_narrowed(clerk: Client, tied_release: OpenRelease) -> None:
    items = waiting(tied_release)
    last = items[-1]
    page = unescape(clerk.get(QUEUE, {"q": last.tie.name.upper()}).content.decode())
    assert f'value="{last.tie.name}"' in page
    for query, wanted in (
        ({"table": "trial_sponsors"}, [one for one in items if "trial_sponsors" in one.tie.tables]),
        ({"kind": "hospital_name"}, [one for one in items if one.tie.kind == "hospital_name"]),
        ({"kind": "objection"}, []),
        ({"division": "330000"}, [one for one in items if one.tie.candidates[0].division_code.startswith("33")]),
    ):
        page = unescape(clerk.get(QUEUE, query).content.decode())
        assert f"{len(wanted)} found" in page, query
        assert ("Nothing of the kind is left" in page) == (not wanted)


def test_later_leaves_it_and_comes_back(clerk: Client, tied_release: OpenRelease) -> None:
    items = waiting(tied_release)
    page = unescape(clerk.get(QUEUE, {"skip": "1"}, headers={"HX-Request": "true"}).content.decode())
    assert f'value="{items[1].tie.name}"' in page
    for odd in ("-1", "x", "99999999"):
        assert clerk.get(QUEUE, {"skip": odd}).status_code == 200


def test_an_empty_desk_says_so(clerk: Client, tied_release: OpenRelease) -> None:
    for item in waiting(tied_release):
        part(clerk, "/desk/judge/", fields(tied_release, item, "unsure"))
    assert "Nothing is left to judge." in clerk.get(QUEUE).content.decode()


@pytest.mark.parametrize("path", [QUEUE, "/desk/history/", "/desk/objections/"])
def test_pages_need_few_queries(clerk: Client, tied_release: OpenRelease, path: str) -> None:
    for item in waiting(tied_release)[:5]:
        part(clerk, "/desk/judge/", fields(tied_release, item, "different"))
    clerk.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert clerk.get(path).status_code == 200
    assert len(asked) <= MOST_QUERIES, [one["sql"] for one in asked]


@pytest.fixture
def objector(tied_release: OpenRelease) -> tuple[Person, str, str]:
    """Somebody of an enterprise that a name is tied to, the name, and the enterprise's id."""
    row = tied_release.query(
        "SELECT name, enterprise_id FROM name_ties WHERE verdict = 'same' ORDER BY 1 LIMIT 1"
    ).rows[0]
    place = organisation("Their firm")
    Organisation.objects.filter(pk=place.pk).update(enterprise_id=row[1])
    return somebody("objector", Role.ENTERPRISE_USER, place), str(row[0]), str(row[1])


def test_an_objection_comes_first_and_its_answer_is_seen(
    clerk: Client,
    tied_release: OpenRelease,
    objector: tuple[Person, str, str],
) -> None:
    who, name, enterprise_id = objector
    theirs = signed_in(who)
    where = reverse("desk:not_us", query={"name": name, "enterprise": enterprise_id})
    theirs.post(where, {"why": "We have no trials", "sent": "1"})
    page = unescape(clerk.get(QUEUE).content.decode())
    assert f'value="{name}"' in page
    assert "We have no trials" in page
    assert "Objected to" in page
    first = waiting(tied_release)[0]
    assert first.open_ids == (enterprise_id,)
    page = part(clerk, "/desk/judge/", fields(tied_release, first, "different", why="Another firm indeed"))
    assert f'value="{name}"' not in page
    held = Objection.objects.get()
    assert held.answered_by == Judgement.objects.get()
    seen = unescape(theirs.get("/desk/objections/").content.decode())
    assert "you are right, it is another" in seen
    assert "Another firm indeed" in seen
    assert "Your objection has been judged" in theirs.get("/notices/").content.decode()
    assert sending.deliver_waiting() == 1
    assert [message.to for message in mail.outbox] == [["objector@example.org"]]
    assert "Another firm indeed" in mail.outbox[0].body
    shown = unescape(theirs.get(where, headers={"HX-Request": "true"}).content.decode())
    assert "you are right" in shown
    # Undone, it waits again.
    part(clerk, f"/desk/undo/{Judgement.objects.get().answer_id}/", {})
    held.refresh_from_db()
    assert held.is_open
    assert waiting(tied_release)[0].tie.name == name
    acts = list(AuditEntry.objects.filter(object_kind="objection").order_by("pk").values_list("act", flat=True))
    assert acts == ["objection.filed", "objection.answered", "objection.reopened"]


def test_an_objection_to_what_matching_does_not_say_is_judged_too(
    clerk: Client, tied_release: OpenRelease, objector: tuple[Person, str, str]
) -> None:
    who, _, enterprise_id = objector
    where = reverse("desk:not_us", query={"name": "A name of no record", "enterprise": enterprise_id})
    signed_in(who).post(where, {"sent": "1"})
    page = unescape(clerk.get(QUEUE).content.decode())
    assert "A name of no record" in page
    assert "no longer carries the name" in page
    part(clerk, "/desk/judge/", fields(tied_release, waiting(tied_release)[0], "same"))
    assert Objection.objects.get().answered_by is not None


def test_the_history_tells_who_when_why_and_what_was_superseded(
    clerk: Client, steward: Person, tied_release: OpenRelease, language: str
) -> None:
    first = waiting(tied_release)[0]
    page = part(clerk, "/desk/judge/", fields(tied_release, first, "unsure", why="=HYPERLINK()"))
    part(clerk, undo_address(page), {})
    clerk.cookies["wutong_language"] = {"zh": "zh-hans", "en": "en"}[language]
    page = unescape(clerk.get("/desk/history/").content.decode())
    assert page.count(first.tie.name) >= 2
    assert {"zh": "取代前：无法判断", "en": "instead of: unsure"}[language] in page
    assert "=HYPERLINK()" in page
    lines = list(csv.reader(io.StringIO(b"".join(clerk.get("/desk/history/file/")).decode("utf-8-sig"))))
    assert len(lines) == 3
    assert lines[2][2] == first.tie.name
    assert lines[2][6] == "'=HYPERLINK()"
    assert lines[2][13] == lines[1][0]
    assert AuditEntry.objects.filter(act="judgement.exported").count() == 1
    for query, count in (({"verdict": "unsure"}, 1), ({"holding": "on"}, 1), ({"mine": "on"}, 2), ({"q": "nobody"}, 0)):
        page = clerk.get("/desk/history/", query).content.decode()
        assert page.count('id="j-') == count, query


API = "/api/v1/desk"


def test_the_api_is_for_people_who_may_judge(tied_release: OpenRelease) -> None:
    for client, status in ((Client(), 401), (signed_in(person("nobody")), 404)):
        for path in ("/queue", "/judgements"):
            answer = client.get(API + path)
            assert answer.status_code == status
            assert answer.headers["Content-Type"] == "application/problem+json"
    assert Client().post(f"{API}/judgements", {}, content_type="application/json").status_code == 401


def test_the_api_judges_once_and_takes_back(clerk: Client, tied_release: OpenRelease) -> None:
    def send(path: str, **data: Any) -> Any:
        return clerk.post(API + path, json.dumps(data), content_type="application/json")

    queue = clerk.get(f"{API}/queue?limit=2").json()
    assert len(queue["items"]) == 2
    assert queue["total"] == queue["left"] == queue["found"] == len(waiting(tied_release))
    first = queue["items"][0]
    answer = {
        **{name: first[name] for name in ("kind", "name", "step")},
        "release": queue["release"],
        "verdict": "same",
        "candidate": first["candidates"][0]["enterprise_id"],
    }
    made = send("/judgements", **answer)
    assert made.status_code == 201
    again = send("/judgements", **answer)
    assert (again.status_code, again.json()["code"]) == (409, "desk.already_judged")
    assert send("/judgements", **{**answer, "verdict": "x"}).status_code == 400
    assert clerk.get(f"{API}/queue").json()["judged"] == 1
    assert send(f"/answers/{made.json()['answer_id']}/undo").status_code == 204
    history = clerk.get(f"{API}/judgements?holding=true").json()
    assert [one["verdict"] for one in history["items"]] == ["withdrawn"]
    assert clerk.get(f"{API}/openapi.json").status_code in {200, 401}


def test_the_api_refuses_writes_from_elsewhere(tied_release: OpenRelease, steward: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(steward)
    answer = strict.post(f"{API}/judgements", "{}", content_type="application/json")
    assert answer.status_code == 403
    assert not Judgement.objects.exists()


def test_callers_are_counted(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.per_minute, "most", 2)
    moment = (clock.now() + timedelta(minutes=1)).replace(second=5)  # a minute that does not end here
    monkeypatch.setattr(clock, "now", lambda: moment)
    caches["shared"].clear()
    assert [clerk.get(f"{API}/queue").status_code for _ in range(3)] == [200, 200, 429]
