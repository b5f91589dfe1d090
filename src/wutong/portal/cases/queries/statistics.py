"""Figures of cases, reckoned by the database: limits and promises kept, days used, time in each state, ratings.

What a clock came to is kept when it stops (its pauses out); so no case is read to make a figure. Each figure counts
cases, and `Behind` finds the same ones in the work list.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Avg, Count, F, Q, QuerySet

from wutong.catalog.flows import Flow
from wutong.catalog.services import Service
from wutong.portal.accounts.models import Organisation
from wutong.portal.cases.models import Case, CaseClock, CaseStep, Rating
from wutong.portal.cases.queries.worklist import OPEN, Behind, Desk, runs
from wutong.portal.flowing.positions import working_days
from wutong.portal.shared.catalogue import catalogue, flows_of_services

_APPLICANTS = frozenset({"R1", "R2"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The days between which something happened, and of which service and lead."""

    since: date
    until: date
    service: str = ""
    lead: int | None = None

    def behind(self, **more: object) -> Behind:
        """A figure's cases, of the same days and lead."""
        told = {"since": self.since, "until": self.until, "lead": self.lead, **more}
        return Behind(**told)  # type: ignore[arg-type]


@dataclass(slots=True)
class Kept:
    """Cases with a clock of an office that stopped; those of them late; those with a promise; those not kept."""

    stopped: int = 0
    late: int = 0
    promised: int = 0
    broken: int = 0

    @property
    def in_time(self) -> int:
        return self.stopped - self.late

    @property
    def kept(self) -> int:
        return self.promised - self.broken

    @property
    def rate(self) -> float | None:
        """The share in time; None of nothing."""
        return self.in_time / self.stopped if self.stopped else None

    @property
    def promise_rate(self) -> float | None:
        """The share of promises kept; None of nothing."""
        return self.kept / self.promised if self.promised else None

    def add(self, other: "Kept") -> None:
        """Count the other's cases, which are none of these."""
        self.stopped, self.late = self.stopped + other.stopped, self.late + other.late
        self.promised, self.broken = self.promised + other.promised, self.broken + other.broken


@dataclass(frozen=True, slots=True)
class Spent:
    """Runs of one clock of one service under one limit that stopped: means in the limit's own unit, pauses out.

    Kinds to which the law gives other limits are apart. A promise in another unit is not to be compared: it is None.
    """

    service: str
    clock: str
    unit: str
    limit: int | None
    runs: int
    used: float
    promise: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Open cases in one state now, and how long cases stayed there that left it in the days asked for."""

    state: str
    cases: int
    over: int
    left: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it."""

    asked: Asked
    received: int
    ended: int
    over: int
    whole: Kept
    by_service: dict[str, Kept]
    by_lead: dict[int, Kept]
    leads: dict[int, Organisation]
    spent: list[Spent]
    by_state: list[Standing]
    events: dict[str, int]
    stars: dict[int, int] = field(default_factory=dict)

    @property
    def rated(self) -> int:
        return sum(self.stars.values())

    @property
    def mean_stars(self) -> float | None:
        """The mean of the ratings; None of nothing."""
        return sum(stars * count for stars, count in self.stars.items()) / self.rated if self.rated else None


def figures(desk: Desk, asked: Asked) -> Figures:
    """Everything that the page of figures says; nine queries whatever the number of cases."""
    scope = _scope(desk, asked)
    between = (asked.since, asked.until)
    stopped = runs(asked.behind(clocks=tuple(sorted(office_clocks())))).filter(thing__in=scope.values("pk"))
    by_service, by_lead, whole = _kept(stopped)
    received = Count("pk", filter=Q(submitted_on__range=between))
    ended = Count("pk", filter=Q(ended_on__range=between, phase="ended"))
    over = Count("pk", filter=Q(phase__in=OPEN, due_on__lt=desk.today))
    counted = scope.aggregate(received=received, ended=ended, over=over)
    return Figures(
        asked=asked,
        **counted,
        whole=whole,
        by_service=by_service,
        by_lead=by_lead,
        leads=Organisation.objects.in_bulk(by_lead),
        spent=_spent(stopped),
        by_state=_by_state(desk, scope, asked),
        events=_events(scope, asked),
        stars=_stars(scope, asked),
    )


def leads(desk: Desk) -> list[Organisation]:
    """Those who answer for cases that the reader sees."""
    led = desk.scope.order_by().values("lead").distinct()
    return list(Organisation.objects.filter(pk__in=led).order_by("name_zh"))


@lru_cache(maxsize=1)
def office_clocks() -> frozenset[str]:
    """The clocks for which an office or a provider answers, not the applicant."""
    flows = flows_of_services().values()
    return frozenset(clock.code for flow in flows for clock in flow.clocks if clock.owner not in _APPLICANTS)


def main_clock(service: Service, flow: Flow) -> str:
    """The clock that people mean when they ask how long a service takes: the promised one, else its own limit's."""
    if service.promise is not None:
        return service.promise.clock
    if service.limits:
        return service.limits[0].clock
    codes = [clock.code for clock in flow.clocks]
    return next((code for code in ("review", "publication", "result") if code in codes), codes[0])


def _scope(desk: Desk, asked: Asked) -> QuerySet[Case]:
    scope = desk.scope
    if asked.service:
        scope = scope.filter(service_code=asked.service)
    return scope.filter(lead=asked.lead) if asked.lead is not None else scope


def _kept(stopped: QuerySet[CaseClock]) -> tuple[dict[str, Kept], dict[int, Kept], Kept]:
    """By service, by lead, and together. A case has one of each, so that counts of cases add up."""

    def cases(**wanted: object) -> Count:
        return Count("thing", distinct=True, filter=Q(**wanted))

    rows = stopped.values_list("thing__service_code", "thing__lead").annotate(
        stopped=cases(is_in_time__isnull=False),
        late=cases(is_in_time=False),
        promised=cases(is_promise_kept__isnull=False),
        broken=cases(is_promise_kept=False),
    )
    by_service: dict[str, Kept] = {}
    by_lead: dict[int, Kept] = {}
    whole = Kept()
    for service, lead, *numbers in rows.order_by("thing__service_code", "thing__lead"):
        one = Kept(*numbers)
        for held in (by_service.setdefault(service, Kept()), by_lead.setdefault(lead, Kept()), whole):
            held.add(one)
    return by_service, by_lead, whole


def _spent(stopped: QuerySet[CaseClock]) -> list[Spent]:
    """The main clock of each service, under each limit that it had: that of the kind which was applied for."""
    rows = stopped.filter(used__isnull=False).values_list("thing__service_code", "clock", "unit", "amount")
    promised = Avg("promised_amount", filter=Q(promised_unit=F("unit")))
    meant = rows.annotate(runs=Count("pk"), mean_used=Avg("used"), mean_promise=promised)
    found = [Spent(*row) for row in meant.order_by("thing__service_code", "clock", "unit", "amount")]
    main = {code: main_clock(held[-1], catalogue().flows[held[-1].flow]) for code, held in catalogue().services.items()}
    return [one for one in found if main.get(one.service) == one.clock]


def _by_state(desk: Desk, scope: QuerySet[Case], asked: Asked) -> list[Standing]:
    over = Count("pk", filter=Q(due_on__lt=desk.today))
    rows = scope.filter(phase__in=OPEN).values_list("state").annotate(cases=Count("pk"), over=over)
    now = {state: (cases, late) for state, cases, late in rows.order_by("state")}
    stays = _stays(scope, asked)
    found = []
    for state in dict.fromkeys(state.code for flow in flows_of_services().values() for state in flow.states):
        cases, late = now.get(state, (0, 0))
        left, days = stays.get(state, (0, 0))
        if cases or left:
            found.append(Standing(state, cases, late, left, days / left if left else None))
    return found


def _stays(scope: QuerySet[Case], asked: Asked) -> dict[str, tuple[int, int]]:
    """The cases that left each state in the days asked for, and the working days that they had spent there."""
    moved = CaseStep.objects.filter(thing__in=scope.values("pk"), kind__in=["act", "clock"])
    touched = moved.filter(on__range=(asked.since, asked.until)).values("thing_id")
    rows = moved.filter(thing_id__in=touched).order_by("thing_id", "number")
    return _summed(rows.values_list("thing_id", "from_state", "to_state", "on").iterator(chunk_size=5000), asked)


def _summed(rows: Iterable[tuple[int, str, str, date]], asked: Asked) -> dict[str, tuple[int, int]]:
    """Steps of one case follow each other; whoever comes twice to a state counts once, with all of its days."""
    count = lru_cache(maxsize=100_000)(working_days().count)
    cases: dict[str, int] = {}
    days: dict[str, int] = {}
    here, since = 0, asked.since
    told: set[str] = set()
    for thing, before, after, day in rows:
        if thing != here:
            here, told = thing, set()
        elif before != after and asked.since <= day <= asked.until:
            cases[before] = cases.get(before, 0) + (before not in told)
            days[before] = days.get(before, 0) + count(since, day)
            told.add(before)
        if before != after:
            since = day
    return {state: (cases[state], days[state]) for state in cases}


def _events(scope: QuerySet[Case], asked: Asked) -> dict[str, int]:
    """What time alone brought about, by act, in cases."""
    rows = CaseStep.objects.filter(kind="clock", on__range=(asked.since, asked.until), thing__in=scope.values("pk"))
    counted = rows.values_list("act").annotate(cases=Count("thing", distinct=True)).order_by("act")
    return dict(counted)


def _stars(scope: QuerySet[Case], asked: Asked) -> dict[int, int]:
    rows = Rating.objects.filter(case__in=scope.values("pk"), rated_at__date__range=(asked.since, asked.until))
    return dict(rows.values_list("stars").annotate(cases=Count("pk")).order_by("stars"))
