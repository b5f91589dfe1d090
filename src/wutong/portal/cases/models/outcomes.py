"""What a case leads to: letters, a certificate, a rating."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.cases.models.cases import Case, CaseStep


class Letter(models.Model):
    """A letter of a case, word for word as it went out, in both languages. It is made with its step and never changed.

    `content` holds, for each language, the heading and the paragraphs; the PDF is drawn from it when it is asked for.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    step = models.OneToOneField(CaseStep, on_delete=models.PROTECT, related_name="letter")
    code = models.CharField(max_length=40)
    number = models.CharField(max_length=40, unique=True)
    dated = models.DateField()
    content = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)

    audit_kind = "letter"

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.number


class Certificate(models.Model):
    """What was granted: since when and until when it holds, and between which days it is renewed."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    renewal_opens_on = models.DateField(null=True, blank=True)
    renewal_closes_on = models.DateField(null=True, blank=True)
    renewed_by = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renews")

    audit_kind = "certificate"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="cases_valid_some_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.number


class Rating(models.Model):
    """What the applicant thinks of how a case was handled, one to five, once."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating")
    stars = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    remark = models.TextField(blank=True)
    rated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ratings")
    rated_at = models.DateTimeField(default=clock.now)

    audit_kind = "rating"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="cases_one_to_five_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stars}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.case.audit_label
