"""Tables of the desk and what the database itself refuses. No rules beyond that live here.

A judgement is added and never changed: whoever thinks otherwise adds one that supersedes it. Triggers refuse the rest.
"""

from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import BY_CODE


class JudgementIsKept(WutongError):
    code = "desk.kept"
    sentence = Text(
        zh="判断只能被新的判断取代，不能修改或删除。",
        en="A judgement can only be superseded by another, never changed or deleted.",
    )


class Kind(models.TextChoices):
    """What a name may mean."""

    NAME_ENTERPRISE = "name_enterprise"
    HOSPITAL_NAME = "hospital_name"


class Verdict(models.TextChoices):
    """What somebody judged. WITHDRAWN is an undo: the pair is as if nobody had judged it, and both records stay."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


class AddedOnly(models.QuerySet["Judgement"]):
    """A query set that reads and adds."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise JudgementIsKept()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JudgementIsKept()

    def delete(self) -> NoReturn:
        raise JudgementIsKept()


class Judgement(models.Model):
    """Whether a name means an enterprise, as one person judged it at one moment on what one release showed.

    `name_key` is the name without width, case and blanks. `step` counts the judgements of a name: two clerks who saw
    the same state cannot both write the next step. `answer_id` joins what one keystroke judged. An undo supersedes
    too, with the verdict that held before.
    """

    number = models.BigAutoField(primary_key=True)
    judgement_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    answer_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.TextField()
    name_key = models.CharField(max_length=400)
    step = models.PositiveIntegerField()
    enterprise_id = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=1000, blank=True)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="judgements")
    role_code = models.CharField(max_length=3)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="judgements")
    judged_at = models.DateTimeField(db_index=True)
    release_version = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=400, blank=True)
    score = models.FloatField(null=True)
    reasons_zh = models.JSONField(default=list)
    reasons_en = models.JSONField(default=list)
    evidence = models.CharField(max_length=64, blank=True)
    is_undo = models.BooleanField(default=False)
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    objects: ClassVar[models.Manager["Judgement"]] = models.Manager.from_queryset(AddedOnly)()

    audit_kind = "judgement"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name_key", "step"], name="desk_one_next_step"),
            models.UniqueConstraint(
                fields=["kind", "name_key", "enterprise_id"],
                condition=Q(supersedes__isnull=True),
                name="desk_one_first_judgement",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="desk_kind_known"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="desk_verdict_known"),
            models.CheckConstraint(condition=Q(role_code__in=sorted(BY_CODE)), name="desk_role_known"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name_key="") & ~Q(enterprise_id=""), name="desk_judgements_name_a_pair"
            ),
            models.CheckConstraint(
                condition=Q(is_undo=False) | Q(supersedes__isnull=False), name="desk_undo_of_something"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.WITHDRAWN) | Q(is_undo=True), name="desk_withdrawn_by_undo"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.verdict} {self.enterprise_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise JudgementIsKept()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JudgementIsKept()

    @property
    def audit_id(self) -> str:
        return str(self.judgement_id)

    @property
    def audit_label(self) -> str:
        return f"{self.name} / {self.name_zh or self.enterprise_id}"


class Objection(models.Model):
    """“This is not us”: somebody says that a name does not mean an enterprise, for the desk to judge.

    It ends by the judgement that answers it, or by being taken back; until then it comes first on the desk.
    """

    objection_id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.NAME_ENTERPRISE)
    name = models.TextField()
    name_key = models.CharField(max_length=400)
    enterprise_id = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=400, blank=True)
    seen_in = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=1000, blank=True)
    is_own_staff = models.BooleanField()
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="objections")
    filed_at = models.DateTimeField()
    release_version = models.CharField(max_length=40)
    answered_by = models.ForeignKey(Judgement, null=True, on_delete=models.PROTECT, related_name="answers")
    ended_at = models.DateTimeField(null=True, db_index=True)

    audit_kind = "objection"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["filed_by", "kind", "name_key", "enterprise_id"],
                condition=Q(ended_at__isnull=True),
                name="desk_one_open_objection",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="desk_objection_kind_known"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name_key="") & ~Q(enterprise_id=""), name="desk_objections_name_a_pair"
            ),
            models.CheckConstraint(condition=Q(is_own_staff=True) | ~Q(why=""), name="desk_strangers_give_a_reason"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(ended_at__isnull=False), name="desk_answered_say_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} / {self.enterprise_id}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.name} / {self.name_zh or self.enterprise_id}"

    @property
    def is_open(self) -> bool:
        """True while the desk has not answered and the person has not taken it back."""
        return self.ended_at is None

    @property
    def is_taken_back(self) -> bool:
        """True where whoever filed it no longer holds it."""
        return self.ended_at is not None and self.answered_by_id is None
