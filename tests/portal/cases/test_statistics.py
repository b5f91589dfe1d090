"""Figures of cases: what they say of a few known cases, that each opens the same cases, and what they cost."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.http import FileResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from portal.cases.cast import District, district, do, sent
from portal.people import signed_in
from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.cases.models import Case, CaseClock, Rating
from wutong.portal.cases.panels import statistics as panels
from wutong.portal.cases.queries import statistics, worklist
from wutong.portal.cases.queries.statistics import Asked, Figures
from wutong.portal.cases.queries.worklist import Desk
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

FIRST = date(2026, 11, 2)  # a Monday
RATED = datetime(2026, 12, 1, tzinfo=UTC)
Days = Callable[[int], date]


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    """Goes to the day after so many working days, and does what is due."""

    def go(count: int) -> date:
        today = working_days().after(FIRST, count)
        monkeypatch.setattr(clock, "today", lambda: today)
        tick(today)
        return today

    go(0)
    return go


def history(where: District, days: Days) -> tuple[Case, Case, Case, Case]:
    """Four cases: in time and promised; in time by a pause; late; accepted by silence and still open."""
    quick, paused, late, silent = (sent(where, code) for code in ("GS19", "GS19", "GS19", "GS21"))
    days(1)
    for case in (quick, paused, late):
        do(where.clerk, case, "accept")
    days(4)
    do(where.officer, quick, "grant", details={"decision": "符合"})
    do(where.officer, paused, "suspend", reason="检查", ground="inspection")
    days(10)
    do(where.clerk, quick, "deliver")
    do(where.officer, paused, "resume")
    days(25)
    do(where.officer, late, "grant", details={"decision": "符合"})
    do(where.officer, paused, "reject", details={"decision": "不符"}, reason="不符合条件")
    Rating.objects.create(case=quick, stars=5, rated_by=where.user, rated_at=RATED)
    Rating.objects.create(case=late, stars=2, rated_by=where.user, rated_at=RATED)
    return quick, paused, late, silent


def figures(where: District, **asked: object) -> Figures:
    desk = Desk.of(Access.of_person(where.leader), clock.today())
    return statistics.figures(desk, Asked(FIRST, date(2099, 1, 1), **asked))  # type: ignore[arg-type]


def test_what_a_clock_came_to_is_kept_when_it_stops(days: Days) -> None:
    quick, paused, late, _silent = history(district(), days)
    came_to = {
        case.pk: (row.used, row.is_in_time, row.is_promise_kept)
        for case in (quick, paused, late)
        for row in CaseClock.objects.filter(thing=case, clock="review")
    }
    # Twenty working days by law, five by promise; a pause of six working days is taken out.
    assert came_to == {quick.pk: (3, True, True), paused.pk: (18, True, False), late.pk: (24, False, False)}


def test_the_figures_of_known_cases(days: Days) -> None:
    where = district()
    history(where, days)
    found = figures(where)
    assert (found.received, found.ended) == (4, 1)
    assert (found.whole.stopped, found.whole.late) == (4, 2)  # silence ran out on the fourth
    assert (found.whole.promised, found.whole.broken) == (3, 2)
    assert {code: (one.in_time, one.late) for code, one in found.by_service.items()} == {"GS19": (2, 1), "GS21": (0, 1)}
    assert set(found.by_lead) == {where.office.pk}
    (spent,) = (one for one in found.spent if one.service == "GS19")
    assert (spent.runs, spent.used, spent.limit, spent.promise) == (3, 15, 20, 5)
    assert found.events == {"deem_accepted": 1}
    assert (found.stars, found.mean_stars) == ({2: 1, 5: 1}, 3.5)
    stays = {one.state: (one.left, one.days) for one in found.by_state}
    assert stays["paused"] == (1, 6)
    assert stays["reviewing"] == (3, (3 + 18 + 24) / 3)  # twice in review is one case with all its days
    assert figures(where, service="GS21").whole.stopped == 1
    assert figures(where, lead=where.beside.pk).received == 0


def test_days_used_stand_against_the_limit_of_the_kind_that_was_applied_for(days: Days) -> None:
    where = district()
    for service, field, kinds in (
        ("GS09", "application_kind", ("new", "change")),
        ("GS05", "document_kind", ("form",)),
    ):
        for kind in kinds:
            case = sent(where, service)
            Case.objects.filter(pk=case.pk).update(answers={**case.answers, field: kind})
    days(1)
    cases = list(Case.objects.all())
    for case in cases:
        do(where.clerk, case, "accept")
    days(13)
    for case in cases:
        do(where.officer, case, "grant", details={"decision": "符合"})
    found = figures(where)
    came_to = [(one.service, one.unit, one.limit, one.promise, one.runs) for one in found.spent]
    # Fifteen working days are promised for an assessment; beside thirty calendar days they would look like half.
    assert came_to == [
        ("GS05", "calendar_day", 30, None, 1),
        ("GS09", "working_day", 15, None, 1),
        ("GS09", "working_day", 30, 20, 1),
    ]
    assert [one.used for one in found.spent[1:]] == [12, 12]
    with translation.override("en"):
        told = {row[1] for row in panels.lines(found) if row[0] == "Days used" and row[1].startswith("GS09")}
    assert {title.rsplit(" (", 1)[1] for title in told} == {"15 working days)", "30 working days)"}


def test_each_figure_opens_its_cases(days: Days) -> None:
    where = district()
    history(where, days)
    client = signed_in(where.leader)
    answer = client.get(reverse("cases:statistics"), {"since": FIRST.isoformat()})
    assert answer.status_code == 200
    text = answer.content.decode()
    links = re.findall(r'<a\s[^>]*href="(/cases/work/\?[^"]+)"[^>]*>(.*?)</a>', text, re.DOTALL)
    counted = [(unescape(link), re.sub(r"<.*?>.*?</.*?>|\s", "", shown, flags=re.DOTALL)) for link, shown in links]
    checked = 0
    for link, shown in counted:
        page = client.get(link).content.decode()
        listed = len(re.findall(r'<a href="/cases/[0-9a-f-]{36}/">', page))
        assert listed > 0, link
        if shown.isdecimal():
            assert listed == int(shown), link
            checked += 1
    assert checked > 15


def test_the_file_says_the_same_and_the_page_costs_as_many_queries_for_one_case_as_for_many(days: Days) -> None:
    where = district()
    client = signed_in(where.leader)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("cases:statistics")).status_code == 200
        return len(queries)

    sent(where, "GS19")
    client.get(reverse("cases:statistics"))
    before = cost()
    history(where, days)
    assert cost() <= before + 1  # the names of departments, once there is one
    answer = client.get(reverse("cases:statistics_csv"))
    assert isinstance(answer, FileResponse)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = {(row["Table"], row["Of what"], row["Figure"]): row["Value"] for row in csv.DictReader(io.StringIO(text))}
    assert rows["By time alone", "Deemed accepted", "Cases"] == "2"
    assert rows["Rating", "5 of 5", "Cases"] == "1"
    assert signed_in(where.user).get(reverse("cases:statistics")).status_code == 404


def test_a_case_is_in_the_work_list_of_a_figure_once(days: Days) -> None:
    where = district()
    history(where, days)
    desk = Desk.of(Access.of_person(where.leader), clock.today())
    clocks = tuple(statistics.office_clocks())
    for ran in ("stopped", "in_time", "late", "kept", "broken"):
        behind = worklist.Behind(clocks=clocks, ran=ran, since=FIRST)
        found = list(worklist.found(desk, worklist.Asked(tab=worklist.ANY, behind=behind)))
        assert len(found) == len(set(found)), ran
