"""The only way from a request to what the imports app holds. What is another firm's answers as what does not exist.

An organisation's people reach what is theirs; officers who release goods or assess risks reach all; an expert reaches
the opinions that they are asked for.
"""

from dataclasses import dataclass
from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.imports.models import Approval, Assessment, Assessor, Opinion, Shipment

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks, and as what."""

    access: Access

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The reader of a page; raises Http404 for those whom imports do not concern."""
        found = cls(Access.of(request))
        if not (found.is_officer or found.is_holder or found.is_expert):
            raise Http404
        return found

    @property
    def who(self) -> Person:
        return self.access.who

    @property
    def is_officer(self) -> bool:
        """May release goods and enter approvals, of every organisation."""
        return self.access.may_everywhere(Permission.GOODS_RELEASE)

    @property
    def is_assessor(self) -> bool:
        """May assess, and ask experts to, for every organisation."""
        return self.access.may_everywhere(Permission.RISK_ASSESS)

    @property
    def is_expert(self) -> bool:
        """May be asked to assess."""
        return self.access.may(Permission.EXPERT_EVALUATE)

    @property
    def is_holder(self) -> bool:
        """May follow what an organisation of theirs imports."""
        return self.access.may(Permission.CASE_TRACK)

    @property
    def sees_many(self) -> bool:
        """Whether lists hold several organisations."""
        return self.is_officer or len(self.access.organisations(Permission.CASE_TRACK)) > 1

    def own(self) -> QuerySet[Organisation]:
        """The organisations for which the reader may apply and declare."""
        return Organisation.objects.filter(pk__in=self.access.organisations(Permission.CASE_APPLY)).order_by("name_zh")

    def may_act_for(self, organisation_id: int) -> bool:
        """Whether the reader declares and keeps the ledger for it."""
        return self.access.may(Permission.CASE_APPLY, organisation_id)

    def assessments(self) -> QuerySet[Assessment]:
        found = Assessment.objects.select_related("organisation", "made_by")
        return found if self.is_assessor else self.access.visible(found, Permission.CASE_TRACK)

    def opinions(self) -> QuerySet[Opinion]:
        """Those of one's organisations, those one is asked for, or all."""
        found = Opinion.objects.select_related("organisation", "asked_by", "given_by")
        if self.is_assessor:
            return found
        asked = Assessor.objects.filter(person=self.who).values("opinion_id") if self.is_expert else ()
        mine = Q(organisation__in=self.access.organisations(Permission.CASE_TRACK))
        return found.filter(mine | Q(pk__in=asked))

    def approvals(self) -> QuerySet[Approval]:
        found = Approval.objects.select_related("organisation")
        return found if self.is_officer else self.access.visible(found, Permission.CASE_TRACK)

    def shipments(self) -> QuerySet[Shipment]:
        found = Shipment.objects.select_related("approval__organisation", "declared_by")
        if self.is_officer:
            return found
        return self.access.visible(found, Permission.CASE_TRACK, through="approval__organisation")

    def approval(self, approval_id: int) -> Approval:
        return _one(self.approvals(), approval_id)

    def shipment(self, shipment_id: int) -> Shipment:
        return _one(self.shipments(), shipment_id)

    def assessment(self, assessment_id: int) -> Assessment:
        return _one(self.assessments(), assessment_id)

    def opinion(self, opinion_id: int) -> Opinion:
        return _one(self.opinions(), opinion_id)

    def duty(self, opinion: Opinion) -> Assessor | None:
        """What the reader is asked, or has declared, about an opinion."""
        return opinion.assessors.filter(person=self.who).first()

    def sees(self, opinion: Opinion) -> bool:
        """Whether it is of an organisation of the reader's."""
        return self.access.may(Permission.CASE_TRACK, opinion.organisation_id)

    def may_assess(self, opinion: Opinion) -> bool:
        """Whether the reader may declare and give it: assessors anywhere, experts where they are asked, nobody for
        an organisation of their own."""
        if self.sees(opinion):
            return False
        return self.is_assessor or (self.is_expert and self.duty(opinion) is not None)

    def need_officer(self) -> None:
        """Raise Http404 for anybody else."""
        if not self.is_officer:
            raise Http404

    def need_assessor(self) -> None:
        """Raise Http404 for anybody else."""
        if not self.is_assessor:
            raise Http404

    def need_holder_of(self, organisation_id: int) -> None:
        """Raise Http404 unless the reader acts for that organisation."""
        if not self.may_act_for(organisation_id):
            raise Http404


def _one(found: QuerySet[M], pk: int) -> M:
    one = found.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one
