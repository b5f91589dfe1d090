"""Who waits at a window: a running number a day, called to a desk. A ticket says nothing of who holds it."""

from django.db import models
from django.db.models import Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person


class TicketState(models.TextChoices):
    """Where a ticket stands. `left`: whoever held it went, or did not come when called."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    LEFT = "left"


class QueueTicket(models.Model):
    """One number of one window and day. `holder` took it in the portal; one from the window has none.

    `called_at` is the first call and ends the waiting; `shown_at` the last one. `service_code` or `topic` says what
    it is about. `place_at` is where it stands in the queue: when it was taken, or as early as a booking has it.
    """

    window = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.PositiveIntegerField()
    service_code = models.CharField(max_length=4, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    holder = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    state = models.CharField(max_length=8, choices=TicketState.choices, default=TicketState.WAITING)
    desk = models.CharField(max_length=20, blank=True)
    called_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="called_tickets"
    )
    taken_at = models.DateTimeField(default=clock.now)
    place_at = models.DateTimeField(default=clock.now)
    called_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveIntegerField(default=0)

    audit_kind = "queue_ticket"

    class Meta:
        ordering = ["day", "number"]
        indexes = [models.Index(fields=["window", "day", "state", "place_at"], name="cases_queue_next")]
        constraints = [
            models.UniqueConstraint(fields=["window", "day", "number"], name="cases_one_ticket_a_number"),
            models.UniqueConstraint(
                fields=["window", "day", "holder"],
                condition=Q(state__in=["waiting", "called"]),
                name="cases_one_open_ticket_a_person",
            ),
            models.CheckConstraint(condition=Q(state__in=TicketState.values), name="cases_ticket_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["called", "served"]) | (Q(called_at__isnull=False) & ~Q(desk="")),
                name="cases_called_to_a_desk",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_id} {self.day} {self.number}"

    @property
    def shown_number(self) -> str:
        """The number as it is called."""
        return f"{self.number:03d}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.day} {self.shown_number}"
