"""A case, its clocks and its steps."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from wutong.catalog.flows import Basis, Flow, Limit, Unit
from wutong.catalog.services import Service
from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.flowing.models import ClockRow, Flowing, StepRow
from wutong.portal.shared.catalogue import catalogue


class Case(Flowing):
    """One application for one service. It keeps the version of the service with which it began.

    `organisation` is the applicant, `window` who took it in on behalf of a visitor, `lead` who answers for it,
    `assignee` who works on it. `answers` are by field of the service; `origins` say of those that were filled in
    where each came from. A draft has no number: its receipt gives one. `renews` is the certificate to be renewed.
    `changed_since` is what later versions of its service changed while it was a draft, which has no steps yet.
    """

    case_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    number = models.CharField(max_length=30, blank=True)
    service_code = models.CharField(max_length=4, db_index=True)
    service_version = models.PositiveIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases_opened")
    opened_at = models.DateTimeField(default=clock.now)
    window = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_in")
    visitor = models.CharField(max_length=80, blank=True)
    lead = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="led_cases")
    assignee = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned")
    renews = models.ForeignKey(
        "cases.Certificate", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals"
    )
    answers = models.JSONField(default=dict)
    origins = models.JSONField(default=dict)
    changed_since = models.JSONField(default=list)
    submitted_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    touched_at = models.DateTimeField(default=clock.now)

    audit_kind = "case"
    read_with = ("organisation", "lead", "assignee", "opened_by", "certificate", "renews")

    class Meta(Flowing.Meta):
        constraints = [
            *Flowing.Meta.constraints,
            models.UniqueConstraint("number", condition=~Q(number=""), name="cases_one_number"),
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True) | ~Q(number=""), name="cases_submitted_have_a_number"
            ),
            models.CheckConstraint(
                condition=Q(visitor="") | Q(window__isnull=False), name="cases_visitors_at_a_window"
            ),
            models.UniqueConstraint(fields=["renews"], condition=~Q(phase="ended"), name="cases_one_renewal_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["lead", "phase", "due_on"], name="cases_work_list"),
            models.Index(fields=["organisation", "-touched_at"], name="cases_of_applicant"),
            models.Index(fields=["assignee", "phase", "due_on"], name="cases_of_assignee"),
            models.Index(fields=["phase", "due_on"], name="cases_by_due_day"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.service_code} {self.case_id}"

    @property
    def service(self) -> Service:
        """The version of the service that it goes by."""
        versions = catalogue().services[self.service_code]
        return next(one for one in versions if one.version == self.service_version)

    @property
    def services_ever(self) -> tuple[Service, ...]:
        """Its version of the service, then those before it: what was asked once may be asked no more."""
        versions = catalogue().services[self.service_code]
        return tuple(one for one in reversed(versions) if one.version <= self.service_version)

    @property
    def flows_ever(self) -> tuple[Flow, ...]:
        return (self.flow, *(catalogue().flows[one.flow] for one in self.services_ever if one.flow != self.flow_code))

    @property
    def own_limits(self) -> dict[str, Limit]:
        own = {code: one.limit for code, one in self.service.limits_for(self.answers).items()}
        ends = self.renews.valid_to if self.renews is not None else None
        if ends is None:
            return own
        left = (ends - clock.today()).days
        unit = Unit.CALENDAR_DAY if left > 0 else Unit.SAME_DAY
        return {**own, "validity": Limit(unit=unit, amount=max(left, 0))}

    @property
    def own_bases(self) -> dict[str, Basis]:
        return {code: one.basis for code, one in self.service.limits_for(self.answers).items()}

    @property
    def promises(self) -> dict[str, Limit]:
        promise = self.service.promise_for(self.answers)
        return {promise.clock: promise.limit} if promise else {}

    @property
    def audit_id(self) -> str:
        return str(self.case_id)

    @property
    def audit_label(self) -> str:
        return f"{self.service.title.zh} {self.number}".strip()


class CaseClock(ClockRow):
    """One run of one clock of a case."""

    thing = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock_rows")

    class Meta(ClockRow.Meta):
        indexes = [models.Index(fields=["stopped_on", "clock"], name="cases_clocks_stopped")]


class CaseStep(StepRow):
    """One thing that happened to a case."""

    thing = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="step_rows")


class Counter(models.Model):
    """The last number given under a name, such as GS19-2026."""

    name = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
