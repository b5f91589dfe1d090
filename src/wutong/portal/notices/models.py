"""Tables of the notices app and what the database itself refuses. No rules beyond that live here.

The words of a notice are never changed: triggers refuse it (migration 0002). Only whether it was read may change.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Person


class Channel(models.TextChoices):
    """How a notice reaches somebody. A code, never a label."""

    PORTAL = "portal"
    MAIL = "mail"
    APPRISE = "apprise"


class State(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Notice(models.Model):
    """One message to one person, in the language that they read when it was sent. `key` names the event it tells of.

    `address` is a path of the portal, `title` the name of what is found there. `origin` is how the portal was reached
    when the notice was written, for links in mail; empty where nobody knew.
    """

    notice_id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    recipient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    address = models.CharField(max_length=400, blank=True)
    title = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    sender_id = models.CharField(max_length=40)
    sender_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    audit_kind = "notice"

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notices_of_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notices_unread"),
            models.Index(fields=["-created_at"], name="notices_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notices_once"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(kind="") & ~Q(subject=""), name="notices_say_what"),
            models.CheckConstraint(condition=Q(language__in=["zh", "en"]), name="notices_language_known"),
            models.CheckConstraint(
                condition=Q(address="") | (Q(address__startswith="/") & ~Q(address__startswith="//")),
                name="notices_lead_into_the_portal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.notice_id}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.subject


class Delivery(models.Model):
    """A notice on its way through one channel. `target` tells one service from another (a digest, never its address).

    Who takes a delivery up pushes `due_at` ahead first, so that one whose sender died is taken up again then.
    `words` is what left, as it left; `sent_to` the mail address, or the kind of service.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    target = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_to = models.CharField(max_length=254, blank=True)
    words = models.TextField(blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=400, blank=True)

    audit_kind = "notice_delivery"

    class Meta:
        indexes = [
            # Not partial: SQLite cannot prove a condition from a parameter.
            models.Index(fields=["state", "due_at", "id"], name="notices_due"),
            models.Index(fields=["state", "-id"], name="notices_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel", "target"], name="notices_one_delivery"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notices_channel_known"),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, due_at__isnull=False, sent_at__isnull=True)
                | Q(state=State.SENT, sent_at__isnull=False, error_code="")
                | (Q(state=State.FAILED, sent_at__isnull=True) & ~Q(error_code="")),
                name="notices_state_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.notice_id}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.notice.subject


class Preference(models.Model):
    """Through which channels somebody wants to be told, besides the portal. Without a row, the defaults hold.

    `services` reach them alone; `rooms` are read by others too, so that nothing goes there unless they say so.
    """

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="notice_preference")
    mail = models.BooleanField(default=True)
    services = models.BooleanField(default=True)
    rooms = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)

    audit_kind = "notice_preference"

    def __str__(self) -> str:
        return f"{self.person_id} mail={self.mail} services={self.services} rooms={self.rooms}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.person.audit_label
