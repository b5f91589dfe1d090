"""Every read across the accounts app's tables. Returns small typed rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from allauth.mfa.models import Authenticator
from django.db.models import CharField, Count, Expression, F, OrderBy, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from wutong.portal.accounts.access import Access, held_now
from wutong.portal.accounts.models import Erasure, Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Kind, Role, administrator_of

T = TypeVar("T")
M = TypeVar("M", Person, Organisation)

PAGE_SIZE = 30
PEOPLE_ORDERS = {"name": "name", "username": "username", "seen": "last_login", "since": "created_at"}
ORGANISATION_ORDERS = {"name": "name_zh", "kind": "kind", "members": "members", "since": "created_at"}


@dataclass(frozen=True, slots=True)
class Held:
    """One role that somebody holds, and where."""

    membership_id: int
    role: Role
    organisation: Organisation
    since: datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the list of people. `held` holds only what the reader may see."""

    person: Person
    held: tuple[Held, ...]
    has_second_factor: bool

    @property
    def is_invited(self) -> bool:
        """True while an invitation waits to be taken up."""
        is_new = self.person.last_login is None and not self.person.has_usable_password()
        return is_new and not self.person.is_erased


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in the list, and how many people belong to it now."""

    organisation: Organisation
    members: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody's role in one organisation. `may_change` is the reader's own right to do so."""

    membership: Membership
    role: Role
    may_change: bool
    is_administrator: bool


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One page of a list."""

    rows: tuple[T, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def visible_people(access: Access, permission: Permission = Permission.MEMBERS_SEE) -> QuerySet[Person]:
    """The people on whom the reader has `permission`: those of their organisations, or all."""
    if access.may_everywhere(permission):
        return Person.objects.all()
    theirs = Membership.objects.filter(organisation__in=access.organisations(permission))
    return Person.objects.filter(pk__in=held_now(theirs).values("person_id"))


def people(access: Access, *, words: str, sort: str, page: int) -> Found[PersonRow]:
    """One page of the people whom the reader may see."""
    found = visible_people(access)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(username__icontains=words) | Q(email__icontains=words))
    total = found.count()
    page = _page(page, total)
    held = access.visible(held_now(Membership.objects.select_related("organisation")), Permission.MEMBERS_SEE)
    rows = _ordered(found, sort, PEOPLE_ORDERS).prefetch_related(Prefetch("memberships", held, to_attr="seen"))
    chosen = list(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return Found(tuple(_person_rows(chosen)), total, page)


def person_row(access: Access, person: Person) -> PersonRow:
    """Somebody, with the roles of theirs that the reader may see; all of them where it is the reader."""
    held = held_now(person.memberships.select_related("organisation"))
    if access.person != person:
        held = access.visible(held, Permission.MEMBERS_SEE)
    return PersonRow(person, _held(held.order_by("pk")), _with_second_factor([person.pk]) == {person.pk})


def _person_rows(chosen: Sequence[Person]) -> Iterable[PersonRow]:
    safe = _with_second_factor([person.pk for person in chosen])
    for person in chosen:
        yield PersonRow(person, _held(getattr(person, "seen", ())), person.pk in safe)


def _held(memberships: Iterable[Membership]) -> tuple[Held, ...]:
    return tuple(Held(one.pk, one.role, one.organisation, one.since) for one in memberships)


def _with_second_factor(people_ids: Sequence[int]) -> set[int]:
    found = Authenticator.objects.filter(user_id__in=people_ids, type=Authenticator.Type.TOTP)
    return set(found.values_list("user_id", flat=True))


def organisations(access: Access, *, words: str, kind: str, sort: str, page: int) -> Found[OrganisationRow]:
    """One page of the organisations whose members the reader may see."""
    found = access.visible(Organisation.objects.all(), Permission.MEMBERS_SEE, through="pk")
    if words:
        found = found.filter(Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(credit_code=words.upper()))
    if kind:
        found = found.filter(kind=kind)
    total = found.count()
    page = _page(page, total)
    open_ones = Count("memberships__person", filter=Q(memberships__until__isnull=True), distinct=True)
    rows = _ordered(found.annotate(members=open_ones), sort, ORGANISATION_ORDERS)
    chosen = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(tuple(OrganisationRow(one, getattr(one, "members", 0)) for one in chosen), total, page)


def members(access: Access, organisation: Organisation) -> list[MemberRow]:
    """Everybody's roles in one organisation now, the administrators first."""
    found = held_now(organisation.memberships.select_related("person", "organisation", "granted_by"))
    leading = administrator_of(organisation.kind)
    rows = [
        MemberRow(one, one.role, access.may_grant(one.role, organisation), one.role is leading)
        for one in found.order_by("person__name", "pk")
    ]
    return sorted(rows, key=lambda row: not row.is_administrator)


def former_members(organisation: Organisation, most: int = 20) -> list[Membership]:
    """Roles that are over, the latest first."""
    over = organisation.memberships.filter(until__isnull=False).select_related("person")
    return list(over.order_by("-until")[:most])


def grantable_roles(access: Access, organisation: Organisation) -> list[Role]:
    """The roles that the reader may give in `organisation`."""
    return [role for role in Role if access.may_grant(role, organisation)]


def kinds() -> list[tuple[str, Kind]]:
    """Every kind of organisation, with its code."""
    return [(kind.value, kind) for kind in Kind]


def former_name(number: Expression | F) -> Subquery:
    """The pseudonym of whom a row names by that number, where they were erased: what a chain of hashes seals stays."""
    done = Erasure.objects.filter(done_at__isnull=False).annotate(number=Cast("person_id", CharField()))
    return Subquery(done.filter(number=number).values("pseudonym")[:1])


def _page(page: int, total: int) -> int:
    return min(max(1, page), max(1, -(-total // PAGE_SIZE)))


def _ordered(rows: QuerySet[M], sort: str, orders: dict[str, str]) -> QuerySet[M]:
    """`rows` in the order that a head of the list asked for; what is unknown comes last either way."""
    column = orders.get(sort.removeprefix("-"), "name" if "name" in orders.values() else "name_zh")
    order = OrderBy(F(column), descending=sort.startswith("-"), nulls_last=True)
    return rows.order_by(order, "pk")
