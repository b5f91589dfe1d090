"""Opinions and kept results of the guide, as lists; and who may be asked for an opinion."""

from django.db.models import Q, QuerySet

from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.imports.models import Assessment, Opinion
from wutong.portal.imports.queries.lists import Found, Wanted, in_order, page_of, with_words

OPINION_ORDERS = {"started": "started_on", "item": "item", "organisation": "organisation__name_zh", "stage": "stage"}
ASSESSMENT_ORDERS = {"made": "made_at", "item": "item", "organisation": "organisation__name_zh"}


def sought_opinions(visible: QuerySet[Opinion], asked: Wanted) -> QuerySet[Opinion]:
    """All that fit, in their order."""
    found = with_words(visible, asked.words, ("item", "organisation__name_zh", "organisation__name_en"))
    if asked.stand:
        found = found.filter(stage=asked.stand)
    return in_order(found, asked.sort, OPINION_ORDERS)


def opinions(visible: QuerySet[Opinion], asked: Wanted) -> Found[Opinion]:
    """One page of them."""
    return page_of(sought_opinions(visible, asked), asked.page)


def sought_assessments(visible: QuerySet[Assessment], asked: Wanted) -> QuerySet[Assessment]:
    """All that fit, in their order."""
    found = with_words(visible, asked.words, ("item", "organisation__name_zh", "organisation__name_en"))
    return in_order(found, asked.sort, ASSESSMENT_ORDERS)


def assessments(visible: QuerySet[Assessment], asked: Wanted) -> Found[Assessment]:
    """One page of them."""
    return page_of(sought_assessments(visible, asked), asked.page)


def experts_for(opinion: Opinion) -> QuerySet[Person]:
    """Who can be asked: experts who are not of the applicant and have not been asked yet."""
    codes = [role.code for role in Role if Permission.EXPERT_EVALUATE in role.permissions]
    held = held_now(Membership.objects.filter(role_code__in=codes))
    own = held_now(Membership.objects.filter(organisation_id=opinion.organisation_id))
    asked = opinion.assessors.values("person_id")
    not_theirs = ~Q(pk__in=own.values("person_id")) & ~Q(pk__in=asked)
    return Person.objects.filter(not_theirs, pk__in=held.values("person_id"), is_active=True).order_by("name", "pk")
