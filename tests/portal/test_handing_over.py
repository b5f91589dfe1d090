"""What somebody hands over before they are erased: named with its page, refused until it is; visits are cancelled."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from portal.cases.cast import District, district, do, experts, sent
from portal.import_stage import stage
from portal.materials_store import Store
from portal.people import PASSWORD, SETUP, organisation, signed_in, somebody
from portal.placement_town import Town
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.actions import erasure
from wutong.portal.accounts.actions.erasure import HandOverFirst
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.duties import owed_by
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.appointments.actions import booking, groups
from wutong.portal.appointments.actions.booking import About
from wutong.portal.appointments.actions.groups import Plan
from wutong.portal.appointments.actions.places import Chosen
from wutong.portal.appointments.models import Appointment, CounterGroup, Slot
from wutong.portal.cases.actions import assigning, opinions
from wutong.portal.imports.actions import assessing
from wutong.portal.imports.actions.assessing import Asked
from wutong.portal.materials.actions.places import dismiss_keeper
from wutong.portal.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

ERASE = "/accounts/me/erase/"
SAID = {"password": PASSWORD, "has_read": "on"}
MONDAY = date(2026, 11, 23)


def bound(who: Person, *names: str) -> None:
    """`who` is refused, told each of `names`, and reaches every page that is named."""
    client: Client = signed_in(who)
    answer = client.post(ERASE, SAID)
    said = answer.content.decode()
    assert answer.status_code == 400 and "To be handed over first" in said
    for name in names:
        assert name in said, name
    bonds = [bond for one in owed_by(who) for bond in one.bonds]
    assert len(bonds) == len(names)
    for bond in bonds:
        assert f'href="{bond.address}"' in said and client.get(bond.address).status_code == 200
    with pytest.raises(HandOverFirst, match=names[0]):
        erasure.ask(person=who, by=who)


def free(who: Person) -> None:
    assert owed_by(who) == [] and "handed over first" not in signed_in(who).get(ERASE).content.decode()
    erasure.ask(person=who, by=who)


def test_a_keeper_of_controlled_materials() -> None:
    store = Store()
    bound(store.one, "江南试剂, 一号库")
    dismiss_keeper(place=store.place, person=store.one, by=store.other)
    free(store.one)


def test_whoever_works_on_running_cases() -> None:
    where = district()
    cases = [sent(where, "GS19") for _ in range(6)]
    officer = where.officer
    assigning.assign(cases=cases, to=officer, by=where.leader)
    (owed,) = owed_by(officer)
    assert (len(owed.first), owed.more) == (5, 1) and "and 1 more" in owed.said.en and "等 6 项" in owed.said.zh
    for case in cases[2:]:
        do(where.user, case, "withdraw")
    bound(officer, *(one.number for one in cases[:2]))
    assigning.assign(cases=cases[:2], to=None, by=where.leader)
    free(officer)


def test_an_expert_of_a_panel() -> None:
    where = district()
    experts(4)
    case = do(where.officer, sent_to_review(where), "convene", reason="需要专家评审", ground="expert_review")
    first = case.opinions.order_by("pk")[0]
    assert first.expert is not None
    bound(first.expert, case.number)
    opinions.declare_conflict(opinion=first, reason="曾任顾问", by=first.expert)
    free(first.expert)


def sent_to_review(where: District):  # type: ignore[no-untyped-def]
    case = sent(where, "GS07")
    return do(where.clerk, case, "accept")


def test_an_expert_whom_nobody_stands_beside() -> None:
    on = stage()
    asked = assessing.ask(organisation=on.firm, asked=Asked("血清甲", "血清", "human", "演示国", "研发"), by=on.clerk)
    assessing.assign(opinion=asked, person=on.expert, by=on.officer)
    assessing.declare_conflict(opinion=asked, has_conflict=False, note="", by=on.expert)
    bound(on.expert, "血清甲")
    institute = organisation("Institute", Kind.UNIVERSITY)
    second = somebody("second", Role.EXPERT, institute)
    assessing.assign(opinion=asked, person=second, by=on.officer)
    assessing.declare_conflict(opinion=asked, has_conflict=True, note="顾问", by=second)
    bound(on.expert, "血清甲")
    assessing.assign(opinion=asked, person=somebody("third", Role.EXPERT, institute), by=on.officer)
    free(on.expert)


def test_a_doctor_and_the_last_of_a_side_in_a_running_placement() -> None:
    town = Town()
    town.match()
    town.clear()
    number = town.placement.number
    for who in (town.doctor, town.dean):
        bound(who, number)
    assert owed_by(town.user) == []  # the manager can act for the firm
    somebody("second", Role.UNIVERSITY, town.university)
    free(town.dean)
    town.plain(town.doctor, "exit")
    free(town.doctor)


@dataclass(frozen=True)
class _Counter:
    group: CounterGroup
    where: District

    def book(self, who: Person, day: date, at: time = time(9)) -> Appointment:
        about = About(topic="咨询")
        return booking.book(chosen=Chosen(self.group, day, at), about=about, holder=who, by=who)


def standing(day: date, hour: int):  # type: ignore[no-untyped-def]
    return clock.standing(datetime.combine(day, time(hour), clock.SHANGHAI))


def test_a_visit_ahead_is_cancelled_and_its_place_is_free_again() -> None:
    where = district()
    with standing(MONDAY, 8):
        group = groups.add(window=where.window, name=Text("综合", "General"), services=[], by=SETUP)
        groups.plan(group=group, wanted=Plan(MONDAY, "09:00-11:00", 60, 1), by=SETUP)
        counter = _Counter(group, where)
        begun = counter.book(where.user, MONDAY)
        later = MONDAY + timedelta(days=8)
        ahead = counter.book(where.user, later)
        asked = erasure.ask(person=where.user, by=where.user)
        said = signed_in(where.user).get(ERASE).content.decode()
        assert "Visits that are still ahead: cancelled" in said
    told = Notice.objects.count()
    with standing(asked.due_on, 10):
        assert erasure.carry_out_due(asked.due_on) == 1
        ahead.refresh_from_db()
        begun.refresh_from_db()
        assert (ahead.state, ahead.holder, ahead.reason) == ("cancelled", None, "")
        assert (begun.state, begun.holder) == ("booked", None)  # its day is over: nobody else could have it
        assert list(Slot.objects.order_by("day").values_list("taken", flat=True)) == [1, 0]
        assert counter.book(where.clerk, later).day == later
    assert Notice.objects.count() <= told + 1  # of the clerk's booking; nothing to whoever is no more
