"""Tables of the exports app and what the database itself refuses. No rules beyond that live here."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class State(models.TextChoices):
    """Where an export stands. A code, never a label: templates word it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Format(models.TextChoices):
    """What file is made."""

    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


class Kind(models.TextChoices):
    """What the file holds: a list, all that is known of one thing (`subject`), or answers about products brought."""

    LIST = "list"
    DOSSIER = "dossier"
    DEVICES = "devices"


class Export(models.Model):
    """One file that was asked for.

    Of a list, `query` is a filter as it stands in a URL, checked when it was asked for, and `subject` the code of a
    list of records, empty for enterprises. Of a dossier, `subject` is an enterprise's id and `title` its name; its rows
    are steps of the work, up to `row_limit`.
    """

    export_id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LIST)
    subject = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200, blank=True)
    query = models.TextField(blank=True)
    release_version = models.CharField(max_length=40, blank=True)
    format = models.CharField(max_length=8, choices=Format.choices)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    row_limit = models.PositiveIntegerField()
    total_rows = models.PositiveIntegerField(null=True)
    done_rows = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    byte_count = models.PositiveBigIntegerField(null=True)
    error_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="exports_of_owner"),
            models.Index(fields=["state", "created_at"], name="exports_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="exports_state_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.LIST, Kind.DEVICES], format__in=[Format.CSV, Format.XLSX])
                | Q(kind=Kind.DOSSIER, format__in=[Format.DOCX, Format.PDF]),
                name="exports_format_fits_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.DOSSIER) | ~Q(subject=""), name="exports_dossiers_have_a_subject"
            ),
            models.CheckConstraint(condition=Q(language__in=["zh", "en"]), name="exports_language_known"),
            models.CheckConstraint(condition=~Q(owner=""), name="exports_have_an_owner"),
            models.CheckConstraint(
                condition=Q(total_rows__isnull=True) | Q(done_rows__lte=F("total_rows")),
                name="exports_never_exceed_their_total",
            ),
            models.CheckConstraint(
                condition=Q(total_rows__isnull=True) | Q(total_rows__lte=F("row_limit")),
                name="exports_keep_the_limit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.RUNNING]) | Q(heartbeat_at__isnull=False),
                name="exports_running_have_a_heartbeat",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.WAITING, State.RUNNING], finished_at__isnull=True)
                | Q(
                    state__in=[State.DONE, State.FAILED, State.CANCELLED, State.EXPIRED],
                    finished_at__isnull=False,
                ),
                name="exports_ended_say_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DONE)
                | Q(byte_count__isnull=False, expires_at__isnull=False, total_rows__isnull=False),
                name="exports_done_have_a_file_that_expires",
            ),
            models.CheckConstraint(condition=Q(state=State.FAILED) ^ Q(error_code=""), name="exports_failed_say_why"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.state}"


class ExportEvent(models.Model):
    """Who did what to which export, and when. Rows are added, never changed: triggers refuse anything else.

    There is no foreign key, so that the record never stands in the way of the data it is about.
    """

    export_id = models.UUIDField(db_index=True)
    act = models.CharField(max_length=20)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    release_version = models.CharField(max_length=40, blank=True)
    query = models.TextField(blank=True)
    row_count = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.act} {self.export_id}"
