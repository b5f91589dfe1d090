"""Tables of the following app and what the database itself refuses. No rules beyond that live here."""

from django.db import models
from django.db.models import Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Person

DIGEST = 64


class Kind(models.TextChoices):
    """What can be followed."""

    ENTERPRISE = "enterprise"
    NODE = "node"
    SEARCH = "search"
    INDICATOR = "indicator"


class Follow(models.Model):
    """That somebody follows something. `subject` names it within its kind: an id, a code, a filter as in an address.

    `seen_digest` is that of the state they last acknowledged, so that one query tells what is new.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follows")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.CharField(max_length=500)
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=clock.now)
    seen_version = models.CharField(max_length=40)
    seen_digest = models.CharField(max_length=DIGEST, blank=True)

    audit_kind = "follow"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "subject"], name="following_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="following_kind_known"),
            models.CheckConstraint(condition=~Q(subject="") | Q(kind=Kind.SEARCH), name="following_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"

    @property
    def audit_id(self) -> str:
        return f"{self.kind}:{self.subject}"[:80]

    @property
    def audit_label(self) -> str:
        return self.title


class Digest(models.Model):
    """That followers were told what a release changed: a row a release, written when all of them were.

    `since_version` is the release that they were told of before; empty for the first, which changes nothing.
    """

    release_version = models.CharField(max_length=40, unique=True)
    since_version = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField(default=clock.now)
    people_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.since_version} → {self.release_version}"


class State(models.Model):
    """What a release said of something that is followed: a copy, kept when the release is gone.

    `values` are plain; `members` are the enterprises of a node or a search, as sorted ids under zlib. Of each thing
    and release there is one, whoever follows it.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.CharField(max_length=500)
    release_version = models.CharField(max_length=40)
    released_at = models.DateTimeField()
    digest = models.CharField(max_length=DIGEST)
    values = models.JSONField(default=dict)
    members = models.BinaryField(null=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "release_version"], name="following_one_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="following_state_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject} {self.release_version}"
