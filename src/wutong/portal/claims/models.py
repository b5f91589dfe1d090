"""Claims and what the database itself refuses. No rules beyond that live here."""

from django.db import models
from django.db.models import Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Person


class State(models.TextChoices):
    """Where a claim stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Claim(models.Model):
    """That somebody says they act for an enterprise of the release, and what was answered.

    `name_zh` and `release_version` are as they were when it was filed: a later release may say otherwise. `file_id`
    names a StoredFile. `role_code` is the role that was given.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    enterprise_id = models.CharField(max_length=60)
    credit_code = models.CharField(max_length=18)
    name_zh = models.CharField(max_length=120)
    release_version = models.CharField(max_length=80)
    reason = models.TextField()
    file_id = models.UUIDField(null=True, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    filed_at = models.DateTimeField(default=clock.now)
    role_code = models.CharField(max_length=3, blank=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_claims"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    audit_kind = "claim"

    class Meta:
        indexes = [
            models.Index(fields=["state", "filed_at"], name="claims_by_state"),
            models.Index(fields=["enterprise_id", "state"], name="claims_of_enterprise"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "enterprise_id"], condition=Q(state="open"), name="claims_one_open_claim"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="claims_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="claims_say_why"),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="claims_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="claims_refused_with_reason"),
            models.CheckConstraint(condition=~Q(state="confirmed") | ~Q(role_code=""), name="claims_give_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.credit_code} {self.state}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.name_zh} {self.credit_code}"
