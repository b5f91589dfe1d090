"""The only way from a request to a message. Another's message answers as one that does not exist."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.notices.models import Delivery, Notice, State


def reader(request: HttpRequest) -> Person:
    """Whoever asks; raises Http404 where nobody has signed in."""
    return Access.of(request).who


def notice_of(request: HttpRequest, notice_id: UUID) -> Notice:
    """The reader's own message; raises Http404 for any other."""
    found = Notice.objects.filter(pk=notice_id, recipient=reader(request)).first()
    if found is None:
        raise Http404
    return found


def notices_of(request: HttpRequest, ids: Collection[UUID]) -> Sequence[Notice]:
    """Some of the reader's own messages; raises Http404 where one of them is not theirs."""
    found = list(Notice.objects.filter(pk__in=ids, recipient=reader(request)))
    if len(found) != len(set(ids)):
        raise Http404
    return found


def log_reader(request: HttpRequest) -> Person:
    """Somebody who may see what was sent to whom; raises Http404 for anybody else."""
    access = Access.of(request)
    access.need_everywhere(Permission.AUDIT_READ)
    return access.who


def may_read_log(request: HttpRequest) -> bool:
    """True for those whom `log_reader` lets in."""
    return Access.of(request).may_everywhere(Permission.AUDIT_READ)


def failed_delivery(request: HttpRequest, delivery_id: int) -> Delivery:
    """A delivery that may be tried again; raises Http404 for any other, and for whoever may not see the log."""
    log_reader(request)
    found = Delivery.objects.filter(pk=delivery_id, state=State.FAILED).first()
    if found is None:
        raise Http404
    return found
