"""Filings that an enterprise follows itself: tables, and what the database itself refuses. No rules beyond that."""

from django.db import models
from django.db.models import Q

from wutong.catalog.filings import FilingKind
from wutong.catalog.flows import Basis, Limit
from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.flowing.models import ClockRow, Flowing, StepRow
from wutong.portal.shared.catalogue import catalogue

# States after which the same application may be entered again.
GIVEN_UP = ("withdrawn", "voided", "overtaken")


class TrackedFiling(Flowing):
    """An application made with an authority elsewhere, as its applicant entered it.

    `number` is this platform's, `acceptance_number` the authority's; `accepted_on` is where its time begins.
    """

    number = models.CharField(max_length=30, unique=True)
    kind_code = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tracked_filings")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="filings_entered")
    entered_at = models.DateTimeField(default=clock.now)
    product = models.CharField(max_length=120)
    acceptance_number = models.CharField(max_length=40)
    accepted_on = models.DateField()
    notes = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)

    audit_kind = "filing"
    read_with = ("organisation", "entered_by")

    class Meta(Flowing.Meta):
        constraints = [
            *Flowing.Meta.constraints,
            models.CheckConstraint(condition=~Q(product="") & ~Q(acceptance_number=""), name="filings_named"),
            models.UniqueConstraint(
                "organisation", "acceptance_number", condition=~Q(state__in=GIVEN_UP), name="filings_entered_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "phase", "due_on"], name="filings_of_organisation")]

    def __str__(self) -> str:
        return self.number

    @property
    def kind(self) -> FilingKind:
        """The declaration of its kind."""
        return catalogue().filings[self.kind_code]

    @property
    def own_limits(self) -> dict[str, Limit]:
        return {clock_code: one.limit for clock_code, one in self.kind.timed().items()}

    @property
    def own_bases(self) -> dict[str, Basis]:
        return {clock_code: one.basis for clock_code, one in self.kind.timed().items()}

    @property
    def audit_id(self) -> str:
        return self.number

    @property
    def audit_label(self) -> str:
        return f"{self.number} {self.product}"


class FilingClock(ClockRow):
    """One run of one clock of a filing."""

    thing = models.ForeignKey(TrackedFiling, on_delete=models.PROTECT, related_name="clock_rows")


class FilingStep(StepRow):
    """One thing that happened to a filing."""

    thing = models.ForeignKey(TrackedFiling, on_delete=models.PROTECT, related_name="step_rows")


class PaperKind(models.TextChoices):
    """What a paper of a filing is."""

    ACCEPTANCE = "acceptance"
    QUESTION = "question"
    ANSWER = "answer"
    EXTENSION = "extension"
    DECISION = "decision"
    OTHER = "other"


class FilingPaper(models.Model):
    """A file that the enterprise keeps with a filing. One that is taken out stays, with who took it out.

    `file_id` names a StoredFile of portal/files.
    """

    filing = models.ForeignKey(TrackedFiling, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=PaperKind.choices)
    file_id = models.UUIDField(db_index=True)
    file_name = models.CharField(max_length=200)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="filing_papers_added")
    added_at = models.DateTimeField(default=clock.now)
    dropped_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="filings_paper_kind_known"),
            models.CheckConstraint(
                condition=Q(dropped_by__isnull=True, dropped_at__isnull=True)
                | Q(dropped_by__isnull=False, dropped_at__isnull=False),
                name="filings_paper_dropped_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["filing", "kind", "file_id"],
                condition=Q(dropped_at__isnull=True),
                name="filings_paper_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.kind}"


class FilingLetter(models.Model):
    """What was written down when silence became consent, word for word in both languages; never changed."""

    filing = models.ForeignKey(TrackedFiling, on_delete=models.PROTECT, related_name="letters")
    step = models.OneToOneField(FilingStep, on_delete=models.PROTECT, related_name="letter")
    code = models.CharField(max_length=40)
    number = models.CharField(max_length=40, unique=True)
    dated = models.DateField()
    content = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number
