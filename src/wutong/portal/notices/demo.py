"""What the demo's people have read: messages of its past. The last week's are as new as they would be."""

from datetime import timedelta

from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.notices.actions import mark_read
from wutong.portal.notices.models import Notice

_LATELY = timedelta(days=7)


def furnish() -> None:
    """Let everybody have read what is older, once: nothing where somebody has begun to read."""
    if Notice.objects.filter(read_at__isnull=False).exists():
        return
    last = clock.now() - _LATELY
    with clock.standing(last):
        for person in Person.objects.all():
            mark_read(notices=Notice.objects.filter(recipient=person, created_at__lt=last), by=person)
