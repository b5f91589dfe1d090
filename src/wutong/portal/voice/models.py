"""Tables of the voice app and what the database itself refuses. No rules beyond that live here."""

from django.db import models
from django.db.models import Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.flowing.models import ClockRow, Flowing, StepRow


class Kind(models.TextChoices):
    """What is said. A suggestion may name a service, and ends in a new version of it or in a reasoned no."""

    PROBLEM = "problem"
    REQUEST = "request"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"


class Channel(models.TextChoices):
    """Where it was said."""

    PORTAL = "portal"
    WINDOW = "window"
    PHONE = "phone"
    VISIT = "visit"
    MEETING = "meeting"
    LETTER = "letter"


class Outcome(models.TextChoices):
    """What came of a suggestion: a version of the catalogue, or a no with its reason."""

    NONE = ""
    ADOPTED = "adopted"
    DECLINED = "declined"


class Petition(Flowing):
    """One thing that somebody said for an organisation, and what became of it.

    `entered_by` typed it in; `organisation` said it. `issue` is the label by which it is counted (a key issue of the
    service catalogue), `handler` who is to answer. `outcome_version` names a version of a service, such as GS19.v2.
    """

    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.PORTAL)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="petitions")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="petitions")
    entered_at = models.DateTimeField(default=clock.now)
    title = models.CharField(max_length=120)
    text = models.TextField()
    service_code = models.CharField(max_length=4, blank=True)
    issue = models.CharField(max_length=12, blank=True)
    handler = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="petitions_handled"
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_version = models.CharField(max_length=10, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    remark = models.TextField(blank=True)

    audit_kind = "petition"
    read_with = ("organisation", "handler", "entered_by")

    class Meta(Flowing.Meta):
        constraints = [
            *Flowing.Meta.constraints,
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="voice_says_something"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="voice_kind_known"),
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5), name="voice_one_to_five_stars"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="adopted") | ~Q(outcome_version=""), name="voice_adopted_names_a_version"
            ),
        ]
        indexes = [
            models.Index(fields=["handler", "phase", "due_on"], name="voice_work_list"),
            models.Index(fields=["organisation", "-entered_at"], name="voice_of_organisation"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_id(self) -> str:
        return self.number

    @property
    def audit_label(self) -> str:
        return f"{self.number} {self.title}"


class PetitionClock(ClockRow):
    """One run of one clock of a petition."""

    thing = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="clock_rows")


class PetitionStep(StepRow):
    """One thing that happened to a petition."""

    thing = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="step_rows")
