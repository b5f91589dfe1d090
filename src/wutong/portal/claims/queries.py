"""Claims as a list, and what is known of both sides of one."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.claims.models import Claim, State
from wutong.portal.files.models import StoredFile

PAGE_SIZE = 20
TABS = (*State.values, "all")
SORTS = {"filed": "filed_at", "enterprise": "name_zh", "person": "person__name"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list; `sort` is a key of SORTS, falling with a minus."""

    tab: str = "open"
    words: str = ""
    sort: str = "filed"
    page: int = 1


def found(rows: QuerySet[Claim], asked: Asked) -> QuerySet[Claim]:
    """Those of `rows` that fit, in the order that is asked for."""
    if asked.tab != "all":
        rows = rows.filter(state=asked.tab)
    if asked.words:
        words = Q(name_zh__icontains=asked.words) | Q(credit_code__icontains=asked.words)
        rows = rows.filter(words | Q(person__name__icontains=asked.words) | Q(person__email__icontains=asked.words))
    name = SORTS[asked.sort.removeprefix("-")]
    order = f"-{name}" if asked.sort.startswith("-") else name
    return rows.select_related("person", "decided_by").order_by(order, "-pk")


def counts(rows: QuerySet[Claim]) -> dict[str, int]:
    """How many claims each tab has."""
    by_state = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {**{state: by_state.get(state, 0) for state in State.values}, "all": sum(by_state.values())}


def members(organisation: Organisation | None) -> list[Membership]:
    """Who belongs to the organisation now, administrators first."""
    if organisation is None:
        return []
    rows = held_now(Membership.objects.filter(organisation=organisation)).select_related("person")
    return sorted(rows, key=lambda row: (row.role is not Role.ORGANISATION_ADMINISTRATOR, row.pk))


def paper_of(claim: Claim) -> StoredFile | None:
    """The paper that came with it, unless it was erased."""
    return StoredFile.objects.filter(pk=claim.file_id, erased_at__isnull=True).first() if claim.file_id else None


def paper_keeper() -> Organisation | None:
    """Who keeps papers of claims: the first window. The claimed enterprise must not read them as its own files."""
    rows = held_now(Membership.objects.filter(role_code=Role.WINDOW_CLERK.code)).select_related("organisation")
    first = rows.order_by("organisation_id").first()
    return first.organisation if first else None


def mail_domain(person: Person) -> str:
    """What stands behind the @ of somebody's address; an enterprise's own speaks for them."""
    return person.email.rpartition("@")[2]
