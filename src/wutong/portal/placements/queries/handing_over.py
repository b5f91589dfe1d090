"""Placements that somebody hands over before their account is erased: theirs as a doctor, or as the last of a side."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.accounts.owning.hooks import Bond, register_duty
from wutong.portal.accounts.roles import Role
from wutong.portal.placements.access import FIRM_ROLES
from wutong.portal.placements.models import Placement


def running(person: Person) -> Iterator[Bond]:
    """Placements that have not ended, of which somebody is the doctor or the only one who can act for a side."""
    asked = Q(doctor=person) | Q(organisation__in=_alone(person, FIRM_ROLES))
    asked |= Q(unit__in=_alone(person, frozenset({Role.UNIVERSITY})))
    for one in Placement.objects.filter(asked).exclude(phase__in=["draft", "ended"]).order_by("pk"):
        yield Bond(Text(one.audit_label, one.audit_label), reverse("placements:one", args=[one.number]))


def _alone(person: Person, roles: frozenset[Role]) -> list[int]:
    """Organisations in which nobody else holds one of `roles`."""
    held = held_now(Membership.objects.filter(role_code__in=[role.code for role in roles], person__is_active=True))
    mine = held.filter(person=person).values_list("organisation_id", flat=True)
    others = set(held.exclude(person=person).values_list("organisation_id", flat=True).filter(organisation__in=mine))
    return [one for one in mine if one not in others]


register_duty("placement", running)
