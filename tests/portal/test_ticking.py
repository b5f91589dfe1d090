"""What time does to many things: each event once, also when killed, two at once, or with a broken one among them."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.cases.cast import District, district, sent
from wutong.kernel import clock
from wutong.portal.cases.actions.effects import telling
from wutong.portal.cases.models import Case, CaseStep, Letter
from wutong.portal.flowing import batches, ticking
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick
from wutong.portal.notices.models import Delivery, Notice
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.writing.gathering import all_or_none, gathered, later, read_once

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)  # a Monday
LATE = working_days().after(TODAY, 6)  # silence has accepted what was sent on TODAY


TICK = """
import os, signal, sys
from datetime import date
from pathlib import Path
from wutong.portal.preparing import start_django

start_django(Path(sys.argv[1]))
from wutong.portal.flowing import ticking
from wutong.portal.shared.audit import recording

ticking.AT_ONCE = 2
dies_at, add, times = int(sys.argv[3]), recording._add, []

def _add(entries):
    add(entries)
    times.append(1)
    if len(times) == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)

recording._add = _add
report = ticking.tick(date.fromisoformat(sys.argv[2]))
print(sum(report.happened.values()), len(report.broken))
"""


COUNTS = (
    "SELECT act, count(*) FROM audit_auditentry GROUP BY act",
    "SELECT code, count(*) FROM cases_letter GROUP BY code",
    "SELECT kind, count(*) FROM notices_notice GROUP BY kind",
    "SELECT 'steps', count(*) FROM cases_casestep WHERE event_key IS NOT NULL",
    "SELECT 'numbers', count(DISTINCT number) FROM cases_letter WHERE code = 'deemed_acceptance_notice'",
)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def sent_many(where: District, count: int) -> list[Case]:
    return [sent(where, "GS19") for _ in range(count)]


def written() -> list[tuple[Any, ...]]:
    """All that a tick writes of each case, but for moments, keys and numbers."""
    found = []
    for case in Case.objects.order_by("pk"):
        steps = CaseStep.objects.filter(thing=case).order_by("number")
        said = Notice.objects.filter(address__contains=str(case.case_id)).order_by("key", "recipient")
        letters = Letter.objects.filter(case=case).order_by("pk")
        recorded = AuditEntry.objects.filter(object_id=str(case.case_id), act="case.clock").order_by("pk")
        dates = (case.state, case.phase, case.steps, case.due_on, case.look_on, case.soon_on, case.ended_on)
        clocks = case.clock_rows.values_list("number", "clock", "started_on", "stopped_on", "due_on", "used")
        found.append(
            (
                dates,
                tuple(clocks),
                tuple(
                    steps.values_list("number", "kind", "act", "event_key", "from_state", "to_state", "on", "details")
                ),
                tuple((one.kind, one.subject, one.body, one.deliveries.count()) for one in said),
                tuple((one.step.number, one.code, one.dated, one.content) for one in letters),
                tuple(recorded.values_list("before", "after", "actor_id", "organisation_id")),
            )
        )
    return found


def test_many_at_once_come_to_the_same_as_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    where = district()
    sent_many(where, 5)
    later_on = working_days().after(TODAY, 24)  # also what follows from clocks that an earlier event started
    found = []
    for at_once in (1, 3, 100):
        monkeypatch.setattr(ticking, "AT_ONCE", at_once)
        mark = transaction.savepoint()
        assert tick(later_on).happened == {"overdue": 10, "act": 5}
        assert tick(later_on).happened == {}
        found.append(written())
        transaction.savepoint_rollback(mark)
    assert found[0] == found[1] == found[2]


def test_what_many_cost_together_grows_little_with_their_number() -> None:
    where = district()
    asked = []
    for count in (3, 9):
        sent_many(where, count)
        with CaptureQueriesContext(connection) as queries:
            tick(LATE)
        asked.append(len(queries))
    assert asked[1] <= asked[0], asked


def test_a_broken_one_holds_up_no_other_and_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    where = district()
    cases = sent_many(where, 4)
    broken = cases[2]
    before = telling.of_letter

    def of_letter(case: Case, *args: Any) -> None:
        assert case.pk != broken.pk, "broken"
        before(case, *args)

    with monkeypatch.context() as patch:
        patch.setattr(telling, "of_letter", of_letter)
        report = tick(LATE)
    assert report.broken == [f"cases.Case {broken.pk}"]
    assert report.happened == {"act": 3, "overdue": 3}
    states = dict(Case.objects.values_list("pk", "state"))
    assert states == {one.pk: "submitted" if one == broken else "reviewing" for one in cases}
    assert CaseStep.objects.filter(thing=broken).count() == 1
    assert Letter.objects.filter(case=broken, code="deemed_acceptance_notice").count() == 0
    assert AuditEntry.objects.filter(act="case.clock").count() == 6
    assert tick(LATE).happened == {"act": 1, "overdue": 1}
    assert Letter.objects.filter(code="deemed_acceptance_notice").count() == 4
    assert len(set(Letter.objects.values_list("number", flat=True))) == Letter.objects.count()
    assert Notice.objects.filter(kind="case.letter").count() == 4 + 4  # the receipts, and what silence brought


def test_what_is_not_due_any_more_once_it_is_held_is_left_alone() -> None:
    where = district()
    keys = [one.pk for one in sent_many(where, 2)]
    kind = next(one for one in ticking._registered if one.model is Case)
    assert len(batches.happen(kind=kind, keys=keys, day=LATE, by=ticking.TICK.who)) == 4
    assert batches.happen(kind=kind, keys=keys, day=LATE, by=ticking.TICK.who) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=connection.vendor == "postgresql")  # other processes see what was committed
def test_killed_in_the_middle_and_then_two_at_once_each_event_happens_once(tmp_path: Path) -> None:
    where = district()
    sent_many(where, 7)
    address = address_for_others(tmp_path)

    def start(dies_at: int) -> subprocess.Popen[str]:
        environment = {**os.environ, "WUTONG_DATABASE_URL": address}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-c", TICK, str(tmp_path), LATE.isoformat(), str(dies_at)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    killed = start(2)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert counted(address)["case.clock"] == 2 * 2  # one batch of two, whole; of the second nothing
    both = [start(0), start(0)]
    done = [[int(word) for word in one.communicate()[0].split()] for one in both]
    assert sum(happened for happened, _ in done) == 5 * 2
    assert [broken for _, broken in done] == [0, 0]
    found = counted(address)
    assert found["case.clock"] == found["steps"] == 7 * 2
    assert found["deemed_acceptance_notice"] == found["numbers"] == 7
    assert found["case.letter"] == 2 * 7  # the receipt, and what silence brought
    assert found["case.overdue"] == 7


def address_for_others(folder: Path) -> str:
    """Where other processes find what was written; SQLite's is in memory, so they are given a copy."""
    if connection.vendor == "postgresql":
        here = urlsplit(os.environ["WUTONG_DATABASE_URL"])
        return here._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    file = folder / "db.sqlite3"
    file.write_bytes(connection.connection.serialize())
    return f"sqlite://{file}"


def counted(address: str) -> Counter[str]:
    """Rows by what they tell of."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            return told(cursor)
    with closing(sqlite3.connect(address.removeprefix("sqlite://"))) as base:
        return told(base.cursor())


def told(cursor: Any) -> Counter[str]:
    found: dict[str, int] = {}
    for question in COUNTS:
        cursor.execute(question)
        found |= dict(cursor.fetchall())
    return Counter(found)


def test_what_is_gathered_is_written_at_the_end_once_for_each_kind_and_never_after_an_error() -> None:
    wrote: list[tuple[str, list[int]]] = []

    def one(rows: list[int]) -> None:
        wrote.append(("one", rows))

    def two(rows: list[int]) -> None:
        wrote.append(("two", rows))

    later(one, [1])
    assert wrote.pop() == ("one", [1])
    with gathered():
        later(one, [1, 2])
        later(two, [3])
        later(one, [4])
        with pytest.raises(ValueError, match="odd"), all_or_none():
            later(two, [5])
            raise ValueError("odd")
        assert wrote == []
    assert wrote == [("one", [1, 2, 4]), ("two", [3])]
    with pytest.raises(ValueError, match="odd"), gathered():
        later(one, [6])
        raise ValueError("odd")
    assert len(wrote) == 2


def test_what_is_read_once_is_asked_again_for_the_next() -> None:
    asked: list[int] = []

    @read_once
    def find(number: int) -> int:
        asked.append(number)
        return number

    for _ in range(2):
        with gathered():
            assert [find(1), find(2), find(1)] == [1, 2, 1]
    assert asked == [1, 2, 1, 2]
    assert find(1) + find(1) == 2
    assert asked[4:] == [1, 1]


def test_deliveries_wait_for_the_commit() -> None:
    where = district()
    sent_many(where, 1)
    tick(LATE)
    mails = Delivery.objects.filter(channel="mail", notice__kind="case.overdue")
    assert {one.state for one in mails} == {"waiting"}
    assert {one.notice.recipient for one in mails} == {where.leader}
