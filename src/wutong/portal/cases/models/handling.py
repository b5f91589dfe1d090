"""Who handles what, and what departments and experts say in a case."""

from django.db import models
from django.db.models import Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.models.cases import Case

ANY_SERVICE = "*"


class Part(models.TextChoices):
    """What an organisation does in cases of a service: takes in, leads, or gives an opinion beside the lead."""

    WINDOW = "window"
    LEAD = "lead"
    OPINION = "opinion"


class Competence(models.Model):
    """That an organisation has a part in the cases of a service; `service_code` may be ANY_SERVICE."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="competences")
    service_code = models.CharField(max_length=4)
    part = models.CharField(max_length=8, choices=Part.choices)

    audit_kind = "competence"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "service_code", "part"], name="cases_one_competence"),
            # Somebody answers for each service, and nobody has to ask who.
            models.UniqueConstraint(fields=["service_code"], condition=Q(part="lead"), name="cases_one_lead"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="cases_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part} {self.service_code}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.organisation.audit_label} {self.service_code}"


class Opinion(models.Model):
    """What one department (joint review) or one expert (panel) says in one round of a case.

    An expert's is sealed until the round is closed: `verdict` and `text` are shown to nobody but the expert before.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    round = models.PositiveIntegerField(default=1)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="opinions")
    expert = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluations")
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField(null=True, blank=True)
    conflict = models.CharField(max_length=12, blank=True)  # "", "none" or "declared"
    verdict = models.CharField(max_length=12, blank=True)  # "", "agree", "conditions" or "disagree"
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="opinions")
    given_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)  # an expert who declared a conflict is let go

    audit_kind = "opinion"

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "organisation"],
                condition=Q(expert__isnull=True),
                name="cases_one_opinion_a_department",
            ),
            models.UniqueConstraint(
                fields=["case", "round", "expert"],
                condition=Q(expert__isnull=False),
                name="cases_one_opinion_an_expert",
            ),
            models.CheckConstraint(condition=Q(conflict__in=["", "none", "declared"]), name="cases_conflict_known"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "agree", "conditions", "disagree"]), name="cases_opinion_known"
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | (~Q(verdict="") & ~Q(text="")), name="cases_opinions_say_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.round} {self.organisation_id}"

    @property
    def is_open(self) -> bool:
        """Whether it is still awaited."""
        return self.given_at is None and self.released_at is None

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        who = self.expert.audit_label if self.expert else self.organisation.audit_label
        return f"{self.case.audit_label} / {who}"
