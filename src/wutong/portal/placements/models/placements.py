"""The placement itself, who was a candidate for it, and who confirmed its agreement."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from wutong.catalog.flows import Limit, Unit
from wutong.kernel import clock
from wutong.kernel.months import after_months
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.flowing.models import ClockRow, Flowing, StepRow
from wutong.portal.placements.months import first_of, log_due_on


class Placement(Flowing):
    """A doctor in an enterprise, from the need on. `doctor` and `unit` (who employs them) are known with a candidate.

    Terms: `months` of the present agreement (a year at most), `days_a_month` on site, `pay` a month in yuan, outputs
    that are promised. `version` counts changes of terms: confirmations hold for theirs only. `year` is 0 until work
    begins; `promised_before` are the days on site that earlier agreements promised.
    """

    number = models.CharField(max_length=30, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="placements")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements_entered")
    entered_at = models.DateTimeField(default=clock.now)
    topic = models.CharField(max_length=120)
    task = models.TextField()
    spending = models.DecimalField(max_digits=14, decimal_places=2)
    doctor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="placements")
    unit = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="placements_of_unit"
    )
    months = models.PositiveSmallIntegerField()
    days_a_month = models.PositiveSmallIntegerField()
    pay = models.DecimalField(max_digits=12, decimal_places=2)
    outputs_promised = models.PositiveSmallIntegerField(default=0)
    rights = models.TextField()
    version = models.PositiveIntegerField(default=1)
    ip_on = models.DateField(null=True, blank=True)
    nda_on = models.DateField(null=True, blank=True)
    safety_on = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    began_on = models.DateField(null=True, blank=True)
    year_began_on = models.DateField(null=True, blank=True)
    promised_before = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    audit_kind = "placement"
    read_with = ("organisation", "unit", "doctor")

    class Meta(Flowing.Meta):
        constraints = [
            *Flowing.Meta.constraints,
            models.CheckConstraint(condition=~Q(topic="") & ~Q(task=""), name="placements_say_what"),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=12), name="placements_a_year_at_most"),
            models.CheckConstraint(condition=Q(days_a_month__gte=1, days_a_month__lte=31), name="placements_days"),
            models.CheckConstraint(condition=Q(pay__gte=0), name="placements_pay"),
            models.CheckConstraint(
                condition=Q(doctor__isnull=True, unit__isnull=True) | Q(doctor__isnull=False, unit__isnull=False),
                name="placements_doctor_with_unit",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-entered_at"], name="placements_of_firm"),
            models.Index(fields=["doctor", "phase"], name="placements_of_doctor"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_id(self) -> str:
        return self.number

    @property
    def audit_label(self) -> str:
        return f"{self.number} {self.topic}"

    @property
    def year_ends_on(self) -> date | None:
        """The last day of the present agreement, once work has begun."""
        return after_months(self.year_began_on, self.months) - timedelta(days=1) if self.year_began_on else None

    @property
    def own_limits(self) -> dict[str, Limit]:
        """The length of this agreement, its half, and until when the next month's log is due: all from today."""
        today = clock.today()
        whole = (after_months(today, self.months) - today).days
        ends = {"year": whole - 1, "midterm": whole // 2, "logging": (log_due_on(self._next_log()) - today).days}
        return {code: Limit(unit=Unit.CALENDAR_DAY, amount=max(1, days)) for code, days in ends.items()}

    def _next_log(self) -> date:
        """The first month that has no log yet."""
        month = first_of(self.began_on or clock.today())
        logged = set(self.logs.values_list("month", flat=True)) if self.pk else set()
        while month in logged:
            month = after_months(month, 1)
        return month


class PlacementClock(ClockRow):
    """One run of one clock of a placement."""

    thing = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="clock_rows")


class PlacementStep(StepRow):
    """One thing that happened to a placement."""

    thing = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="step_rows")


class Candidacy(models.Model):
    """Somebody who might do the work: how they came, what they declared of ownership, and what became of it.

    `came` is `applied` or `proposed`; `outcome` empty while it is open.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="candidacies")
    doctor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="candidacies_of_unit")
    came = models.CharField(max_length=8, choices=[("applied", "applied"), ("proposed", "proposed")])
    at = models.DateTimeField(default=clock.now)
    words = models.TextField(blank=True)
    doctor_owns = models.BooleanField(null=True, blank=True)
    unit_owns = models.BooleanField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(outcome=""), name="placements_one_open_candidacy"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "chosen", "refused", "turned_down", "conflict"]),
                name="placements_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.doctor_id}"


class Signature(models.Model):
    """One party's confirmation of one version of the terms, kept for ever. Nobody confirms for two parties."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="signatures")
    version = models.PositiveIntegerField()
    side = models.CharField(max_length=10)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "version", "side"], name="placements_side_signs_once"),
            models.UniqueConstraint(fields=["placement", "version", "person"], name="placements_person_signs_once"),
            models.CheckConstraint(condition=Q(side__in=["firm", "doctor", "unit"]), name="placements_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} v{self.version} {self.side}"
