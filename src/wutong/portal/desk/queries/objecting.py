"""Objections as those who filed them see them, and as they come first on the desk."""

from dataclasses import dataclass

from django.db.models import QuerySet

from wutong.portal.accounts.models import Person
from wutong.portal.atlas.access import Release
from wutong.portal.desk.actions.objections import Pair
from wutong.portal.desk.models import Objection
from wutong.portal.desk.naming import key_of

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class ObjectionPage:
    """Some objections, newest first, and how many there are in all."""

    rows: list[Objection]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def of_pair(person: Person, pair: Pair) -> Objection | None:
    """The newest objection of `person` to that pair that they have not taken back."""
    key = key_of(pair.name)
    mine = _with_answers().filter(filed_by=person, name_key=key, enterprise_id=pair.enterprise_id)
    return mine.exclude(ended_at__isnull=False, answered_by__isnull=True).order_by("-pk").first()


def filed_by(person: Person, *, page: int) -> ObjectionPage:
    """One page of what `person` has filed; a page beyond the last is the last."""
    found = _with_answers().filter(filed_by=person).order_by("-pk")
    total = found.count()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    return ObjectionPage(list(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), total, page)


def name_of(release: Release, enterprise_id: str) -> str | None:
    """The name of an enterprise of the release; None where it holds none of that id."""
    rows = release.query("SELECT name_zh FROM enterprises WHERE enterprise_id = ?", (enterprise_id,)).rows
    return rows[0][0] if rows else None


def _with_answers() -> QuerySet[Objection]:
    return Objection.objects.select_related("answered_by")
