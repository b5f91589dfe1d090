"""The only way from a request to a booking or a counter group. What is not theirs answers as what does not exist.

Whoever booked sees theirs; whoever keeps a window's appointments sees those of that window.
"""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.appointments.models import Appointment, CounterGroup
from wutong.portal.cases.access import visible as visible_cases
from wutong.portal.cases.models import Case


def own(request: HttpRequest, number: str) -> Appointment:
    """A booking of whoever asks; raises Http404."""
    rows = Appointment.objects.filter(holder=Access.of(request).who, number=number)
    return _found(rows.select_related(*Appointment.read_with, "case"))


def at_window(request: HttpRequest, window_id: int, number: str) -> Appointment:
    """A booking at a window whose appointments whoever asks keeps; raises Http404."""
    rows = Appointment.objects.filter(window=window(request, window_id), number=number)
    return _found(rows.select_related(*Appointment.read_with))


def windows(access: Access) -> QuerySet[Organisation]:
    """The windows whose appointments somebody keeps."""
    return Organisation.objects.filter(pk__in=access.organisations(Permission.APPOINTMENT_KEEP)).order_by("name_zh")


def window(request: HttpRequest, window_id: int | None) -> Organisation:
    """One of these, the first where none is named; raises Http404."""
    rows = windows(Access.of(request))
    found = rows.first() if window_id is None else rows.filter(pk=window_id).first()
    if found is None:
        raise Http404
    return found


def group(request: HttpRequest, group_id: int) -> CounterGroup:
    """A group of a window whose appointments whoever asks keeps; raises Http404."""
    rows = CounterGroup.objects.filter(window__in=windows(Access.of(request)), pk=group_id).select_related("window")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def case(request: HttpRequest, case_id: str) -> Case | None:
    """The case that a booking is for, where its applicant asks; None for none, and for one of others."""
    try:
        key = UUID(case_id)
    except ValueError:
        return None
    access = Access.of(request)
    mine = visible_cases(access).filter(organisation__in=access.organisations(Permission.CASE_TRACK))
    return mine.filter(case_id=key).first()


def _found(rows: QuerySet[Appointment]) -> Appointment:
    found = rows.first()
    if found is None:
        raise Http404
    return found
