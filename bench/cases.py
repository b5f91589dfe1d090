"""Ten thousand cases with clocks: a tick on which each has something due, one on which none has, and the work list.

The baseline of the tick is what the database needs to write one row for each of those events, one transaction each.
Usage: python bench/cases.py --home HOME (an empty folder; it is filled)
"""

import argparse
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

CASES = 10_000
REVIEWERS = 20


def run(home: Path, count: int = CASES) -> Iterator[str]:
    """Fill `home` and measure; yields lines of Markdown."""
    from wutong.portal.preparing import prepare

    prepare(home)
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from wutong.portal.flowing.ticking import tick

    person, today = _fill(count)
    baseline = _baseline(count, transaction, connection)
    spent, report = _timed(lambda: tick(today))
    again, _ = _timed(lambda: tick(today))
    yield f"| tick, {count:,} cases each with an event due ({sum(report.happened.values()):,} happened) | {spent:.1f} s, {spent / baseline:.1f} × the baseline of {baseline:.1f} s |"
    yield f"| the same tick again | {again:.2f} s |"
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person)
    client.get("/cases/work/?tab=all")
    with CaptureQueriesContext(connection, ) as asked:
        times = [_timed(lambda page=page: client.get(f"/cases/work/?tab=all&page={page}"))[0] for page in range(1, 21)]
    times.sort()
    yield f"| work list of {count:,}, page of all: queries, p95 | {len(asked) / 20:.0f}, {times[18] * 1000:.0f} ms |"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"| peak memory | {peak:.0f} MiB |"


def _timed(work):  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def _baseline(count, transaction, connection):  # type: ignore[no-untyped-def]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (at text, what text)")
        began = time.perf_counter()
        for number in range(count):
            with transaction.atomic():
                cursor.execute("INSERT INTO bare VALUES (%s, %s)", [str(number), "an event"])
        return time.perf_counter() - began


def _fill(count: int):  # type: ignore[no-untyped-def]
    """Cases under review whose limit ended yesterday; a reviewer who sees all of them."""
    from wutong.kernel import clock
    from wutong.portal.accounts.actions import memberships, organisations, people
    from wutong.portal.accounts.actions.organisations import Details
    from wutong.portal.accounts.roles import Role
    from wutong.portal.cases.actions import competences
    from wutong.portal.cases.models import Case, CaseClock, Part
    from wutong.portal.flowing.positions import working_days
    from wutong.portal.shared.audit.recording import Program

    by = Program("bench", "bench")
    firm = organisations.add_organisation(details=Details("enterprise", "量测生物有限公司", ""), by=by)
    office = organisations.add_organisation(details=Details("department", "量测科", ""), by=by)
    competences.give(organisation=office, service_code="*", part=Part.LEAD, by=by)
    made = [
        people.add_person(
            username=f"r{number}", email=f"r{number}@bench.invalid", name=f"R{number}", language="zh",
            encoded="!", is_verified=True, by=by,
        )
        for number in range(REVIEWERS)
    ]
    for person in made:
        memberships.grant(person=person, organisation=office, role=Role.DEPARTMENT_REVIEWER, by=by)
    memberships.grant(person=made[-1], organisation=office, role=Role.LEADER, by=by)
    today = clock.today()
    started = today - timedelta(days=1)
    while working_days().count(started, today) < 21:
        started -= timedelta(days=1)
    due = working_days().after(started, 20)
    rows = Case.objects.bulk_create(
        [_case(number, firm, office, made[number % REVIEWERS], started, due) for number in range(count)]
    )
    CaseClock.objects.bulk_create(
        CaseClock(thing=row, number=0, clock="review", unit="working_day", amount=20, started_on=started, due_on=due)
        for row in rows
    )
    return made[0], today


def _case(number: int, firm, office, person, started: date, due: date):  # type: ignore[no-untyped-def]
    from wutong.portal.cases.models import Case

    return Case(
        case_id=uuid4(), number=f"GS19-2026-{number:05d}", flow_code="standard", state="reviewing", phase="running",
        service_code="GS19", service_version=1, organisation=firm, lead=office, assignee=person, opened_by=person,
        submitted_on=started, due_on=due, due_clock="review", look_on=due + timedelta(days=1),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=CASES)
    asked = parser.parse_args()
    for line in run(asked.home, asked.cases):
        print(line)
