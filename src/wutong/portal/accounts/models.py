"""Tables of the accounts app and what the database itself refuses. No rules beyond that live here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.roles import BY_CODE, Kind, Role

_KINDS = [kind.value for kind in Kind]


def former_username(number: int) -> str:
    """The username of somebody who was erased."""
    return f"former-{number}"


class PersonManager(BaseUserManager["Person"]):
    """Finds people as Django's sign-in does: by their username, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do is said by their memberships, and nowhere else."""

    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2, default="zh")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "name"]

    audit_kind = "person"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_one_username"),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="accounts_one_email"),
            models.CheckConstraint(condition=~Q(username=""), name="accounts_people_have_a_username"),
            models.CheckConstraint(condition=Q(language__in=["zh", "en"]), name="accounts_language_known"),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def is_erased(self) -> bool:
        """Whether only their pseudonym is left: they asked for it, and do not come back."""
        return not self.is_active and self.username == former_username(self.pk)

    @property
    def audit_label(self) -> str:
        """What people call them."""
        return self.name or self.username


class Organisation(models.Model):
    """A firm, a department, a hospital … `enterprise_id` is its portrait in the release, once claimed."""

    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in _KINDS])
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    enterprise_id = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    audit_kind = "organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint("credit_code", condition=~Q(credit_code=""), name="accounts_one_credit_code"),
            models.UniqueConstraint("enterprise_id", condition=~Q(enterprise_id=""), name="accounts_one_claim"),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="accounts_kind_known"),
            models.CheckConstraint(condition=~Q(name_zh=""), name="accounts_organisations_have_a_name"),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """Its name in both languages; where none is known in English, the Chinese one."""
        return Text(zh=self.name_zh, en=self.name_en or self.name_zh)

    @property
    def kind_text(self) -> Text:
        return Kind(self.kind).text

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.name_zh


class Membership(models.Model):
    """Somebody's role in an organisation, since when and until when. Ended ones stay: they say who could do what."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role_code = models.CharField(max_length=3)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="granted")

    audit_kind = "membership"

    class Meta:
        indexes = [models.Index(fields=["organisation", "until"], name="accounts_members_now")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role_code"],
                condition=Q(until__isnull=True),
                name="accounts_one_open_membership",
            ),
            models.CheckConstraint(condition=Q(role_code__in=sorted(BY_CODE)), name="accounts_role_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="accounts_end_after_begin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role_code} {self.organisation_id}"

    @property
    def role(self) -> Role:
        return BY_CODE[self.role_code]

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.person.audit_label


class Erasure(models.Model):
    """That somebody asked for their account to be erased, until when they can take it back, and what came of it.

    Only while `is_running`, inside the transaction that carries it out, does the database let names give way to
    `pseudonym` in tables that are never changed otherwise (shared/append_only.py). `gone` counts rows by table.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField(db_index=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    pseudonym = models.CharField(max_length=60, blank=True)
    is_running = models.BooleanField(default=False)
    gone = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(taken_back_at__isnull=True), name="accounts_one_erasure"
            ),
            models.UniqueConstraint("pseudonym", condition=~Q(pseudonym=""), name="accounts_one_pseudonym"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | (~Q(pseudonym="") & Q(taken_back_at__isnull=True)),
                name="accounts_erased_have_a_pseudonym",
            ),
            models.CheckConstraint(condition=Q(is_running=False) | ~Q(pseudonym=""), name="accounts_erasing_as_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.due_on}"
