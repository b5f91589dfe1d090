"""The work list: what is in each tab, how it is narrowed, what it costs; and what is done with many cases at once."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.http import FileResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.cases.cast import District, district, do, draft, sent
from portal.people import organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.actions import assigning
from wutong.portal.cases.models import Case
from wutong.portal.cases.queries import worklist
from wutong.portal.cases.queries.clocks import Colour, colour_of
from wutong.portal.cases.queries.worklist import Asked, Desk
from wutong.portal.flowing import heartbeat
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

TODAY = date(2026, 11, 23)  # a Monday


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def listed(client: Client, **asked: str) -> list[str]:
    """The numbers of the cases in the list."""
    answer = client.get(reverse("cases:work"), asked)
    assert answer.status_code == 200
    return re.findall(r'<a href="/cases/[0-9a-f-]{36}/">([^<]+)</a>', answer.content.decode())


def taken(client: Client, name: str, **asked: str) -> bytes:
    """A file to take away, read to its end, where it closes."""
    answer = client.get(reverse(name), asked)
    assert isinstance(answer, FileResponse)
    return b"".join(answer.streaming_content)  # type: ignore[arg-type]


def ticked(*cases: Case) -> list[str]:
    return [f"{one.case_id}:{Case.objects.get(pk=one.pk).steps}" for one in cases]


def accepted(where: District, code: str) -> Case:
    return do(where.clerk, sent(where, code), "accept")


def test_each_tab_holds_its_own() -> None:
    where = district()
    mine, free, away = accepted(where, "GS19"), accepted(where, "GS19"), accepted(where, "GS20")
    joint, over = accepted(where, "GS17"), sent(where, "GS21")
    draft(where, "GS19")
    assigning.assign(cases=[mine], to=where.officer, by=where.officer)
    do(where.officer, away, "suspend", reason="检查", ground="inspection")
    do(where.clerk, over, "decline", reason="不属本部门")
    officer, adviser = signed_in(where.officer), signed_in(where.adviser)
    assert listed(officer, tab="mine") == [mine.number]
    assert set(listed(officer, tab="unassigned")) == {free.number, away.number, joint.number}
    assert set(listed(officer, tab="all")) == {mine.number, free.number, away.number, joint.number}
    assert listed(officer, tab="waiting") == [away.number]
    assert listed(officer, tab="opinions") == [joint.number]
    assert listed(officer, tab="ended") == [over.number]
    assert listed(adviser, tab="opinions") == [joint.number]
    assert listed(adviser, tab="all") == [joint.number]
    for who in (where.officer, where.clerk, where.leader, where.adviser):
        desk = Desk.of(Access.of_person(who), TODAY)
        counted = worklist.counts(desk)
        assert counted == {tab: worklist.found(desk, Asked(tab=tab)).count() for tab in worklist.TABS}


def test_the_list_is_found_in_narrowed_sorted_and_taken_away() -> None:
    where = district()
    one, two = accepted(where, "GS19"), sent(where, "GS20")
    client = signed_in(where.officer)
    assert listed(client, tab="all") == [two.number, one.number]  # what is due first
    assert listed(client, tab="all", sort="-due") == [one.number, two.number]
    for asked, found in (
        ({"q": "江畔"}, {one.number, two.number}),
        ({"q": two.number[-9:]}, {one.number, two.number}),
        ({"q": two.number}, {two.number}),
        ({"q": "精神药品"}, {one.number}),
        ({"q": "没有"}, set()),
        ({"service": "GS20"}, {two.number}),
        ({"state": "reviewing"}, {one.number}),
        ({"assignee": "nobody"}, {one.number, two.number}),
        ({"colour": "over"}, set()),
        ({"service": "odd", "page": "99", "sort": "odd"}, {one.number, two.number}),
    ):
        assert set(listed(client, tab="all", **asked)) == found, asked
    text = taken(client, "cases:work_csv", tab="all", service="GS20").decode("utf-8-sig")
    assert [row["Number"] for row in csv.DictReader(io.StringIO(text))] == [two.number]
    assert taken(client, "cases:work_xlsx", tab="all").startswith(b"PK")


def test_states_that_read_alike_are_one_choice() -> None:
    where = district()
    assessed = do(where.officer, sent(where, "VS01"), "take")
    ended = {
        do(where.officer, assessed, "finish", details={"decision": "已完成"}).number,
        do(where.officer, sent(where, "GS11"), "publish").number,
    }
    client = signed_in(where.officer)
    page = client.get(reverse("cases:work"), {"tab": "ended", "state": "done"}).content.decode()
    offered = re.findall(r"<option ([^>]*)>([^<]*)", page[page.index('name="state"') :].split("</select>")[0])
    titles = [title for _, title in offered]
    assert len(titles) == len(set(titles))
    (chosen,) = [(said, title) for said, title in offered if "selected" in said]
    assert "delivered,published,done" in chosen[0]
    assert set(chosen[1].split(" / ")) == {"Done", "Delivered", "Published"}
    for state in ("done", "published", "delivered,published,done"):
        assert set(listed(client, tab="ended", state=state)) == ended
    assert listed(client, tab="ended", state="withdrawn") == []


def test_colours_follow_the_declared_reminders(monkeypatch: pytest.MonkeyPatch) -> None:
    where = district()
    case = accepted(where, "GS19")  # twenty working days, reminders at 5, 2 and 1 left
    for used, colour in (
        (0, "calm"),
        (14, "calm"),
        (15, "soon"),
        (18, "soon"),
        (19, "urgent"),
        (20, "urgent"),
        (21, "over"),
    ):
        today = working_days().after(TODAY, used)
        case.refresh_from_db()
        assert colour_of(case, today) == colour, used
        desk = Desk.of(Access.of_person(where.officer), today)
        shown = {one for one in Colour if worklist.found(desk, Asked(tab="all", colour=one)).exists()}
        assert shown == {Colour(colour)}, used
        tick(today)
    do(where.officer, case, "suspend", reason="检查", ground="inspection")
    case.refresh_from_db()
    assert colour_of(case, TODAY) is Colour.PAUSED


def test_a_page_costs_few_queries_whatever_the_number_of_cases() -> None:
    where = district()
    for code in ("GS19", "GS20", "GS21"):
        accepted(where, code)
    for who in (where.clerk, where.officer, where.leader):
        client = signed_in(who)
        asked = {"tab": "all", "q": "江畔", "colour": "calm"}
        client.get(reverse("cases:work"), asked)
        with CaptureQueriesContext(
            connection,
        ) as few:
            assert len(listed(client, **asked)) == 3
        assert len(few) <= 12, [one["sql"] for one in few]


def test_tabs_are_found_by_an_index() -> None:
    where = district()
    person = Access.of_person(where.officer)
    for tab in worklist.TABS:
        plan = worklist.found(Desk.of(person, TODAY), Asked(tab=tab)).explain()
        # PostgreSQL has its own words for it, and reads a table of three rows as it stands.
        assert connection.vendor != "sqlite" or "SEARCH cases_case USING" in plan, (tab, plan)


def test_the_page_tells_whether_time_is_watched() -> None:
    client = signed_in(district().officer)
    assert "Time is not being watched" in client.get(reverse("cases:work")).content.decode()
    heartbeat.beat()
    assert "Time is not being watched" not in client.get(reverse("cases:work")).content.decode()


def test_strangers_have_no_work_list() -> None:
    where = district()
    other = somebody("other", Role.DEPARTMENT_REVIEWER, organisation("别的科", Kind.DEPARTMENT))
    sent(where, "GS19")
    assert signed_in(where.user).get(reverse("cases:work")).status_code == 404
    assert listed(signed_in(other), tab="all") == []
    assert Client().get(reverse("cases:work")).status_code == 302


def test_many_cases_are_acted_upon_each_alone() -> None:
    where = district()
    first, second, third = sent(where, "GS19"), sent(where, "GS20"), sent(where, "GS21")
    client = signed_in(where.clerk)
    chosen = ticked(first, second, third)
    text = client.post(reverse("cases:chosen"), {"case": chosen}).content.decode()
    assert 'id="act-accept"' in text
    assert 'id="act-return"' not in text  # their services ask for different papers
    address = reverse("cases:chosen_do", args=["accept"])
    assert client.post(address, {"case": chosen}).status_code == 422  # not confirmed
    do(where.clerk, second, "correct", reason="笔误")
    text = client.post(address, {"case": chosen, "confirmed": "on"}).content.decode()
    assert "Done with 2 of 3" in text
    assert "has done “Correct the record”" in text
    states = {one.pk: Case.objects.get(pk=one.pk).state for one in (first, second, third)}
    assert states == {first.pk: "reviewing", second.pk: "submitted", third.pk: "reviewing"}


def test_many_cases_are_handed_over_and_others_cases_are_not_touched() -> None:
    where = district()
    first, second = sent(where, "GS19"), sent(where, "GS20")
    colleague = somebody("colleague", Role.DEPARTMENT_REVIEWER, where.office)
    address = reverse("cases:chosen_assign")
    told = {"case": ticked(first, second), "to": str(colleague.pk), "why": "专长"}
    assert "Done with 2 of 2" in signed_in(where.officer).post(address, told).content.decode()
    assert {one.assignee for one in Case.objects.all()} == {colleague}
    elsewhere = somebody("elsewhere", Role.DEPARTMENT_REVIEWER, organisation("别的科", Kind.DEPARTMENT))
    signed_in(elsewhere).post(address, {**told, "to": ""})
    assert {one.assignee for one in Case.objects.all()} == {colleague}
    told["to"] = str(elsewhere.pk)
    assert "is no member" in signed_in(where.officer).post(address, told).content.decode()
