"""A doctor in an enterprise: the whole life; conflicts, acts for others and second logs refused; subsidies reckoned."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from portal.people import SETUP, member, organisation, signed_in, somebody
from portal.placement_town import FREE, START, Town, standing
from wutong.catalog.catalog import load_catalog
from wutong.catalog.placements import Grade
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.actions import competences
from wutong.portal.cases.models import Part
from wutong.portal.flowing.moving import ActRefused, SomebodyActed
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick
from wutong.portal.notices.models import Notice
from wutong.portal.placements import demo
from wutong.portal.placements.actions import agreeing, ending
from wutong.portal.placements.actions.carrying import PlacementRefused
from wutong.portal.placements.actions.matching import Declared, let_go
from wutong.portal.placements.models import Placement, Subsidy
from wutong.portal.placements.sides import ACTS
from wutong.rules.placement_subsidy import Claimed, reckon

pytestmark = pytest.mark.django_db
SCHEME = load_catalog().placements["chongzhou"]


@pytest.fixture(autouse=True)
def _monday(empty_home: Home) -> Iterator[None]:
    with standing(START):
        yield


def test_from_need_to_subsidy() -> None:
    town = Town()
    assert (town.one.number, town.one.state) == ("BR-2026-00001", "need")
    assert town.one.due_on == working_days().after(START, 10)  # the promise of VS02
    town.at_work()
    at_work = town.placement
    assert (at_work.state, at_work.year, at_work.year_ends_on) == ("working", 1, date(2027, 11, 1))
    assert at_work.due_on == date(2026, 12, 10)  # November's log
    town.log_months(11)
    town.rated(Grade.EXCELLENT)
    with standing(date(2027, 11, 5)):
        town.claim(180_000)
        town.grant()
    paid = Subsidy.objects.get()
    assert (paid.percent, paid.amount, paid.rule) == (70, Decimal(100_000), "cap")
    assert paid.granted_by == town.officer
    assert sum(one.confirmed_days or 0 for one in town.one.logs.all()) == 88
    assert Notice.objects.filter(recipient=town.doctor, subject__startswith="Grant").count() == 1


def test_extended_twice_and_no_oftener_and_confirmed_anew_each_time() -> None:
    town = Town()
    town.at_work()
    for year in (2, 3):
        town.rated(Grade.QUALIFIED)
        with standing((town.placement.year_ends_on or START) + timedelta(days=1)):
            town.extend()
            assert town.placement.state == "agreeing"
            town.sign_all()
        assert (town.placement.state, town.placement.year) == ("working", year)
        assert town.placement.promised_before == 96 * (year - 1)
        with standing(town.placement.year_began_on or START):
            town.claim(100_000, year - 1)  # the year before is still paid for
    town.rated(Grade.QUALIFIED)
    with standing(town.placement.year_ends_on or START), pytest.raises(ActRefused) as refused:
        town.extend()
    assert refused.value.rule == "act.spent"


def test_to_staff_to_founding_and_to_an_early_end() -> None:
    town = Town()
    town.at_work()
    town.rated()
    with standing(town.placement.year_ends_on or START):
        town.plain(town.user, "offer")
        town.plain(town.doctor, "refuse_offer")
        town.plain(town.doctor, "announce", "成立公司转化成果")
        with pytest.raises(ActRefused):  # the unit agrees, and nobody else
            town.plain(town.doctor, "permit")
        town.plain(town.dean, "permit")
    assert (town.placement.state, town.placement.phase) == ("founded", "ended")
    assert town.placement.ended_on == town.placement.year_ends_on


def test_either_side_ends_it_early_with_a_reason() -> None:
    town = Town()
    town.at_work()
    with pytest.raises(ActRefused) as refused:
        town.plain(town.dean, "exit", reason="")
    assert refused.value.rule == "act.needs_reason"
    town.plain(town.dean, "exit", "教学需要")
    assert (town.placement.state, town.placement.look_on) == ("exited", None)


@pytest.mark.parametrize(
    ("declared", "rule"),
    [(Declared(True, False), "conflict.doctor_owns"), (Declared(False, True), "conflict.unit_owns")],
)
def test_a_conflict_is_refused_and_the_post_is_open_again(declared: Declared, rule: str) -> None:
    town = Town()
    town.plain(town.officer, "publish")
    town.apply(declared)
    town.plain(town.user, "choose")
    with pytest.raises(PlacementRefused) as refused:
        town.clear()
    assert refused.value.rule == rule
    from_seen = town.seen_by(town.officer)
    let_go(seen=from_seen, code="conflict", after=from_seen.placement.steps, reason="持股", by=town.officer)
    assert (town.placement.state, town.placement.doctor) == ("open", None)
    with pytest.raises(PlacementRefused) as again:
        town.apply(FREE)
    assert again.value.rule == "candidate.conflict"


def test_somebody_of_the_enterprise_is_no_candidate() -> None:
    town = Town()
    member(town.doctor, Role.TALENT, town.firm)
    town.match()
    with pytest.raises(PlacementRefused) as refused:
        town.clear()
    assert refused.value.rule == "conflict.member"


def test_nobody_acts_for_another_party() -> None:
    town = Town()
    with pytest.raises(ActRefused):
        town.plain(town.user, "publish")
    town.match()
    town.clear()
    town.sign(town.manager)
    with pytest.raises(PlacementRefused):  # twice for one's own side
        town.sign(town.manager)
    for who in (town.user, town.officer, town.leader):  # no power to sign, or no party
        with pytest.raises((PlacementRefused, ActRefused)):
            town.sign(who)
    assert town.placement.state == "agreeing"
    town.sign(town.doctor)
    agreed = town.seen_by(town.user)
    agreeing.revise(seen=agreed, after=agreed.placement.steps, terms=TERMS_LESS, by=town.user)
    town.sign(town.dean)
    assert town.placement.state == "agreeing"  # the first two confirmed other terms
    town.sign(town.manager)
    town.sign(town.doctor)
    assert town.placement.state == "onboarding"


TERMS_LESS = agreeing.Terms(6, 7, Decimal(12_000), 1, "另行约定")


def test_every_act_is_somebodys_and_only_theirs() -> None:
    flow = load_catalog().flows["placement"]
    assert ACTS.keys() == {act.code for act in flow.acts if act.by_clock is None}
    town = Town()
    town.at_work()
    may = {who.username: {act.code for act in town.seen_by(who).may()} for who in (town.user, town.doctor, town.dean)}
    assert {"log", "close_year"} & may["user"] == set()
    assert {"confirm_log", "reach"} & may["doctor"] == set()
    assert may["dean"] == {"exit"}
    assert town.seen_by(town.leader).may() == []


def test_a_month_is_logged_once_within_its_days_and_counts_once_confirmed() -> None:
    town = Town()
    town.at_work()
    november = date(2026, 11, 1)
    odd = [(november, 3, "log.days"), (date(2026, 12, 1), 1, "log.month"), (date(2026, 10, 1), 1, "log.month")]
    for month, days, rule in odd:
        with pytest.raises(PlacementRefused) as refused:
            town.log(month, days)
        assert refused.value.rule == rule
    with standing(date(2026, 12, 3)):
        town.log(november, 9)
        with pytest.raises(PlacementRefused) as twice:
            town.log(november, 9)
        assert twice.value.rule == "log.twice"
        with pytest.raises(PlacementRefused):
            town.confirm(november, 10)
        town.confirm(november, 7)
        with pytest.raises(PlacementRefused):
            town.confirm(november, 7)
    assert town.placement.due_on == date(2027, 1, 11)  # the tenth is a Sunday


def test_two_who_act_at_once() -> None:
    town = Town()
    shown = town.seen_by(town.officer)
    town.plain(town.user, "withdraw")
    with pytest.raises(SomebodyActed):
        ending.plain(seen=shown, code="publish", after=1, reason="", by=town.officer)


def test_time_reminds_once_and_ends_the_year_by_itself() -> None:
    town = Town()
    late = working_days().after(START, 12)
    for _ in range(2):
        tick(late)
    assert Notice.objects.filter(recipient=town.leader, kind="placement.due").count() == 1
    town.at_work()
    for day in (date(2026, 12, 8), date(2026, 12, 8), date(2027, 12, 1), date(2027, 12, 1)):
        with standing(day):
            tick(day)
    about_log = Notice.objects.filter(recipient=town.doctor, kind="placement.due", subject__contains="Monthly log")
    assert about_log.filter(subject__startswith="Due soon").count() == 1
    assert town.placement.state == "rating"
    assert town.placement.step_rows.filter(act="year_over").count() == 1


def test_others_find_no_such_placement() -> None:
    town = Town()
    rival = somebody("rival", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    other_dean = somebody("dean2", Role.UNIVERSITY, organisation("另一大学", Kind.UNIVERSITY))
    other_doctor = somebody("doctor2", Role.TALENT, other_dean.memberships.get().organisation)
    for who in (rival, other_dean, other_doctor, town.doctor):  # the post is not published yet
        with pytest.raises(Http404):
            town.seen_by(who)
    town.match()
    for who in (rival, other_dean, other_doctor):
        with pytest.raises(Http404):
            town.seen_by(who)


@pytest.mark.parametrize(
    ("claimed", "amount", "rule"),
    [
        (Claimed(1, Grade.EXCELLENT, Decimal(100_000)), "70000.00", "share"),
        (Claimed(1, Grade.QUALIFIED, Decimal(100_000)), "50000.00", "share"),
        (Claimed(2, Grade.EXCELLENT, Decimal(142_857)), "99999.90", "share"),
        (Claimed(3, Grade.EXCELLENT, Decimal(142_858)), "100000.00", "cap"),
        (Claimed(4, Grade.EXCELLENT, Decimal(100_000)), "0", "years"),
        (Claimed(1, Grade.UNQUALIFIED, Decimal(100_000)), "0", "nothing"),
        (Claimed(1, Grade.QUALIFIED, Decimal(300_000), months=6), "50000.00", "cap"),
        (Claimed(1, Grade.EXCELLENT, Decimal(100_000), already=Decimal(60_000)), "40000.00", "cap"),
        (Claimed(1, Grade.EXCELLENT, Decimal("0.03")), "0.02", "share"),
    ],
)
def test_worked_examples_of_the_subsidy(claimed: Claimed, amount: str, rule: str) -> None:
    found = reckon(SCHEME, claimed)
    assert (found.amount, found.rule) == (Decimal(amount), rule)


def test_no_more_is_claimed_than_agreed_nor_for_a_bad_year_nor_twice() -> None:
    town = Town()
    town.at_work()
    town.rated(Grade.QUALIFIED)
    with standing(date(2027, 11, 5)):
        for pay, year, rule in [(180_001, 1, "claim.beyond_agreement"), (1, 2, "claim.not_now")]:
            with pytest.raises(PlacementRefused) as refused:
                town.claim(pay, year)
            assert refused.value.rule == rule
        town.claim(120_000)
        assert Subsidy.objects.get().amount == 60_000
        with pytest.raises(WutongError):
            town.claim(120_000)


def test_steps_and_confirmations_are_never_changed() -> None:
    town = Town()
    town.match()
    town.clear()
    town.sign(town.manager)
    for table in ("placements_placementstep", "placements_signature"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_everybody(language: str) -> None:
    town = Town()
    user, officer, doctor = (signed_in(who, language) for who in (town.user, town.officer, town.doctor))
    assert user.get("/placements/new/").status_code == 200
    asked = {
        "organisation": town.firm.pk, "topic": "<b>酶</b>", "task": "改造", "spending": 1000, "months": 6,
        "days_a_month": 7, "pay": 9000, "outputs": 1, "rights": "归企业", "is_independent": "on",
    }  # fmt: skip
    address = user.post("/placements/new/", asked).headers["Location"]
    assert "&lt;b&gt;酶" in user.get(address).content.decode()
    assert doctor.get(address).status_code == 404  # not published
    assert officer.post(f"{address}publish/", {"steps": 1}).status_code == 302
    post = doctor.get(address).content.decode()
    assert "1,000" not in post  # what else there is of it is not for those who only read the post
    assert doctor.post(f"{address}apply/", {"steps": 2}).status_code == 422
    yes = {"steps": 2, "apply-words": "愿意", "apply-doctor_owns": "no", "apply-unit_owns": "no"}
    assert doctor.post(f"{address}apply/", yes).status_code == 302
    assert user.post(f"{address}choose/", {"steps": 2}).status_code == 409
    assert user.post(f"{address}choose/", {"steps": 3}).status_code == 302
    assert doctor.post(f"{address}clear/", {"steps": 4}).status_code == 409
    assert officer.post(f"{address}clear/", {"steps": 4}).status_code == 302
    assert signed_in(town.dean, language).get(f"{address}agreement/").status_code == 200
    rival = somebody("rival", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    stranger = signed_in(rival, language)
    for path in (address, f"{address}agreement/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{address}choose/", {"steps": 5}).status_code == 404
    assert town.one.number not in stranger.get("/placements/?tab=all").content.decode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_demo_shows_promised_beside_delivered_and_is_made_once(
    language: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    firm, university = organisation("演示生物有限公司"), organisation("演示大学", Kind.UNIVERSITY)
    roles = {"user": (Role.ENTERPRISE_USER, firm), "manager": (Role.ORGANISATION_ADMINISTRATOR, firm),
             "doctor": (Role.TALENT, university), "university": (Role.UNIVERSITY, university)}  # fmt: skip
    with standing(START - timedelta(days=120)):
        people = {name: somebody(name, role, where) for name, (role, where) in roles.items()}
        competences.give(organisation=university, service_code="VS02", part=Part.LEAD, by=SETUP)
    demo.furnish()
    demo.furnish()
    assert sorted(Placement.objects.values_list("state", flat=True)) == ["open", "working"]
    one = Placement.objects.get(state="working")
    for who in people.values():
        page = signed_in(who, language).get(f"/placements/{one.number}/")
        assert page.status_code == 200
        assert '<progress value="' in page.content.decode()
    reader = signed_in(people["university"], language)
    reader.get("/placements/")
    with django_assert_max_num_queries(12):
        shown = reader.get("/placements/?tab=working&sort=due&q=稳定").content.decode()
    assert one.topic in shown
    file = b"".join(reader.get("/placements/list.csv?tab=all").streaming_content).decode("utf-8-sig")
    assert one.number in file
