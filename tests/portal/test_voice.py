"""What enterprises say: one pool, dispatched, answered in time, rated; a suggestion ends in a version or a no."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from portal.cases.changed import change
from portal.people import organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.flowing.moving import ActRefused, SomebodyActed
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick
from wutong.portal.notices.models import Notice
from wutong.portal.voice import demo
from wutong.portal.voice.access import seen, visible
from wutong.portal.voice.actions import handling
from wutong.portal.voice.actions.speaking import Said, say
from wutong.portal.voice.models import Petition

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch, empty_home: Home) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


class Town:
    """Everybody who has a part."""

    def __init__(self) -> None:
        self.firm = organisation("江畔测试生物有限公司")
        self.office = organisation("主管科", Kind.DEPARTMENT)
        self.user = somebody("user", Role.ENTERPRISE_USER, self.firm)
        self.clerk = somebody("clerk", Role.WINDOW_CLERK, organisation("窗口", Kind.DEPARTMENT))
        self.officer = somebody("officer", Role.DEPARTMENT_REVIEWER, self.office)
        self.leader = somebody("leader", Role.LEADER, self.office)

    def say(self, kind: str = "problem", service: str = "") -> Petition:
        said = Said(kind, "危废暂存不够", "园区危废暂存间已满，转运要等两周。", service)
        return say(said=said, organisation=self.firm, roles=frozenset({"R1"}), by=self.user)

    def dispatched(self, **told: str) -> Petition:
        return dispatch(self.clerk, self.say(**told), self.office)


def as_(who: Person, petition: Petition) -> handling.Seen:
    access = Access.of_person(who)
    return seen(access, visible(access).filter(pk=petition.pk).first())


def dispatch(who: Person, petition: Petition, where: Organisation, reason: str = "") -> Petition:
    shown = as_(who, petition)
    return handling.dispatch(
        seen=shown, after=shown.petition.steps, handler=where, issue="venues", reason=reason, by=who
    )


def answer(who: Person, petition: Petition, **told: str) -> Petition:
    shown = as_(who, petition)
    return handling.answer(seen=shown, after=shown.petition.steps, text="已协调增加一次转运。", by=who, **told)


def test_it_is_dispatched_answered_and_rated() -> None:
    town = Town()
    said = town.say()
    assert (said.number, said.state, said.due_on) == ("SQ-2026-00001", "received", working_days().after(TODAY, 1))
    given = dispatch(town.clerk, said, town.office)
    assert (given.state, given.issue, given.due_on) == ("handling", "venues", working_days().after(TODAY, 5))
    assert Notice.objects.filter(recipient=town.officer, kind="voice.dispatched").count() == 1
    told = answer(town.officer, given)
    assert Notice.objects.get(recipient=town.user, kind="voice.answer").body == "已协调增加一次转运。"
    shown = as_(town.user, told)
    done = handling.rate(seen=shown, after=told.steps, stars=4, remark="", by=town.user)
    assert (done.phase, done.stars) == ("ended", 4)


def test_whoever_is_not_satisfied_asks_once_more_and_no_oftener() -> None:
    town = Town()
    told = answer(town.officer, town.dispatched())
    again = handling.reopen(seen=as_(town.user, told), after=told.steps, reason="还是没有人来", by=town.user)
    assert again.state == "handling"
    told = answer(town.officer, again)
    with pytest.raises(ActRefused) as refused:
        handling.reopen(seen=as_(town.user, told), after=told.steps, reason="再来", by=town.user)
    assert refused.value.rule == "act.spent"


def test_a_suggestion_about_a_service_ends_in_a_version_or_a_reasoned_no(monkeypatch: pytest.MonkeyPatch) -> None:
    change(monkeypatch)  # GS15 has a second version from the first of December on
    town = Town()
    given = town.dispatched(kind="suggestion", service="GS15")
    Petition.objects.update(entered_at=datetime(2026, 11, 23, 4, tzinfo=UTC))
    with pytest.raises(handling.OutcomeMissing):
        answer(town.officer, given)
    for no_answer in ("GS15.v9", "GS15.v1", "VS05.v1", ""):  # none, the one that was there, another's, nothing
        with pytest.raises(handling.NoSuchVersion):
            answer(town.officer, given, outcome="adopted", version=no_answer)
    assert Petition.objects.get().answer == ""  # what was refused left nothing
    told = answer(town.officer, given, outcome="adopted", version="GS15.v2")
    assert (told.outcome, told.outcome_version) == ("adopted", "GS15.v2")
    page = signed_in(town.user).get(f"/voice/{told.number}/").content.decode()
    assert "GS15.v2" in page


def test_unanswered_it_goes_up_once_and_unrated_it_is_closed() -> None:
    town = Town()
    given = town.dispatched()
    late = working_days().after(TODAY, 7)
    tick(late)
    tick(late)
    assert Notice.objects.filter(recipient=town.leader, kind="voice.due").count() == 1
    answer(town.officer, Petition.objects.get(pk=given.pk))
    tick(date(2026, 12, 31))
    assert Petition.objects.get(pk=given.pk).state == "closed"


def test_the_demo_has_said_something_on_every_channel_once() -> None:
    with clock.standing(datetime(2026, 9, 1, tzinfo=UTC)):  # they have been there for a while
        firm, office = organisation("江畔测试生物有限公司"), organisation("主管科", Kind.DEPARTMENT)
        somebody("user", Role.ENTERPRISE_USER, firm)
        somebody("clerk", Role.WINDOW_CLERK, organisation("窗口", Kind.DEPARTMENT))
        officer = somebody("reviewer", Role.DEPARTMENT_REVIEWER, office)
    demo.furnish()
    demo.furnish()
    made = Petition.objects.order_by("pk")
    assert {one.channel for one in made} == {"portal", "phone", "visit", "meeting", "letter"}
    assert {one.state for one in made} == {"received", "handling", "answered", "closed"}
    outcomes = {(one.service_code, one.outcome, one.outcome_version) for one in made if one.outcome}
    assert outcomes == {("GS15", "declined", ""), ("VS09", "adopted", "VS09.v2")}
    assert {one.organisation for one in made if one.outcome} == {firm}
    adopted = made.get(outcome="adopted")
    shown = signed_in(Person.objects.get(username="user")).get(f"/voice/{adopted.number}/").content.decode()
    assert "VS09.v2" in shown and "/services/VS09/#versions-title" in shown
    assert all(one.entered_at <= clock.now() for one in made)
    assert signed_in(officer).get("/voice/?tab=answer").content.decode().count("/voice/SQ-") == 2
    tick(TODAY)
    tick(date(2026, 12, 31))
    assert not made.filter(state="answered").exists()


def test_two_who_act_at_once() -> None:
    town = Town()
    said = town.say()
    shown = as_(town.clerk, said)
    handling.dispatch(seen=shown, after=said.steps, handler=town.office, issue="", by=town.clerk)
    other = organisation("另一科", Kind.DEPARTMENT)
    with pytest.raises(SomebodyActed):
        handling.dispatch(seen=shown, after=said.steps, handler=other, issue="", by=town.clerk)
    assert Petition.objects.get(pk=said.pk).handler == town.office


def test_others_find_no_such_petition() -> None:
    town = Town()
    said = town.say()
    rival = somebody("rival", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    for who in (rival, town.officer):  # not dispatched to the officer's section yet
        client = signed_in(who)
        assert client.get(f"/voice/{said.number}/").status_code == 404
        assert client.post(f"/voice/{said.number}/withdraw/", {"steps": said.steps}).status_code == 404
        assert said.title not in client.get("/voice/?tab=all").content.decode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_everybody(language: str) -> None:
    town = Town()
    user = signed_in(town.user, language)
    asked = {
        "kind": "problem",
        "title": "停电",
        "text": "<b>周三</b>停电",
        "organisation": town.firm.pk,
        "service": "GS19",
    }
    assert user.get("/voice/new/").status_code == 200
    address = user.post("/voice/new/", asked).headers["Location"]
    assert "&lt;b&gt;周三" in user.get(address).content.decode()
    clerk, officer = signed_in(town.clerk, language), signed_in(town.officer, language)
    given = {"dispatch-handler": town.office.pk, "dispatch-issue": "materials", "steps": 1}
    assert clerk.post(f"{address}dispatch/", given).status_code == 302
    assert officer.post(f"{address}answer/", {"steps": 2}).status_code == 422
    assert officer.post(f"{address}answer/", {"answer-text": "已安排", "steps": 1}).status_code == 409
    assert officer.post(f"{address}answer/", {"answer-text": "已安排", "steps": 2}).status_code == 302
    assert user.post(f"{address}rate/", {"rate-stars": 5, "steps": 3}).status_code == 302
    for tab in ("open", "dispatch", "answer", "mine", "closed", "all"):
        assert user.get(f"/voice/?tab={tab}&q=停&kind=problem&issue=materials&sort=due").status_code == 200
    file = b"".join(user.get("/voice/pool.csv?tab=all").streaming_content).decode("utf-8-sig")
    assert "停电" in file


def test_steps_are_never_changed() -> None:
    Town().say()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM voice_petitionstep")
