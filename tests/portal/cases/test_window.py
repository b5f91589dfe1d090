"""The window: numbers called once each, a hall that names nobody, cases taken in for visitors; and whoever may not."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from portal.cases.cast import District, district
from portal.people import organisation, person, signed_in, somebody
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.atlas.access import current_release
from wutong.portal.cases.actions import queue
from wutong.portal.cases.models import Case, QueueTicket
from wutong.portal.cases.queries import queue as queries
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(empty_home: Home) -> District:
    return district()


def tickets(where: District, many: int) -> list[QueueTicket]:
    return [queue.take(window=where.window, by=where.clerk, topic="咨询") for _ in range(many)]


def test_numbers_run_by_window_and_day(where: District, monkeypatch: pytest.MonkeyPatch) -> None:
    other = organisation("另一窗口", Kind.DEPARTMENT)
    assert [one.number for one in tickets(where, 2)] == [1, 2]
    assert queue.take(window=other, by=where.clerk).number == 1
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert queue.take(window=where.window, by=where.clerk).number == 1


def test_two_clerks_who_call_at_once_get_two_numbers(where: District, monkeypatch: pytest.MonkeyPatch) -> None:
    tickets(where, 2)
    colleague = somebody("colleague", Role.WINDOW_CLERK, where.window)
    now, turns = clock.now, count()

    def while_choosing() -> object:
        # The colleague calls after this clerk has seen who waits, and before the row is taken.
        if next(turns) == 0:
            queue.call_next(window=where.window, desk="2", by=colleague)
        return now()

    monkeypatch.setattr(clock, "now", while_choosing)
    mine = queue.call_next(window=where.window, desk="1", by=where.clerk)
    monkeypatch.setattr(clock, "now", now)
    called = QueueTicket.objects.order_by("number").values_list("number", "desk", "state")
    assert (mine.number, list(called)) == (2, [(1, "2", "called"), (2, "1", "called")])
    with pytest.raises(queue.NobodyWaits):
        queue.call_next(window=where.window, desk="1", by=where.clerk)


def test_what_was_done_is_taken_back_and_done_once(where: District) -> None:
    tickets(where, 1)
    called = queue.call_next(window=where.window, desk="3", by=where.clerk)
    again = queue.move(ticket=called, act="again", seen="called", by=where.clerk)
    assert again.calls == 2
    served = queue.move(ticket=called, act="served", seen="called", by=where.clerk)
    with pytest.raises(queue.TicketMoved):
        queue.move(ticket=called, act="left", seen="called", by=where.clerk)
    assert queue.move(ticket=served, act="back", seen="served", by=where.clerk).state == "called"
    waiting = queue.move(ticket=served, act="back", seen="called", by=where.clerk)
    assert (waiting.state, waiting.desk, waiting.called_at) == ("waiting", "", None)
    gone = queue.move(ticket=waiting, act="left", seen="waiting", by=where.clerk)
    assert queue.move(ticket=gone, act="back", seen="left", by=where.clerk).state == "waiting"
    assert AuditEntry.objects.filter(act="ticket.moved").count() == 7


def test_the_database_keeps_one_number_and_one_open_ticket_a_person(where: District) -> None:
    queue.take(window=where.window, by=where.user, holder=where.user)
    with pytest.raises(queue.HasANumber):
        queue.take(window=where.window, by=where.user, holder=where.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueTicket.objects.create(window=where.window, day=clock.today(), number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueTicket.objects.create(window=where.window, day=clock.today(), number=9, state="called")


def test_figures_of_a_day(where: District) -> None:
    begin = datetime(2026, 11, 23, 9, 30, tzinfo=clock.SHANGHAI)
    with clock.standing(begin):
        tickets(where, 3)
    with clock.standing(begin + timedelta(minutes=12)):
        served = queue.call_next(window=where.window, desk="1", by=where.clerk)
        queue.move(ticket=served, act="served", seen="called", by=where.clerk)
    day = queries.in_figures(list(queries.tickets(where.window, begin.date())))
    assert (day.taken, day.waiting, day.served, day.left, day.mean, day.longest) == (3, 2, 1, 0, 12, 12)
    assert [(one.taken, one.waited) for one in day.hours] == [(3, 12)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clerk_calls_by_number_and_the_hall_names_nobody(where: District, language: str) -> None:
    clerk, user = signed_in(where.clerk, language), signed_in(where.user, language)
    at = f"/cases/window/{where.window.pk}"
    assert clerk.get("/cases/window/").status_code == 200
    asked = {"window": where.window.pk, "service": "GS17", "topic": ""}
    assert user.post("/cases/queue/", asked).status_code == 302
    assert user.post("/cases/queue/", asked).status_code == 409
    assert "001" in user.get("/cases/queue/").content.decode()
    assert clerk.post(f"{at}/take/", {"topic": "张三的护照"}).status_code == 302
    assert clerk.post(f"{at}/next/").status_code == 422  # at which desk?
    assert clerk.post(f"{at}/desk/", {"desk": "A3"}).status_code == 302
    assert clerk.post(f"{at}/next/").status_code == 302
    hall = Client()
    hall.cookies["wutong_language"] = "zh-hans" if language == "zh" else "en"
    shown = hall.get(f"/cases/hall/{where.window.pk}/").content.decode()
    assert "001" in shown
    assert "A3" in shown
    assert "002" not in shown
    assert not [word for word in (where.user.name, "护照", "GS17") if word in shown]
    first = QueueTicket.objects.get(number=1)
    assert "alert-success" not in clerk.get("/cases/window/", headers={"HX-Request": "true"}).content.decode()
    page = clerk.get("/cases/window/").content.decode()
    assert (
        f'action="/cases/window/ticket/{first.pk}/back/"' in page.partition("alert-success")[2].partition("</form>")[0]
    )
    for act, state, answer in (("again", "called", 302), ("served", "called", 302), ("served", "called", 409)):
        assert clerk.post(f"/cases/window/ticket/{first.pk}/{act}/", {"state": state}).status_code == answer
    assert clerk.post(f"/cases/window/ticket/{first.pk}/odd/", {"state": "served"}).status_code == 404
    file = b"".join(clerk.get(f"{at}/day.csv").streaming_content).decode("utf-8-sig")
    assert "A3" in file
    assert "护照" not in file
    assert clerk.get("/cases/window/?day=2020-01-01").status_code == 200


def test_strangers_find_no_such_window(where: District) -> None:
    (ticket,) = tickets(where, 1)
    mine = queue.take(window=where.window, by=where.user, holder=where.user)
    rival = somebody("rival", Role.WINDOW_CLERK, organisation("别处窗口", Kind.DEPARTMENT))
    for who in (rival, where.user, where.officer):
        client = signed_in(who)
        at = f"/cases/window/{where.window.pk}"
        for page in (f"{at}/take-in/", f"{at}/day.csv", f"/cases/window/?window={where.window.pk}"):
            assert client.get(page).status_code == 404, page
        for page in ("take", "next", "desk", "take-in"):
            assert client.post(f"{at}/{page}/", {"desk": "1"}).status_code == 404, page
        assert client.post(f"/cases/window/ticket/{ticket.pk}/left/", {"state": "waiting"}).status_code == 404
    assert signed_in(where.user).get("/cases/window/").status_code == 404
    assert signed_in(person("other")).post(f"/cases/queue/{mine.pk}/leave/", {"state": "waiting"}).status_code == 404
    assert Client().get(f"/cases/hall/{where.firm.pk}/").status_code == 404
    assert signed_in(where.user).post(f"/cases/queue/{mine.pk}/leave/", {"state": "waiting"}).status_code == 302
    assert set(QueueTicket.objects.values_list("state", flat=True)) == {"waiting", "left"}


def test_a_case_is_taken_in_for_a_visitor_of_a_firm_of_the_release(home: Home) -> None:
    where = district()
    sql = "SELECT credit_code, name_zh FROM enterprises WHERE credit_code IS NOT NULL ORDER BY enterprise_id LIMIT 1"
    ((code, name),) = current_release().query(sql).rows
    clerk, at = signed_in(where.clerk), f"/cases/window/{where.window.pk}/take-in/"
    assert where.firm.name_zh in clerk.get(f"{at}?q=江畔测试").content.decode()
    assert "No such enterprise" in clerk.get(f"{at}?q=无此企业").content.decode()
    assert name in clerk.get(f"{at}?q={code.lower()}").content.decode()
    asked = {"q": code, "firm": f"release-{code}", "service": "GS19", "visitor": "柳青"}
    assert clerk.post(at, {**asked, "firm": f"here-{where.window.pk}"}).status_code == 422
    assert clerk.post(at, {**asked, "visitor": ""}).status_code == 422
    answer = clerk.post(at, asked)
    case = Case.objects.get()
    firm = Organisation.objects.get(credit_code=code)
    assert (case.window, case.visitor, case.organisation, firm.name_zh) == (where.window, "柳青", firm, name)
    assert "account" not in {origin["from"] for origin in case.origins.values()}  # the clerk is no contact
    assert case.answers["applicant_name"] == name
    assert clerk.get(answer.headers["Location"]).status_code == 200
    assert clerk.get(f"/cases/{case.case_id}/papers/").status_code == 200
    assert clerk.get(f"/cases/{case.case_id}/send/").status_code == 200
    assert signed_in(where.user).get(f"/cases/{case.case_id}/papers/").status_code == 404
    clerk.post(at, {**asked, "firm": f"here-{firm.pk}"})
    assert Organisation.objects.filter(credit_code=code).count() == 1
    assert Case.objects.filter(organisation=firm).count() == 2
