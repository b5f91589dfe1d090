"""Every read of the notices app. Returns small typed rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, Q, QuerySet

from wutong.portal.accounts.models import Person
from wutong.portal.notices.models import Channel, Delivery, Notice, Preference, State

T = TypeVar("T")

PAGE_SIZE = 30
MOST_COUNTED = 100
ORDERS = {"time": "created_at", "subject": "subject", "kind": "kind"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of somebody's messages: words in them, one kind, unread ones only; and in which order."""

    words: str = ""
    kind: str = ""
    is_unread: bool = False
    sort: str = "-time"


@dataclass(frozen=True, slots=True)
class Sought:
    """Which deliveries of the log: words in subject or recipient's name, a channel, a state."""

    words: str = ""
    channel: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One page of a list."""

    rows: tuple[T, ...]
    total: int
    page: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def unread_of(person: Person) -> int:
    """How many messages wait to be read, at most MOST_COUNTED. One query by its index: it is asked on every page."""
    return Notice.objects.filter(recipient=person, read_at__isnull=True)[:MOST_COUNTED].count()


def kinds_of(person: Person) -> Sequence[str]:
    """The kinds of messages that somebody has."""
    return list(Notice.objects.filter(recipient=person).order_by("kind").values_list("kind", flat=True).distinct())


def mine(person: Person, wanted: Wanted, *, page: int, size: int = PAGE_SIZE) -> Found[Notice]:
    """One page of somebody's messages; a page beyond the last is the last."""
    return _page(_mine(person, wanted), page, size)


def all_mine(person: Person, wanted: Wanted) -> Iterator[Notice]:
    """Every message that is wanted, without holding them all."""
    return _mine(person, wanted).iterator(chunk_size=1000)


def deliveries_of(notice: Notice) -> Sequence[Delivery]:
    """How one message left."""
    return list(notice.deliveries.order_by("pk"))


def preference_of(person: Person) -> Preference:
    """What somebody chose, or the defaults; the row may not be saved yet."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def log(sought: Sought, *, page: int) -> Found[Delivery]:
    """One page of what was sent, newest first."""
    return _page(_log(sought), page, PAGE_SIZE)


def all_log(sought: Sought) -> Iterator[Delivery]:
    """Every delivery that is sought, newest first, without holding them all."""
    return _log(sought).iterator(chunk_size=1000)


def standing() -> dict[str, int]:
    """How many deliveries beside the portal's wait, were sent, and failed."""
    counted = Delivery.objects.exclude(channel=Channel.PORTAL).values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(counted.order_by())


def failed(most: int) -> Sequence[Delivery]:
    """Deliveries that failed, oldest first."""
    return list(Delivery.objects.filter(state=State.FAILED).order_by("pk")[:most])


def _mine(person: Person, wanted: Wanted) -> QuerySet[Notice]:
    found = Notice.objects.filter(recipient=person)
    if wanted.words:
        found = found.filter(
            Q(subject__icontains=wanted.words) | Q(body__icontains=wanted.words) | Q(title__icontains=wanted.words)
        )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.is_unread:
        found = found.filter(read_at__isnull=True)
    order = ORDERS[wanted.sort.lstrip("-")]
    return found.order_by(f"-{order}" if wanted.sort.startswith("-") else order, "-created_at", "pk")


def _log(sought: Sought) -> QuerySet[Delivery]:
    found = Delivery.objects.select_related("notice__recipient").order_by("-notice__created_at", "-pk")
    if sought.words:
        found = found.filter(
            Q(notice__subject__icontains=sought.words)
            | Q(notice__recipient__name__icontains=sought.words)
            | Q(notice__recipient__username__icontains=sought.words)
        )
    exact = {"channel": sought.channel, "state": sought.state}
    return found.filter(**{name: value for name, value in exact.items() if value})


def _page(found: QuerySet[T], page: int, size: int) -> Found[T]:  # type: ignore[type-var]
    total = found.count()
    page = min(max(1, page), max(1, -(-total // size)))
    return Found(tuple(found[(page - 1) * size : page * size]), total, page, size)
