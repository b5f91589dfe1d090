"""Ten thousand cases with clocks: ticks on which each has something due, one on which none has, and the work list.

The baseline of a tick is what the database needs to write one row for each of its events, one transaction each.
Seconds of the clock depend on what else the machine does; seconds of the processor and calls of the database do not.
Usage: python bench/cases.py --home HOME (an empty folder; it is filled)
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils.module_loading import import_string

from wutong.kernel import clock
from wutong.portal.preparing import prepare

CASES = 10_000
FIRMS = 1_000
REVIEWERS = 20
PAGES = 20
CHOSEN = 100


@dataclass(frozen=True)
class Cost:
    """What some work cost; `answer` is what it gave. Many rows changed by one prepared statement are one query."""

    seconds: float
    processor: float
    queries: int
    answer: Any

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.processor:.1f} s of processor, {self.queries:,} queries"


def run(home: Path, count: int = CASES) -> Iterator[str]:
    """Fill `home` and measure; yields lines of Markdown."""
    prepare(home)
    place, today = _place(), clock.today()
    tick, baseline = import_string("wutong.portal.flowing.ticking.tick"), _baseline(count) / count
    for title, clock_code, state, limit in (
        ("cases overdue", "review", "reviewing", 20),
        ("cases that silence accepts, with a letter", "completeness", "submitted", 5),
    ):
        _fill(place, count, clock_code, state, limit, today)
        cost = _cost(lambda: tick(today))
        done = sum(cost.answer.happened.values())
        each = f"{cost.processor / done * 1000:.2f} ms and {cost.queries / done:.2f} queries an event"
        yield f"| tick: {count:,} {title}; {done:,} events | {cost} |"
        yield f"| each | {each}; {cost.seconds / baseline / done:.1f} × one bare row each |"
    yield f"| the same tick again | {_cost(lambda: tick(today))} |"
    client = import_string("django.test.Client")(HTTP_HOST="127.0.0.1")
    client.force_login(place.reviewers[0])
    yield _work_list(client, count * 2)
    yield _many_at_once(client)
    yield f"| peak memory | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB |"


def _work_list(client: Any, count: int) -> str:
    client.get("/cases/work/?tab=all")
    costs = [_cost(partial(client.get, f"/cases/work/?tab=all&page={page}")) for page in range(1, PAGES + 1)]
    p95 = sorted(cost.seconds for cost in costs)[PAGES - 2] * 1000
    mean = sum(cost.processor for cost in costs) / PAGES * 1000
    most = max(cost.queries for cost in costs)
    return f"| work list of {count:,}, a page | p95 {p95:.0f} ms, {mean:.0f} ms of processor, {most} queries |"


def _many_at_once(client: Any) -> str:
    """One act on as many cases as can be chosen in the work list."""
    models = "wutong.portal.cases.models"
    rows = import_string(f"{models}.Case").objects.filter(state="reviewing").order_by("pk")[:CHOSEN]
    told = {"case": [f"{row.case_id}:{row.steps}" for row in rows], "decision": "符合条件", "confirmed": "on"}
    cost = _cost(lambda: client.post("/cases/work/chosen/do/grant/", told))
    granted = import_string(f"{models}.Letter").objects.filter(code="decision_granted").count()
    assert granted == CHOSEN, f"{granted} were granted"
    return f"| {CHOSEN} cases granted at once from the work list, a letter each | {cost} |"


def _cost(work: Callable[[], Any]) -> Cost:
    connection, asked = import_string("django.db.connection"), []

    def counted(execute: Any, *args: Any) -> Any:
        asked.append(1)
        return execute(*args)

    began, busy = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counted):
        answer = work()
    return Cost(time.perf_counter() - began, time.process_time() - busy, len(asked), answer)


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


@dataclass(frozen=True)
class Place:
    """A department that answers for everything, and the firms that apply there."""

    firms: Any
    office: Any
    reviewers: Any


def _place() -> Place:
    accounts, cases = "wutong.portal.accounts", "wutong.portal.cases"
    by = import_string("wutong.portal.shared.audit.recording.Program")("bench", "bench")
    details = import_string(f"{accounts}.actions.organisations.Details")
    enter = import_string(f"{accounts}.actions.organisations.add_organisation")
    firms = [enter(details=details("enterprise", f"量测{number}生物有限公司", ""), by=by) for number in range(FIRMS)]
    office = enter(details=details("department", "量测科", ""), by=by)
    import_string(f"{cases}.actions.competences.give")(organisation=office, service_code="*", part="lead", by=by)
    reviewers = [_reviewer(number, office, by) for number in range(REVIEWERS)]
    models = import_string(f"{accounts}.models.Person"), import_string(f"{accounts}.models.Membership")
    people = models[0].objects.bulk_create(
        models[0](username=f"u{number}", email=f"u{number}@bench.invalid", name=f"U{number}") for number in range(FIRMS)
    )
    models[1].objects.bulk_create(
        models[1](person=person, organisation=firm, role_code="R1", since=clock.now())
        for person, firm in zip(people, firms, strict=True)
    )
    return Place(list(zip(firms, people, strict=True)), office, reviewers)


def _fill(place: Place, count: int, clock_code: str, state: str, limit: int, today: date) -> None:
    """Cases whose limit ended yesterday, each with one clock that runs."""
    working = import_string("wutong.portal.flowing.positions.working_days")()
    started = today - timedelta(days=1)
    while working.count(started, today) < limit + 1:
        started -= timedelta(days=1)
    due = working.after(started, limit)
    case, run_ = import_string("wutong.portal.cases.models.Case"), import_string("wutong.portal.cases.models.CaseClock")
    before = case.objects.count()
    rows = case.objects.bulk_create(
        case(
            **_case(before + number, state, clock_code, started, due),
            organisation=place.firms[number % FIRMS][0],
            opened_by=place.firms[number % FIRMS][1],
            lead=place.office,
            assignee=place.reviewers[number % REVIEWERS],
        )
        for number in range(count)
    )
    run_.objects.bulk_create(
        run_(thing=row, number=0, clock=clock_code, unit="working_day", amount=limit, started_on=started, due_on=due)
        for row in rows
    )


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


def _case(number: int, state: str, clock_code: str, started: date, due: date) -> dict[str, Any]:
    return {
        "case_id": uuid4(),
        "number": f"GS19-2026-{number:05d}",
        "flow_code": "standard",
        "state": state,
        "phase": "running",
        "service_code": "GS19",
        "service_version": 1,
        "submitted_on": started,
        "due_on": due,
        "due_clock": clock_code,
        "look_on": due + timedelta(days=1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=CASES)
    asked = parser.parse_args()
    for line in run(asked.home, asked.cases):
        print(line)
