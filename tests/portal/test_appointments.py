"""Visits booked ahead: places that are never exceeded, hours, moving, checking in, who did not come; strangers."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from unittest.mock import patch

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.cases.cast import District, district
from portal.people import organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.appointments.actions import booking, groups, places
from wutong.portal.appointments.actions.booking import About
from wutong.portal.appointments.actions.daily import work
from wutong.portal.appointments.actions.groups import Plan
from wutong.portal.appointments.actions.places import Chosen
from wutong.portal.appointments.models import Appointment, CounterGroup, GroupPlan, Slot
from wutong.portal.appointments.queries import offering
from wutong.portal.cases.actions import queue
from wutong.portal.cases.queries import queue as waiting
from wutong.portal.flowing.positions import working_days
from wutong.portal.notices.models import Notice
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NINE, TEN = time(9), time(10)
QUESTION = About(topic="咨询")


def at(day: date, hour: int, minute: int = 0):  # type: ignore[no-untyped-def]
    """Time stands at that hour in China."""
    return clock.standing(datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.SHANGHAI).astimezone(UTC))


@pytest.fixture
def where(empty_home: Home) -> District:
    """Whose people had their roles before the days of these tests, whenever these are run."""
    with at(MONDAY - timedelta(days=30), 8):
        return district()


@pytest.fixture
def group(where: District) -> CounterGroup:
    """One that takes in everything, with one place at a time."""
    with at(MONDAY, 8):
        made = groups.add(window=where.window, name=Text("综合", "General"), services=[], by=where.clerk)
        groups.plan(group=made, wanted=Plan(MONDAY, "09:00-11:00", 60, 1), by=where.clerk)
    return made


def book(group: CounterGroup, who: Person, day: date, begins: time = NINE) -> Appointment:
    return booking.book(chosen=Chosen(group, day, begins), about=QUESTION, holder=who, by=who)


def test_of_two_for_the_last_place_one_has_it_and_the_other_is_told(where: District, group: CounterGroup) -> None:
    now, turns = clock.now, count()

    def while_choosing() -> datetime:
        # The clerk books after the user has seen a free place, and before the row is taken.
        if next(turns) == 0:
            book(group, where.clerk, MONDAY)
        return now()

    with at(MONDAY, 8):
        assert [one.free for one in offering.days(group)[0].times] == [1, 1]
        with patch.object(places.clock, "now", while_choosing), pytest.raises(places.SlotFull):
            places.take(Chosen(group, MONDAY, NINE))
        with pytest.raises(places.SlotFull):
            book(group, where.user, MONDAY)
        assert [one.free for one in offering.days(group)[0].times] == [0, 1]
    assert list(Appointment.objects.values_list("holder__username", flat=True)) == ["clerk"]
    slot = Slot.objects.get()
    assert (slot.taken, slot.capacity) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(taken=2)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_kept(empty_home: Home) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one writer, who does not wait")
    where = district()
    group = groups.add(window=where.window, name=Text("综合", "General"), services=[], by=where.clerk)
    groups.plan(group=group, wanted=Plan(clock.today(), "09:00-10:00", 60, 1), by=where.clerk)
    day, told, ready = offering.days(group)[-1].day, [], threading.Barrier(2)

    def try_it(who: Person) -> None:
        ready.wait(20)
        try:
            told.append(book(group, who, day).state)
        except WutongError as error:
            told.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it, args=[who]) for who in (where.user, where.clerk)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["appointments.full", "booked"]
    assert list(Slot.objects.values_list("taken", flat=True)) == [1]


def test_only_working_days_and_times_that_are_offered_and_yet_to_come(where: District, group: CounterGroup) -> None:
    rest = MONDAY + timedelta(days=5)
    with at(MONDAY, 9, 30):
        shown = offering.days(group)
        assert [one.begins for one in shown[0].times] == [TEN]  # nine has begun
        assert {one.day for one in shown} == {
            day for day in (MONDAY + timedelta(days=ahead) for ahead in range(15)) if working_days().is_working(day)
        }
        for day, begins in ((MONDAY, NINE), (rest, NINE), (MONDAY, time(9, 30)), (MONDAY + timedelta(days=15), NINE)):
            with pytest.raises(places.NotOffered):
                book(group, where.user, day, begins)
        groups.open_or_close(group=group, is_open=False, by=where.clerk)
        with pytest.raises(places.NotOffered):
            book(CounterGroup.objects.get(), where.user, MONDAY, TEN)


def test_moved_or_cancelled_until_its_hour_and_the_place_is_free_again(where: District, group: CounterGroup) -> None:
    tuesday = MONDAY + timedelta(days=1)
    with at(MONDAY, 8):
        held = book(group, where.user, tuesday)
        with pytest.raises(booking.BookedThatDay):
            book(group, where.user, tuesday, TEN)
        moved = booking.move(appointment=held, chosen=Chosen(group, tuesday, TEN), by=where.user)
        assert (moved.number, moved.slot.begins) == (held.number, TEN)
        assert dict(Slot.objects.values_list("begins", "taken")) == {NINE: 0, TEN: 1}
        book(group, where.clerk, tuesday)
        with pytest.raises(places.SlotFull):
            booking.move(appointment=held, chosen=Chosen(group, tuesday, NINE), by=where.user)
        assert dict(Slot.objects.values_list("begins", "taken")) == {NINE: 1, TEN: 1}
    with at(tuesday, 8, 1), pytest.raises(booking.NotNow):  # ten is less than two hours away
        booking.cancel(appointment=held, reason="", by=where.user)
    with at(tuesday, 7):
        booking.cancel(appointment=held, reason="", by=where.user)
        with pytest.raises(booking.NotNow):
            booking.cancel(appointment=held, reason="", by=where.user)
    assert Slot.objects.get(begins=TEN).taken == 0
    told = {one.subject.split(":")[0] for one in Notice.objects.filter(recipient=where.user)}
    assert told == {"Booked", "Moved", "Cancelled"}
    assert AuditEntry.objects.filter(act="appointment.moved").count() == 2


def test_checking_in_gives_a_number_with_its_precedence(where: District, group: CounterGroup) -> None:
    others = [somebody(name, Role.ENTERPRISE_USER, where.firm) for name in ("early", "late")]
    with at(MONDAY, 8):
        in_time, too_late = book(group, where.user, MONDAY), book(group, others[1], MONDAY, TEN)
        with pytest.raises(booking.NotNow):
            booking.check_in(appointment=in_time, by=where.user)
    with at(MONDAY, 8, 40):
        walked_in = queue.take(window=where.window, by=where.clerk, topic="现场")
    with at(MONDAY, 8, 50):
        arrived = booking.check_in(appointment=in_time, by=where.user)
        with pytest.raises(booking.NotNow):
            booking.check_in(appointment=in_time, by=where.user)
    with at(MONDAY, 10, 10):
        before = queue.take(window=where.window, by=where.clerk, topic="现场")
    with at(MONDAY, 10, 20):
        booking.check_in(appointment=too_late, by=where.clerk)
        order = [one.number for one in waiting.waiting(where.window, MONDAY)]
        assert arrived.ticket is not None
        # A number booked for nine stands as if taken at half past eight; whoever comes too late stands at the end.
        assert order == [arrived.ticket.number, walked_in.number, before.number, 4]
        assert queue.call_next(window=where.window, desk="1", by=where.clerk).number == arrived.ticket.number


def test_reminded_once_and_whoever_misses_three_waits(where: District, group: CounterGroup) -> None:
    day = MONDAY
    for _ in range(3):
        with at(day, 8):
            book(group, where.user, working_days().after(day, 1))
        with at(working_days().after(day, 1) - timedelta(days=1), 12):
            done = work(clock.today())
            assert (done >= 1, work(clock.today())) == (True, 0)
        day = working_days().after(day, 1)
    assert Notice.objects.filter(kind="appointment.reminder", recipient=where.user).count() == 3
    after = working_days().after(day, 1)
    with at(after, 8):
        assert work(after) == 2
        assert work(after) == 0
        assert set(Appointment.objects.values_list("state", flat=True)) == {"missed"}
        with pytest.raises(booking.Barred):
            book(group, where.user, after)
        booking.excuse(appointment=Appointment.objects.last(), reason="停电", by=where.clerk)
        assert book(group, where.user, after).state == "booked"
    with at(after + timedelta(days=40), 8):
        assert work(clock.today()) == 1  # a third one that counts, by now forty days ago
        book(group, where.user, working_days().on_or_after(clock.today()))


def test_what_was_planned_stays_and_bookings_outlive_a_change(where: District, group: CounterGroup) -> None:
    with at(MONDAY, 8):
        held = book(group, where.user, MONDAY + timedelta(days=1))
        groups.plan(group=group, wanted=Plan(MONDAY + timedelta(days=1), "13:00-14:00", 30, 2), by=where.clerk)
        with pytest.raises(groups.PlanRefused):
            groups.plan(group=group, wanted=Plan(MONDAY, "9-11", 30, 2), by=where.clerk)
        with pytest.raises(groups.PlanRefused):
            groups.plan(group=group, wanted=Plan(MONDAY - timedelta(days=1), "09:00-10:00", 30, 2), by=where.clerk)
        first, second = offering.days(group)[:2]
    assert ([one.begins for one in first.times], [one.begins for one in second.times]) == (
        [NINE, TEN],
        [time(13), time(13, 30)],
    )
    assert Appointment.objects.get(pk=held.pk).slot.begins == NINE
    with pytest.raises(DatabaseError), transaction.atomic():
        GroupPlan.objects.update(capacity=9)


def test_pages_from_the_guide_to_the_number(where: District, group: CounterGroup) -> None:
    user, clerk = signed_in(where.user), signed_in(where.clerk)
    with at(MONDAY, 8):
        assert "/appointments/new/?service=GS06" in user.get("/services/GS06/").content.decode()
        page = user.get("/appointments/new/?service=GS06").content.decode()
        assert f'value="{MONDAY}T09:00"' in page
        assert user.post("/appointments/new/?service=GS06", {"at": "tomorrow"}).status_code == 422
        answer = user.post("/appointments/new/?service=GS06", {"at": f"{MONDAY}T09:00"})
        number = Appointment.objects.get().number
        assert answer.headers["Location"] == f"/appointments/{number}/"
        assert "<svg" in user.get(f"/appointments/{number}/").content.decode()
        full = clerk.post("/appointments/new/?topic=x", {"at": f"{MONDAY}T09:00"})
        assert (full.status_code, "last place" in full.content.decode()) == (409, True)
        assert number in user.get("/appointments/").content.decode()
        listed = clerk.get(f"/appointments/window/{where.window.pk}/?day={MONDAY}").content.decode()
        assert number in listed and "50 %" in listed
        day_off = clerk.get(f"/appointments/window/?day={MONDAY - timedelta(days=1)}")
        assert (day_off.status_code, "Nobody has booked" in day_off.content.decode()) == (200, True)
        file = b"".join(clerk.get(f"/appointments/window/{where.window.pk}/day.csv?day={MONDAY}").streaming_content)
        assert number in file.decode()
        excused = clerk.post(f"/appointments/window/{where.window.pk}/{number}/excuse/", {"reason": "x"})
        assert excused.status_code == 409
        offered = user.get("/api/v1/appointments/free?service=GS06").json()[0]["times"][0]
        assert (offered["day"], offered["begins"]) == (str(MONDAY), "10:00:00")
        assert user.get("/api/v1/appointments/mine").json()["items"][0]["number"] == number
        assert clerk.get("/api/v1/appointments/mine").json()["total"] == 0
        assert clerk.post(f"/api/v1/appointments/{number}/cancel").status_code == 404
        kept = user.get("/accounts/me/data.json").json()["appointments"]
        assert [one["number"] for one in kept] == [number]
    with at(MONDAY, 8, 45):
        answer = user.post(f"/appointments/{number}/check-in/")
        assert answer.headers["Location"] == "/cases/queue/"
        assert "001" in user.get("/cases/queue/").content.decode()


def test_pages_ask_few_questions(
    where: District, group: CounterGroup, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with at(MONDAY, 8):
        groups.plan(group=group, wanted=Plan(MONDAY, "09:00-11:00", 30, 9), by=where.clerk)
        for number in range(4):
            groups.add(window=where.window, name=Text(f"组{number}", f"Group {number}"), services=[], by=where.clerk)
            book(group, somebody(f"guest{number}", Role.ENTERPRISE_USER, where.firm), MONDAY)
            book(group, where.user, MONDAY + timedelta(days=number))
        user, clerk, window = signed_in(where.user), signed_in(where.clerk), f"/appointments/window/{where.window.pk}/"
        for client, path in (
            (user, "/appointments/"),
            (user, "/appointments/new/?service=GS06"),
            (clerk, f"{window}?day={MONDAY}"),
            (clerk, f"{window}groups/"),
        ):
            client.get(path)  # what a process reads once
            with django_assert_max_num_queries(12):
                assert client.get(path).status_code == 200


def test_the_window_keeps_its_groups(where: District, group: CounterGroup) -> None:
    clerk, address = signed_in(where.clerk), f"/appointments/window/{where.window.pk}/groups/"
    made = {"name_zh": "实验室", "name_en": "Laboratories", "services": ["GS06"]}
    assert clerk.post(address, made).status_code == 302
    assert clerk.post(address, made).status_code == 409
    other = CounterGroup.objects.get(name_zh="实验室")
    assert [one.pk for one in offering.groups("GS06")] == [other.pk, group.pk]
    assert [one.pk for one in offering.groups("GS17")] == [group.pk]
    told = {"valid_from": clock.today(), "hours": "10:00-12:00", "slot_minutes": 20, "capacity": 3}
    data = {f"plan{other.pk}-{name}": value for name, value in told.items()}
    assert clerk.post(f"/appointments/groups/{other.pk}/plan/", data).status_code == 302
    assert "10:00-12:00" in clerk.get(address).content.decode()
    clerk.post(f"/appointments/groups/{other.pk}/open/", {"open": "no"})
    assert not CounterGroup.objects.get(pk=other.pk).is_open


def test_for_strangers_it_does_not_exist(where: District, group: CounterGroup) -> None:
    elsewhere = somebody("elsewhere", Role.WINDOW_CLERK, organisation("另一窗口", Kind.DEPARTMENT))
    stranger = somebody("stranger", Role.ENTERPRISE_USER, organisation("别家公司"))
    with at(MONDAY, 8):
        number = book(group, where.user, MONDAY).number
        for who in (elsewhere, stranger, where.officer, where.clerk):
            client = signed_in(who)
            for path in ("", "move/"):
                assert client.get(f"/appointments/{number}/{path}").status_code == 404
            for path in ("cancel/", "check-in/"):
                assert client.post(f"/appointments/{number}/{path}").status_code == 404
        for who in (elsewhere, stranger, where.officer, where.user):
            client, at_window = signed_in(who), f"/appointments/window/{where.window.pk}"
            for path in ("/", "/groups/", "/day.csv"):
                assert client.get(f"{at_window}{path}").status_code == 404
            assert client.post(f"{at_window}/{number}/cancel/", {"reason": "x"}).status_code == 404
            assert client.post(f"/appointments/groups/{group.pk}/open/", {"open": "no"}).status_code == 404
    assert Client().get(f"/appointments/{number}/").status_code == 302
    assert Appointment.objects.get().state == "booked"


def test_ones_visits_are_found_from_the_menu_of_any_page_and_from_the_account(
    where: District, group: CounterGroup
) -> None:
    link = 'href="/appointments/"'
    for who in (where.user, where.leader):
        client = signed_in(who)
        for address in ("/", "/accounts/me/"):
            assert client.get(address).content.decode().count(link) == (1 if address == "/" else 2)
        assert client.get("/appointments/").status_code == 200
    assert link not in Client().get("/").content.decode()
