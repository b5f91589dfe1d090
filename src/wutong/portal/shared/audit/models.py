"""The audit table. It has no foreign key, so that the record never stands in the way of the data it is about.

Rows are only ever added: the manager refuses anything else, and so do triggers in the database.
"""

from typing import Any, ClassVar, NoReturn

from django.db import models

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class AuditIsKept(WutongError):
    code = "audit.kept"
    sentence = Text(
        zh="操作记录只能增加，不能修改或删除。",
        en="The record of what was done can only be added to, never changed or deleted.",
    )


class AddedOnly(models.QuerySet["AuditEntry"]):
    """A query set that reads and adds."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AuditIsKept()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditIsKept()

    def delete(self) -> NoReturn:
        raise AuditIsKept()


class AuditEntry(models.Model):
    """One act. `before` and `after` hold the changed fields only; names are as they were at the time."""

    entry_id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    act = models.CharField(max_length=60, db_index=True)
    actor_id = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=120)
    organisation_id = models.CharField(max_length=40, blank=True)
    organisation_name = models.CharField(max_length=160, blank=True)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80)
    object_label = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)

    objects: ClassVar[models.Manager["AuditEntry"]] = models.Manager.from_queryset(AddedOnly)()

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_id"], name="audit_by_object"),
            models.Index(fields=["actor_id", "-at"], name="audit_by_actor"),
            models.Index(fields=["organisation_id", "-at"], name="audit_by_organisation"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(act=""), name="audit_says_what"),
            models.CheckConstraint(condition=~models.Q(actor_name=""), name="audit_says_who"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.act} {self.object_kind}:{self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditIsKept()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditIsKept()
