"""Abstract tables of whatever goes through a flow: the thing itself, the runs of its clocks, its steps."""

from datetime import date
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q

from wutong.catalog.flows import Basis, Flow, Limit, Unit
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.shared.catalogue import catalogue

_PHASES = ["draft", "running", "waiting", "paused", "ended"]
_UNITS = [unit.value for unit in Unit]


class StepIsKept(WutongError):
    code = "flowing.kept"
    sentence = Text(zh="办理过程只增不改。", en="Steps are added and never changed or deleted.")


class Flowing(models.Model):
    """Something that goes through a flow.

    State, clocks and steps are written by portal/flowing and by nobody else. `steps` counts them, so that two people
    who saw the same state cannot both act. The last eight fields are worked out from the clocks, for lists and for the
    tick: `due_on` is the earliest end of a clock that runs, `soon_on` and `urgent_on` the days of its first and last
    declared reminder, `look_on` the first day on which time does something.
    """

    flow_code = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    phase = models.CharField(max_length=10)
    done = models.JSONField(default=dict)
    steps = models.PositiveIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)
    due_clock = models.CharField(max_length=40, blank=True)
    soon_on = models.DateField(null=True, blank=True)
    urgent_on = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    look_on = models.DateField(null=True, blank=True, db_index=True)
    is_provisional = models.BooleanField(default=False)
    reckoned_with = models.CharField(max_length=16, blank=True)

    # What else is read with a thing that is about to be acted on.
    read_with: ClassVar[tuple[str, ...]] = ()
    clocks_read: "list[ClockRow] | None" = None

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=_PHASES), name="%(app_label)s_%(class)s_phase_known"),
        ]

    @property
    def flow(self) -> Flow:
        """The declaration that it goes by."""
        return catalogue().flows[self.flow_code]

    @property
    def flows_ever(self) -> tuple[Flow, ...]:
        """Its flow, then those that it may have gone by before: its first steps and clocks speak of them."""
        return (self.flow,)

    @property
    def own_limits(self) -> dict[str, Limit]:
        """Limits that stand in the place of the flow's, by clock."""
        return {}

    @property
    def own_bases(self) -> dict[str, Basis]:
        """What limits of its own rest on, by clock."""
        return {}

    @property
    def promises(self) -> dict[str, Limit]:
        """What is promised beyond the limits, by clock."""
        return {}


class ClockRow(models.Model):
    """One run of one clock. A concrete table adds `thing`, a foreign key to the Flowing it belongs to.

    `pauses` are [ground, first day, last day or null]; `added` the extensions in days of `unit`. Once it has stopped,
    `used` are the days of `unit` that it took without its pauses, and whether limit and promise were kept is known.
    """

    number = models.PositiveIntegerField()
    clock = models.CharField(max_length=40)
    unit = models.CharField(max_length=16)
    amount = models.PositiveIntegerField(null=True, blank=True)
    started_on = models.DateField()
    stopped_on = models.DateField(null=True, blank=True)
    pauses = models.JSONField(default=list)
    added = models.JSONField(default=list)
    promised_unit = models.CharField(max_length=16, blank=True)
    promised_amount = models.PositiveIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    used = models.PositiveIntegerField(null=True, blank=True)
    is_in_time = models.BooleanField(null=True, blank=True)
    is_promise_kept = models.BooleanField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["thing", "number"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(condition=Q(unit__in=_UNITS), name="%(app_label)s_%(class)s_unit_known"),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gte=models.F("started_on")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            ),
        ]


class OnlyAddedTo(models.QuerySet[Any]):
    """A query set that reads and adds."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise StepIsKept()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise StepIsKept()

    def delete(self) -> NoReturn:
        raise StepIsKept()


class StepKind(models.TextChoices):
    """What a step is: an act of somebody, or what time brought about, or a remark that moves nothing."""

    ACT = "act"
    CLOCK = "clock"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    NOTE = "note"


class StepRow(models.Model):
    """One thing that happened, kept for ever. A concrete table adds `thing`, and triggers that refuse every change.

    `on` is the day that counts in law, `at` the moment of writing. `event_key` names what time brought about: once.
    """

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    act = models.CharField(max_length=40)
    event_key = models.CharField(max_length=120, null=True, blank=True)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    on = models.DateField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=3, blank=True)
    by_person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    objects = models.Manager.from_queryset(OnlyAddedTo)()

    class Meta:
        abstract = True
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["thing", "number"], name="%(app_label)s_%(class)s_one_next"),
            models.UniqueConstraint(fields=["thing", "event_key"], name="%(app_label)s_%(class)s_event_once"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise StepIsKept()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise StepIsKept()


def day_of(text: str | None) -> date | None:
    """A day as JSON keeps it."""
    return date.fromisoformat(text) if text else None


class Heartbeat(models.Model):
    """The last tick that ended: when, by whom, what it did. One row, so that everybody sees whether time is watched."""

    name = models.CharField(max_length=20, unique=True, default="tick")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    looked = models.PositiveIntegerField(default=0)
    happened = models.JSONField(default=dict)
    broken = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.name} {self.ended_at}"
