"""Who is written to: those who hold roles now. Where writes are gathered, read once for all that are told."""

from django.db.models import QuerySet

from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.shared.writing.gathering import read_once


@read_once
def holders(*roles: str) -> list[Person]:
    """Whoever holds one of `roles`, wherever that is."""
    return _people(Membership.objects.filter(role_code__in=roles))


@read_once
def members(place: int, *roles: str) -> list[Person]:
    """Whoever belongs to the organisation `place`; with `roles`, in one of these."""
    rows = Membership.objects.filter(organisation_id=place)
    return _people(rows.filter(role_code__in=roles) if roles else rows)


def _people(rows: QuerySet[Membership]) -> list[Person]:
    return list({row.person_id: row.person for row in held_now(rows).select_related("person").order_by("pk")}.values())
