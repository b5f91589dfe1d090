"""Tables of the imports app and what the database itself refuses. No rules beyond that live here.

Quantities are whole thousandths of their unit: they add up exactly in every database, and none is below zero.
"""

from django.db import models
from django.db.models import F, Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.rules.import_approvals import Allowance, State, written

_STATES = [state.value for state in State]
RISKS = ("low", "medium", "high")
ORIGINS = ("human", "animal", "plant", "microbe", "synthetic")


class Assessment(models.Model):
    """A walk through the guide that an organisation keeps: the version of the guide, and the answers in their order."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="import_assessments")
    item = models.CharField(max_length=200)
    tree_version = models.PositiveIntegerField()
    answers = models.JSONField()
    is_settled = models.BooleanField()
    outcomes = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="import_assessments")
    made_at = models.DateTimeField(default=clock.now)

    audit_kind = "import_assessment"

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="imports_assessed_last")]
        constraints = [models.CheckConstraint(condition=~Q(item=""), name="imports_assessed_something")]

    def __str__(self) -> str:
        return self.item

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.item


class Opinion(models.Model):
    """A risk assessment before import (VS15): what was asked, its clock, and the opinion once it is given.

    `service_key` is the version of the service whose promise holds. An opinion is given once and never changed.
    """

    class Stage(models.TextChoices):
        ASKED = "asked"
        GIVEN = "given"
        WITHDRAWN = "withdrawn"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="import_opinions")
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="opinions")
    item = models.CharField(max_length=200)
    composition = models.TextField(max_length=4000)
    origin = models.CharField(max_length=12, choices=[(one, one) for one in ORIGINS])
    pathogen = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=80)
    purpose = models.TextField(max_length=2000)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asked_opinions")
    asked_at = models.DateTimeField(default=clock.now)
    service_key = models.CharField(max_length=20)
    started_on = models.DateField()
    stopped_on = models.DateField(null=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.ASKED)
    item_class = models.CharField(max_length=30, blank=True)
    grade = models.CharField(max_length=4, blank=True)
    risk = models.CharField(max_length=8, blank=True)
    reasons = models.TextField(max_length=4000, blank=True)
    papers = models.TextField(max_length=2000, blank=True)
    conditions = models.TextField(max_length=2000, blank=True)
    given_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="given_opinions")
    given_at = models.DateTimeField(null=True)

    audit_kind = "import_opinion"

    class Meta:
        indexes = [models.Index(fields=["stage", "started_on"], name="imports_opinions_waiting")]
        constraints = [
            models.CheckConstraint(condition=~Q(item="") & ~Q(composition=""), name="imports_opinion_of_something"),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="imports_origin_known"),
            models.CheckConstraint(
                condition=Q(stage="given", stopped_on__isnull=False, given_by__isnull=False, given_at__isnull=False)
                & ~Q(reasons="")
                & ~Q(item_class="")
                & Q(risk__in=RISKS)
                | Q(stage="asked", stopped_on__isnull=True, given_by__isnull=True, reasons="", risk="")
                | Q(stage="withdrawn", stopped_on__isnull=False, given_by__isnull=True, reasons="", risk=""),
                name="imports_opinions_are_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.item

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.item

    @property
    def is_waiting(self) -> bool:
        """True while nobody has given it and it is still wanted."""
        return self.stage == self.Stage.ASKED


class Assessor(models.Model):
    """That somebody shall give an opinion, and what they declared of conflicts; nothing before they have."""

    class Declared(models.TextChoices):
        NOT_YET = ""
        NONE = "none"
        CONFLICT = "conflict"

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="assessors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="import_duties")
    asked_at = models.DateTimeField(default=clock.now)
    declared = models.CharField(max_length=8, choices=Declared.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opinion", "person"], name="imports_one_declaration"),
            models.CheckConstraint(
                condition=Q(declared="", declared_at__isnull=True)
                | Q(declared="none", declared_at__isnull=False)
                | Q(declared="conflict", declared_at__isnull=False) & ~Q(note=""),
                name="imports_conflicts_say_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.person_id}"


class Approval(models.Model):
    """What an organisation may import, how much of it and until when. `granted` is null where there is no quantity.

    `deducted` is the sum of its shipments that count; it is changed in one statement with them, and never by hand.
    `port` is where the goods arrive, `arrives_by` the last day on which they may; empty where nothing says so.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="import_approvals")
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=60)
    item = models.CharField(max_length=200)
    item_class = models.CharField(max_length=30, blank=True)
    grade = models.CharField(max_length=4, blank=True)
    granted = models.BigIntegerField(null=True)
    deducted = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField()
    may_split = models.BooleanField(default=True)
    case_number = models.CharField(max_length=40, blank=True)
    opinion = models.ForeignKey(Opinion, null=True, on_delete=models.PROTECT, related_name="approvals")
    note = models.CharField(max_length=500, blank=True)
    port = models.CharField(max_length=80, blank=True)
    arrives_by = models.DateField(null=True)
    entered_at = models.DateTimeField(default=clock.now)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    audit_kind = "import_approval"

    class Meta:
        indexes = [models.Index(fields=["organisation", "valid_to"], name="imports_approvals_ending")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="imports_one_approval_number"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(item="") & ~Q(unit=""), name="imports_approvals_say_what"
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(granted__gt=0), name="imports_granted_something"
            ),
            models.CheckConstraint(condition=Q(deducted__gte=0), name="imports_deducted_not_below_zero"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(deducted__lte=F("granted")), name="imports_never_beyond_granted"
            ),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="imports_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_why="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_why=""),
                name="imports_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.number} {self.item}"

    def allowance(self, shipments: int) -> Allowance:
        """It as the rules see it; `shipments` is how many count."""
        return Allowance(
            granted=self.granted,
            deducted=self.deducted,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            may_split=self.may_split,
            shipments=shipments,
            withdrawn_on=self.withdrawn_on,
        )


class Shipment(models.Model):
    """One shipment declared against an approval. Where it stands follows from what was done, and in custody from its
    ledger; `why` says why it was refused or recalled."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="shipments")
    number = models.PositiveIntegerField()
    quantity = models.BigIntegerField()
    state = models.CharField(max_length=10, default=State.DECLARED.value)
    declared_on = models.DateField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="import_shipments")
    customs_number = models.CharField(max_length=40, blank=True)
    arrives_on = models.DateField(null=True)
    port = models.CharField(max_length=80, blank=True)
    storage = models.CharField(max_length=80, blank=True)
    cleared_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    why = models.CharField(max_length=500, blank=True)

    audit_kind = "import_shipment"

    class Meta:
        indexes = [models.Index(fields=["state", "declared_on"], name="imports_shipments_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["approval", "number"], name="imports_one_next_shipment"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="imports_ships_something"),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="imports_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "recalled"]) | ~Q(why=""), name="imports_refusals_say_why"
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(cleared_on__isnull=False),
                name="imports_cleared_then_received",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["used", "destroyed"]) | Q(ended_on__isnull=False), name="imports_ends_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.approval.number}-{self.number}"

    @property
    def standing(self) -> State:
        """Its state as the rules know it."""
        return State(self.state)

    @property
    def quantity_text(self) -> str:
        """Its quantity as people write it."""
        return f"{written(self.quantity)} {self.approval.unit}"
