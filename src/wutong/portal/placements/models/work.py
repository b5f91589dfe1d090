"""What was to be done and what was: milestones, monthly logs, outputs, reviews and ratings, subsidies."""

from django.db import models
from django.db.models import F, Q

from wutong.catalog.placements import Grade
from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.placements.models.placements import Placement


class Milestone(models.Model):
    """Something that the plan promises by a day; reached once the enterprise says so, with what shows it."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=160)
    due_on = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reached_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="placements_milestone_titled")]

    def __str__(self) -> str:
        return self.title


class MonthLog(models.Model):
    """One month as the doctor tells it, once; `confirmed_days` is what the enterprise saw, and what counts."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="logs")
    month = models.DateField()
    days = models.PositiveSmallIntegerField()
    work = models.TextField()
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=clock.now)
    confirmed_days = models.PositiveSmallIntegerField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "month"], name="placements_a_month_is_logged_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="placements_month_by_its_first_day"),
            models.CheckConstraint(condition=Q(days__lte=31), name="placements_days_of_a_month"),
            models.CheckConstraint(
                condition=Q(confirmed_days__isnull=True) | Q(confirmed_days__lte=F("days")),
                name="placements_no_more_than_told",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_days__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_days__isnull=False, confirmed_by__isnull=False),
                name="placements_somebody_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.month:%Y-%m}"


class OutputKind(models.TextChoices):
    """What came of the work."""

    PATENT = "patent"
    PRODUCT = "product"
    PROJECT = "project"
    TRAINING = "training"


class Output(models.Model):
    """Something that came of the work, with the number or place by which it can be found."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="outputs")
    kind = models.CharField(max_length=8, choices=OutputKind.choices)
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OutputKind.values), name="placements_output_known"),
            models.CheckConstraint(condition=~Q(title=""), name="placements_output_titled"),
        ]

    def __str__(self) -> str:
        return self.title


class Verdict(models.TextChoices):
    """What a mid-term review finds."""

    ON_TRACK = "on_track"
    TO_IMPROVE = "to_improve"


class Review(models.Model):
    """The mid-term review or the rating of one year: each once. A rating's `verdict` is a grade.

    `began_on`, `months` and `pay` a month are those of the year's agreement, which a later one replaces.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=[("midterm", "midterm"), ("yearly", "yearly")])
    verdict = models.CharField(max_length=12)
    began_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    pay = models.DecimalField(max_digits=12, decimal_places=2)
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "year", "kind"], name="placements_reviewed_once"),
            models.CheckConstraint(
                condition=Q(kind="midterm", verdict__in=Verdict.values)
                | Q(kind="yearly", verdict__in=[grade.value for grade in Grade]),
                name="placements_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.kind} {self.year}"


class Subsidy(models.Model):
    """What is paid for one year: claimed with the pay that was given, reckoned by a scheme, granted by an officer.

    `rule` is what decided (rules/placement_subsidy.py). Without a day of granting it is only claimed.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="subsidies")
    year = models.PositiveSmallIntegerField()
    year_began_on = models.DateField()
    grade = models.CharField(max_length=12)
    pay = models.DecimalField(max_digits=12, decimal_places=2)
    months = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=40)
    percent = models.PositiveSmallIntegerField()
    cap = models.DecimalField(max_digits=12, decimal_places=2)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    rule = models.CharField(max_length=8)
    claimed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    claimed_on = models.DateField()
    granted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "year"], name="placements_a_year_is_paid_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(amount__lte=F("cap")) & Q(amount__lte=F("pay")),
                name="placements_paid_within_cap_and_pay",
            ),
            models.CheckConstraint(
                condition=Q(granted_on__isnull=True, granted_by__isnull=True)
                | Q(granted_on__isnull=False, granted_by__isnull=False),
                name="placements_somebody_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.year} {self.amount}"
