"""The work list: the cases that somebody handles, by tab, narrowed and in the order that is asked for.

Each tab can be found by an index (lead, assignee or phase with the due day); nothing is reckoned per case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, F, OrderBy, Q, QuerySet

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases.access import at_work, handling
from wutong.portal.cases.models import Case, CaseClock, CaseStep, Competence, Opinion, Part
from wutong.portal.cases.queries.casepage import workers
from wutong.portal.cases.queries.clocks import Colour, of_colour
from wutong.portal.cases.queries.mine import codes_of

PAGE_SIZE = 30
OPEN = ("running", "waiting", "paused")
TABS = ("mine", "unassigned", "all", "waiting", "opinions", "ended")
ANY = "any"  # open and ended alike: to which figures lead
SORTS = {
    "due": "due_on",
    "sent": "submitted_on",
    "ended": "ended_on",
    "touched": "touched_at",
    "number": "number",
    "service": "service_code",
    "firm": "organisation__name_zh",
}
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Behind:
    """The cases behind a figure: runs of `clocks` that stopped (`ran` says how), what time did, ratings, a lead.

    `since` and `until` are the days between which it happened; `left` is a state that cases left then, and `is_ended`
    asks for those that ended then.
    """

    clocks: tuple[str, ...] = ()
    ran: str = ""  # "", "stopped", "in_time", "late", "kept" or "broken"
    event: str = ""
    left: str = ""
    stars: int | None = None
    is_ended: bool = False
    lead: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_any(self) -> bool:
        """Whether it narrows the list at all."""
        return self != Behind()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list. `assignee` is a person's number or NOBODY; `sort` a key of SORTS, falling with `-`."""

    tab: str = "mine"
    words: str = ""
    service: str = ""
    states: tuple[str, ...] = ()
    colour: Colour | None = None
    assignee: str = ""
    sort: str = "due"
    behind: Behind = field(default_factory=Behind)

    @property
    def is_narrowed(self) -> bool:
        """Whether the list holds less than its tab."""
        return bool(self.words or self.service or self.states or self.colour or self.assignee or self.behind.is_any)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks at the list, and the cases that they handle; made once a request."""

    access: Access
    scope: QuerySet[Case]
    today: date

    @classmethod
    def of(cls, access: Access, today: date) -> "Desk":
        return cls(access, at_work(access), today)


def found(desk: Desk, asked: Asked) -> QuerySet[Case]:
    """The cases that fit, in the order that is asked for."""
    rows = _of_tab(desk, asked.tab)
    if asked.words:
        rows = rows.filter(_words(asked.words))
    if asked.service:
        rows = rows.filter(service_code=asked.service)
    if asked.states:
        rows = rows.filter(state__in=asked.states)
    if asked.colour is not None:
        rows = rows.filter(of_colour(asked.colour, desk.today))
    if asked.assignee:
        rows = rows.filter(assignee=None if asked.assignee == NOBODY else int(asked.assignee))
    if asked.behind.is_any:
        rows = _behind(rows, asked.behind)
    column = SORTS.get(asked.sort.removeprefix("-"), "due_on")
    order = OrderBy(F(column), descending=asked.sort.startswith("-"), nulls_last=True)
    return rows.select_related("organisation", "lead", "assignee").order_by(order, "pk")


def counts(desk: Desk) -> dict[str, int]:
    """How many cases each tab has; two queries."""
    rows = desk.scope.filter(phase__in=OPEN)
    wanted = {tab: Count("pk", filter=_rule(desk, tab)) for tab in TABS if tab not in {"all", "ended"}}
    counted = rows.aggregate(all=Count("pk"), **wanted)
    return {**counted, "ended": desk.scope.filter(phase="ended").count()}


def choices_of_people(desk: Desk) -> list[Person]:
    """Those to whom cases of the list may be given."""
    if desk.access.may_everywhere(Permission.CASE_OVERSEE):
        led = Competence.objects.filter(part=Part.LEAD)
        return workers(led.values_list("organisation_id", flat=True))
    return workers(handling(desk.access))


def chosen(desk: Desk, ids: Iterable[str]) -> list[Case]:
    """Those of these cases that are in the list at all, by number, with their clocks."""
    rows = desk.scope.filter(case_id__in=list(ids)).select_related("organisation", "lead", "assignee")
    return list(rows.prefetch_related("clock_rows").order_by("number"))


def _of_tab(desk: Desk, tab: str) -> QuerySet[Case]:
    if tab == ANY:
        return desk.scope
    phases = ("ended",) if tab == "ended" else OPEN
    return desk.scope.filter(_rule(desk, tab), phase__in=phases)


def _rule(desk: Desk, tab: str) -> Q:
    """What a tab asks beside the phase."""
    person = desk.access.who
    if tab == "mine":
        return Q(assignee=person)
    if tab == "unassigned":
        everywhere = desk.access.may_everywhere(Permission.CASE_OVERSEE)
        return Q(assignee=None) & (Q() if everywhere else Q(lead__in=handling(desk.access)))
    if tab == "waiting":
        return Q(phase__in=["waiting", "paused"])
    if tab == "opinions":
        return Q(pk__in=asked_of(desk.access).values("case_id"))
    return Q()


def asked_of(access: Access) -> QuerySet[Opinion]:
    """The opinions that are awaited of somebody, as an expert or for their department."""
    places = access.organisations(Permission.OPINION_GIVE)
    mine = Q(expert=access.who) | Q(expert__isnull=True, organisation__in=places)
    return Opinion.objects.filter(mine, given_at__isnull=True, released_at__isnull=True)


def _words(words: str) -> Q:
    firm = Q(organisation__name_zh__icontains=words) | Q(organisation__name_en__icontains=words)
    wanted = firm | Q(organisation__credit_code=words.upper()) | Q(number__icontains=words)
    return wanted | Q(service_code__in=codes_of(words))


def _behind(rows: QuerySet[Case], behind: Behind) -> QuerySet[Case]:
    if behind.lead is not None:
        rows = rows.filter(lead=behind.lead)
    if behind.clocks:
        rows = _by_clock(rows, behind)
    if behind.is_ended:
        rows = rows.filter(_between("ended_on", behind), phase="ended")
    if behind.event or behind.left:
        rows = rows.filter(pk__in=_steps(behind).values("thing_id"))
    if behind.stars is not None:
        rows = rows.filter(rating__stars=behind.stars)
        rows = rows.filter(_between("rating__rated_at__date", behind))
    return rows


def _by_clock(rows: QuerySet[Case], behind: Behind) -> QuerySet[Case]:
    """A case is in time where no run was late, and keeps its promise where none was broken."""
    rows = rows.filter(pk__in=runs(behind).values("thing_id"))
    opposite = {"in_time": "late", "kept": "broken"}.get(behind.ran)
    return rows.exclude(pk__in=runs(replace(behind, ran=opposite)).values("thing_id")) if opposite else rows


def runs(behind: Behind) -> QuerySet[CaseClock]:
    """Runs of the clocks that stopped in the days that are asked for, as it is asked how they ran."""
    ran = {
        "stopped": Q(is_in_time__isnull=False),
        "in_time": Q(is_in_time=True),
        "late": Q(is_in_time=False),
        "kept": Q(is_promise_kept=True),
        "broken": Q(is_promise_kept=False),
    }.get(behind.ran, Q())
    stopped = _between("stopped_on", behind) & Q(stopped_on__isnull=False)
    return CaseClock.objects.filter(ran, stopped, clock__in=behind.clocks)


def _steps(behind: Behind) -> QuerySet[CaseStep]:
    rows = CaseStep.objects.filter(_between("on", behind))
    if behind.event:
        rows = rows.filter(act=behind.event, kind__in=["act", "clock"])
    if behind.left:
        rows = rows.filter(from_state=behind.left).exclude(to_state=behind.left)
    return rows


def _between(column: str, behind: Behind) -> Q:
    wanted = Q()
    if behind.since is not None:
        wanted &= Q(**{f"{column}__gte": behind.since})
    if behind.until is not None:
        wanted &= Q(**{f"{column}__lte": behind.until})
    return wanted
