"""Papers of a case: files sent up, papers reused from another case, pledges."""

from django.db import models
from django.db.models import Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.cases.models.cases import Case


class CasePaper(models.Model):
    """One file for a paper of a case, or a pledge to bring it later.

    `file_id` names a StoredFile of portal/files. `reused_from` is the paper of an earlier case that it was taken
    from. A paper that is dropped stays, with who dropped it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    paper_code = models.CharField(max_length=40)
    how = models.CharField(max_length=16)  # as the service declares: upload, shared, licence_library, pledge
    file_id = models.UUIDField(null=True, blank=True, db_index=True)
    file_name = models.CharField(max_length=200, blank=True)
    reused_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reused_as")
    shared_value = models.JSONField(default=dict)  # what was shared, where and as of when
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers_added")
    added_at = models.DateTimeField(default=clock.now)
    dropped_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    audit_kind = "case_paper"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["upload", "shared", "licence_library", "pledge"]), name="cases_how_known"
            ),
            models.CheckConstraint(
                condition=~Q(how="upload") | Q(file_id__isnull=False), name="cases_uploads_have_a_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.paper_code} {self.file_name}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.case.audit_label} / {self.file_name or self.paper_code}"
