"""Tables of the files app and what the database itself refuses. No rules beyond that live here."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.files.kinds import Kind

_KINDS = [kind.value for kind in Kind]


class StoredFile(models.Model):
    """A file that an organisation owns. What was once kept leaves its row behind when it is erased.

    `bytes_id` names the bytes on disk; rows of one organisation with the same bytes share it. `name` is what the
    uploader called it, cleaned; it goes when the file is erased, since it may say something about somebody.
    """

    file_id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bytes_id = models.UUIDField(db_index=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in _KINDS])
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="files")
    uploaded_at = models.DateTimeField(db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    audit_kind = "file"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256", "name"],
                condition=Q(erased_at__isnull=True),
                name="files_stored_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="files_kind_known"),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="files_hold_something"),
            models.CheckConstraint(
                condition=~Q(name="") | Q(erased_at__isnull=False), name="files_have_a_name_until_erased"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def kind_name(self) -> Text:
        """What people call its kind."""
        return Kind(self.kind).card.name

    @property
    def audit_id(self) -> str:
        return str(self.file_id)

    @property
    def audit_label(self) -> str:
        """Names the file without its name: the record outlives what is erased."""
        return f"{self.file_id.hex[:8]}.{self.kind}"
