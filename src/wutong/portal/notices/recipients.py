"""Who is written to: those who hold roles now. Where writes are gathered, read once for all that are told."""

from collections.abc import Collection

from django.db.models import QuerySet

from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.shared.writing.gathering import read_once


@read_once
def holders(*roles: str) -> list[Person]:
    """Whoever holds one of `roles`, wherever that is."""
    return list({row.person_id: row.person for row in _held(Membership.objects.filter(role_code__in=roles))}.values())


@read_once
def members(place: int, *roles: str) -> list[Person]:
    """Whoever belongs to the organisation `place`; with `roles`, in one of these."""
    return by_place([place], *roles).get(place, [])


def by_place(places: Collection[int], *roles: str) -> dict[int, list[Person]]:
    """`members` of many organisations, read at once; without those that have none."""
    rows = Membership.objects.filter(organisation_id__in=set(places))
    found: dict[int, dict[int, Person]] = {}
    for row in _held(rows.filter(role_code__in=roles) if roles else rows):
        found.setdefault(row.organisation_id, {})[row.person_id] = row.person
    return {place: list(people.values()) for place, people in found.items()}


def _held(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return held_now(rows).select_related("person").order_by("pk")
