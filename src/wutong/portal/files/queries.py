"""Reads of the files app: which files an organisation has, and what they take."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, OrderBy, QuerySet

from wutong.portal.files.keeping.storage import MEGABYTE
from wutong.portal.files.models import StoredFile

PAGE_SIZE = 25
ORDERS = {"name": "name", "kind": "kind", "size": "size_bytes", "when": "uploaded_at"}
_LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Words in a name, an order and a page."""

    words: str
    sort: str
    page: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: tuple[StoredFile, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Used:
    """What the files of one organisation take, of what they may take."""

    organisation: str
    used_mb: float
    most_mb: int


def asked(given: Mapping[str, str], page: int) -> Asked:
    """What the address asks for; anything odd counts as not asked."""
    sort = given.get("sort", "")
    words = given.get("q", "").replace("\0", "").strip()[:_LONGEST_WORDS]  # no database takes a NUL
    return Asked(words, sort if sort.removeprefix("-") in ORDERS else "-when", page)


def page_of(organisations: Collection[int], wanted: Asked) -> Page:
    """One page of their files."""
    files = found(organisations, wanted)
    total = files.count()
    last = max(1, -(-total // PAGE_SIZE))
    page = min(wanted.page, last)
    return Page(tuple(files[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), total, page, last)


def found(organisations: Collection[int], wanted: Asked) -> QuerySet[StoredFile]:
    """Their files with the words in their name, in the order asked for."""
    files = kept_by(organisations).select_related("organisation", "uploaded_by")
    if wanted.words:
        files = files.filter(name__icontains=wanted.words)
    order = OrderBy(F(ORDERS[wanted.sort.removeprefix("-")]), descending=wanted.sort.startswith("-"))
    return files.order_by(order, "file_id")


def kept_by(organisations: Collection[int]) -> QuerySet[StoredFile]:
    """The files of these organisations that are not erased, newest first."""
    living = StoredFile.objects.filter(organisation_id__in=organisations, erased_at__isnull=True)
    return living.order_by("-uploaded_at", "file_id")


def bytes_used(organisation_id: int) -> int:
    """What the files of an organisation take on disk; bytes that several files share count once."""
    return _bytes_of([organisation_id]).get(organisation_id, 0)


def room_of(names: Mapping[int, str]) -> list[Used]:
    """How much of its room each organisation has used, by its number and name."""
    used = _bytes_of(names)
    return [Used(name, used.get(number, 0) / MEGABYTE, settings.FILES_QUOTA_MB) for number, name in names.items()]


def _bytes_of(organisations: Collection[int]) -> dict[int, int]:
    # Rows of one organisation that share bytes are alike in these columns, and so are one.
    each = kept_by(organisations).order_by().values("organisation_id", "bytes_id", "size_bytes").distinct()
    totals: dict[int, int] = {}
    for number, size in each.values_list("organisation_id", "size_bytes"):
        totals[number] = totals.get(number, 0) + size
    return totals
