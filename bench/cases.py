"""Ten thousand cases with clocks: a tick on which each has something due, one on which none has, and the work list.

The baseline of the tick is what the database needs to write one row for each of those events, one transaction each.
Usage: python bench/cases.py --home HOME (an empty folder; it is filled)
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils.module_loading import import_string

from wutong.kernel import clock
from wutong.portal.preparing import prepare

CASES = 10_000
REVIEWERS = 20
PAGES = 20


def run(home: Path, count: int = CASES) -> Iterator[str]:
    """Fill `home` and measure; yields lines of Markdown."""
    prepare(home)
    person, today = _fill(count)
    tick = import_string("wutong.portal.flowing.ticking.tick")
    baseline = _baseline(count)
    spent, report = _timed(lambda: tick(today))
    again, _ = _timed(lambda: tick(today))
    done = sum(report.happened.values())
    yield f"| tick: {count:,} cases, {done:,} events | {spent:.1f} s, {spent / baseline:.0f} × one bare row each |"
    yield f"| the same tick again | {again:.2f} s |"
    yield _work_list(person, count)
    yield f"| peak memory | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB |"


def _work_list(person: Any, count: int) -> str:
    client = import_string("django.test.Client")(HTTP_HOST="127.0.0.1")
    client.force_login(person)
    client.get("/cases/work/?tab=all")
    connection = import_string("django.db.connection")
    with import_string("django.test.utils.CaptureQueriesContext")(connection) as asked:
        times = sorted(
            _timed(lambda page=page: client.get(f"/cases/work/?tab=all&page={page}"))[0] for page in _pages()
        )
    return f"| work list of {count:,}: queries, p95 | {len(asked) / PAGES:.0f}, {times[PAGES - 2] * 1000:.0f} ms |"


def _pages() -> range:
    return range(1, PAGES + 1)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def _baseline(count: int) -> float:
    """Seconds for one row in a transaction of its own, so many times."""
    transaction, connection = import_string("django.db.transaction"), import_string("django.db.connection")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (at text, what text)")
        began = time.perf_counter()
        for number in range(count):
            with transaction.atomic():
                cursor.execute("INSERT INTO bare VALUES (%s, %s)", [str(number), "an event"])
        return time.perf_counter() - began


def _fill(count: int) -> tuple[Any, date]:
    """Cases under review whose limit ended yesterday; a reviewer who sees all of them."""
    accounts, cases = "wutong.portal.accounts", "wutong.portal.cases"
    by = import_string("wutong.portal.shared.audit.recording.Program")("bench", "bench")
    details = import_string(f"{accounts}.actions.organisations.Details")
    enter = import_string(f"{accounts}.actions.organisations.add_organisation")
    firm = enter(details=details("enterprise", "量测生物有限公司", ""), by=by)
    office = enter(details=details("department", "量测科", ""), by=by)
    import_string(f"{cases}.actions.competences.give")(organisation=office, service_code="*", part="lead", by=by)
    reviewers = [_reviewer(number, office, by) for number in range(REVIEWERS)]
    today, working = clock.today(), import_string("wutong.portal.flowing.positions.working_days")()
    started = today - timedelta(days=1)
    while working.count(started, today) < 21:
        started -= timedelta(days=1)
    due = working.after(started, 20)
    case, run_ = import_string(f"{cases}.models.Case"), import_string(f"{cases}.models.CaseClock")
    rows = case.objects.bulk_create(
        case(**_case(number, started, due), organisation=firm, lead=office, assignee=who, opened_by=who)
        for number, who in ((number, reviewers[number % REVIEWERS]) for number in range(count))
    )
    run_.objects.bulk_create(
        run_(thing=row, number=0, clock="review", unit="working_day", amount=20, started_on=started, due_on=due)
        for row in rows
    )
    return reviewers[0], today


def _reviewer(number: int, office: Any, by: Any) -> Any:
    accounts = "wutong.portal.accounts"
    person = import_string(f"{accounts}.actions.people.add_person")(
        username=f"r{number}",
        email=f"r{number}@bench.invalid",
        name=f"R{number}",
        language="zh",
        encoded="!",
        is_verified=True,
        by=by,
    )
    roles = import_string(f"{accounts}.roles.Role")
    grant = import_string(f"{accounts}.actions.memberships.grant")
    grant(person=person, organisation=office, role=roles.DEPARTMENT_REVIEWER, by=by)
    if number == REVIEWERS - 1:
        grant(person=person, organisation=office, role=roles.LEADER, by=by)
    return person


def _case(number: int, started: date, due: date) -> dict[str, Any]:
    return {
        "case_id": uuid4(),
        "number": f"GS19-2026-{number:05d}",
        "flow_code": "standard",
        "state": "reviewing",
        "phase": "running",
        "service_code": "GS19",
        "service_version": 1,
        "submitted_on": started,
        "due_on": due,
        "due_clock": "review",
        "look_on": due + timedelta(days=1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=CASES)
    asked = parser.parse_args()
    for line in run(asked.home, asked.cases):
        print(line)
