"""The only way from a request to the desk's objects: judges reach all of it, others their own objections."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.desk.models import Judgement, Objection


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody who may judge, and the role in which they do."""

    person: Person
    role: Role
    organisation: Organisation


def judge(request: HttpRequest) -> Judge:
    """The judge who asks; raises Http404 for anybody else."""
    access = Access.of(request)
    held = next((grant for grant in access.grants if Permission.DATA_JUDGE in grant.role.permissions), None)
    if held is None:
        raise Http404
    return Judge(access.who, held.role, Organisation.objects.get(pk=held.organisation_id))


def answer_of(request: HttpRequest, answer_id: UUID) -> list[Judgement]:
    """What the asking judge judged in one go; raises Http404 for what others judged, and for what is not there."""
    mine = judge(request).person
    found = list(Judgement.objects.filter(answer_id=answer_id, judged_by=mine).order_by("step"))
    if not found:
        raise Http404
    return found


def judgement(request: HttpRequest, judgement_id: UUID) -> Judgement:
    """One judgement, for any judge; raises Http404."""
    judge(request)
    found = Judgement.objects.select_related("judged_by").filter(judgement_id=judgement_id).first()
    if found is None:
        raise Http404
    return found


def own_objection(request: HttpRequest, objection_id: int) -> Objection:
    """An objection of whoever asks; raises Http404 for those of others."""
    mine = Access.of(request).who
    found = Objection.objects.filter(pk=objection_id, filed_by=mine).first()
    if found is None:
        raise Http404
    return found


def is_own_staff(access: Access, enterprise_id: str) -> bool:
    """True where whoever asks holds a role in the organisation that has claimed the enterprise."""
    where = {grant.organisation_id for grant in access.grants}
    return bool(where) and Organisation.objects.filter(pk__in=where, enterprise_id=enterprise_id).exists()
