"""Counter groups of a window with their opening hours, the places of each time, and who booked one.

A time never has more bookings than places: the database refuses it. Plans are kept for ever, so that what was offered
on a day can be told later.
"""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import F, Q

from wutong.catalog.appointments import spans
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.models import Case, QueueTicket


class CounterGroup(models.Model):
    """Desks of one window that take in the same things. `services` are codes; without any, all of the window's."""

    window = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="counter_groups")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    services = models.JSONField(default=list, blank=True)
    is_open = models.BooleanField(default=True)

    audit_kind = "counter_group"

    class Meta:
        ordering = ["name_zh", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["window", "name_zh"], name="appointments_group_once"),
            models.CheckConstraint(condition=~Q(name_zh="") & ~Q(name_en=""), name="appointments_group_named"),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.name_zh


class GroupPlan(models.Model):
    """Hours, length of a time in minutes and places at each, from a day on; the last one set for a day holds."""

    group = models.ForeignKey(CounterGroup, on_delete=models.PROTECT, related_name="plans")
    valid_from = models.DateField()
    hours = models.CharField(max_length=120)
    slot_minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(slot_minutes__gte=5, slot_minutes__lte=240), name="appointments_length"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=100), name="appointments_places"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.valid_from}"

    @property
    def times(self) -> list[time]:
        """When a visit can begin: every `slot_minutes`, as long as one ends within the hours."""
        found, day, length = [], datetime(2000, 1, 1), timedelta(minutes=self.slot_minutes)  # any day
        for first, last in spans(self.hours):
            begins = datetime.combine(day, first)
            while begins + length <= datetime.combine(day, last):
                found.append(begins.time())
                begins += length
        return found


class Slot(models.Model):
    """One time of one group that somebody booked: how many places it has, and how many are taken."""

    group = models.ForeignKey(CounterGroup, on_delete=models.PROTECT, related_name="slots")
    day = models.DateField()
    begins = models.TimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["day", "begins"]
        constraints = [
            models.UniqueConstraint(fields=["group", "day", "begins"], name="appointments_time_once"),
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("capacity")), name="appointments_never_over"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.begins:%H:%M}"

    @property
    def moment(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, self.begins, clock.SHANGHAI)


class State(models.TextChoices):
    """Where a booking stands. `excused`: missed, and the window found that it does not count."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"
    MISSED = "missed"
    EXCUSED = "excused"


class Appointment(models.Model):
    """A visit that somebody booked; whoever was erased since is nobody.

    `window` and `day` are those of the slot, to refuse two at one window and day.
    """

    number = models.CharField(max_length=30, unique=True)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="appointments")
    window = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    day = models.DateField()
    service_code = models.CharField(max_length=4, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="appointments")
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="appointments")
    state = models.CharField(max_length=9, choices=State.choices, default=State.BOOKED)
    booked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    ticket = models.OneToOneField(
        QueueTicket, null=True, blank=True, on_delete=models.PROTECT, related_name="appointment"
    )

    audit_kind = "appointment"
    read_with = ("slot__group", "window", "holder", "ticket")

    class Meta:
        ordering = ["day", "slot__begins", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "window", "day"], condition=Q(state="booked"), name="appointments_one_a_day"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="appointments_state_known"),
            models.CheckConstraint(
                condition=Q(state="arrived", ticket__isnull=False) | (~Q(state="arrived") & Q(ticket__isnull=True)),
                name="appointments_arrived_has_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["window", "day"], name="appointments_of_a_day"),
            models.Index(fields=["holder", "state", "day"], name="appointments_of_holder"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_id(self) -> str:
        return self.number

    @property
    def audit_label(self) -> str:
        return self.number

    @property
    def moment(self) -> datetime:
        """When it begins."""
        return self.slot.moment
