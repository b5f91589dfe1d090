"""What the deliverer writes: a delivery taken up, sent, put off, failed. The rows are the record; nobody acts."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from wutong.kernel import clock
from wutong.portal.notices.models import Delivery, State

# Longer than any channel may take; a delivery whose sender died is taken up again after it.
LEASE = timedelta(minutes=10)
# How long to wait after each failure; after the last, an officer must say so.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
MOST_ATTEMPTS = len(WAITS) + 1

Route = tuple[str, str]  # channel and target


def take_next(without: set[Route]) -> Delivery | None:
    """Take up the delivery that is due longest, through none of the routes `without`; None where nothing is due."""
    with transaction.atomic():
        due = Delivery.objects.filter(state=State.WAITING, due_at__lte=clock.now())
        for channel, target in without:
            due = due.exclude(channel=channel, target=target)
        free = due.select_for_update(skip_locked=True, of=("self",))
        taken = free.select_related("notice__recipient").order_by("due_at", "pk").first()
        if taken is None:
            return None
        changed = _of(taken).update(due_at=clock.now() + LEASE, attempts=F("attempts") + 1)
        assert changed, "the row is locked"
        taken.attempts += 1
        return taken


def sent(delivery: Delivery, *, sent_to: str, words: str) -> None:
    """Say that it has left. One that was taken up again meanwhile is somebody else's to tell of."""
    _of(delivery).update(
        state=State.SENT, sent_at=clock.now(), sent_to=sent_to[:254], words=words, error_code="", error=""
    )


def put_off(delivery: Delivery, *, code: str, error: str, is_final: bool = False) -> None:
    """Say that it did not leave: try again later, unless that is useless or has been done often enough."""
    if is_final or delivery.attempts >= MOST_ATTEMPTS:
        _of(delivery).update(state=State.FAILED, error_code=code, error=error[:400])
    else:
        later = clock.now() + WAITS[delivery.attempts - 1]
        _of(delivery).update(due_at=later, error_code=code, error=error[:400])


def _of(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, attempts=delivery.attempts)
