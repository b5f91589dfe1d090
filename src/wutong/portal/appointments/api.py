"""Visits to a window for programs: free times, and the bookings of whoever asks.

By session, like the pages. Writes need the page's CSRF token; what is another's answers as what does not exist.
"""

from datetime import date, datetime, time

from django.http import HttpRequest
from ninja import Field, Query, Schema

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import Access
from wutong.portal.appointments import access
from wutong.portal.appointments.actions import booking
from wutong.portal.appointments.models import Appointment
from wutong.portal.appointments.queries import days, offering
from wutong.portal.shared.api.building import both, signed_in_api

_PAGE_SIZE = 50
_LAST_PAGE = 1_000_000

api = signed_in_api(
    "appointments_api",
    title=Text(zh="窗口预约", en="visits"),
    description=Text(
        zh="窗口预约：空余时间与本人的预约（须登录；写操作须带 CSRF 令牌）。",
        en=(
            "Visits to a window: free times and one's own bookings, for people who have signed in. Writes need "
            "the CSRF token of the session."
        ),
    ),
)


class FreeParams(Schema):
    """For what."""

    service: str = Field("", max_length=4, description=both("事项", "Service"))


class PageParams(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=_LAST_PAGE, description=both("页码", "Page"))


class TimeOut(Schema):
    """A time of a day and the places that are left at it."""

    day: date
    begins: time
    free: int
    capacity: int


class GroupOut(Schema):
    """A counter group that takes in the service, with the times that can be booked."""

    group_id: int
    window_zh: str
    window_en: str
    name_zh: str
    name_en: str
    times: list[TimeOut]


class VisitOut(Schema):
    """A booking."""

    number: str
    group_id: int
    begins_at: datetime
    service_code: str
    topic: str
    state: str


class VisitsOut(Schema):
    """One page of bookings, the last day first."""

    total: int
    page: int
    pages: int
    items: list[VisitOut]


@api.get("/free", response=list[GroupOut], operation_id="visits_free", summary=both("空余时间", "Free times"))
def free(request: HttpRequest, params: Query[FreeParams]) -> list[GroupOut]:
    """Times that can be booked for a service; without one, for a question. · 可预约的时间。"""
    return [
        GroupOut(
            group_id=one.pk,
            window_zh=one.window.name.zh,
            window_en=one.window.name.en,
            name_zh=one.name_zh,
            name_en=one.name_en,
            times=[
                TimeOut(day=day.day, begins=at.begins, free=at.free, capacity=at.capacity)
                for day in offering.days(one)
                for at in day.times
                if at.free
            ],
        )
        for one in offering.groups(params.service)
    ]


@api.get("/mine", response=VisitsOut, operation_id="visits_mine", summary=both("我的预约", "My visits"))
def mine(request: HttpRequest, params: Query[PageParams]) -> VisitsOut:
    """What the person who asks has booked. · 本人的预约。"""
    rows = days.of_person(Access.of(request).who)
    total = rows.count()
    pages = max(1, -(-total // _PAGE_SIZE))
    page = min(params.page, pages)
    items = [_visit(one) for one in rows[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]]
    return VisitsOut(total=total, page=page, pages=pages, items=items)


@api.post("/{number}/cancel", response=VisitOut, operation_id="visits_cancel", summary=both("取消预约", "Cancel"))
def cancel(request: HttpRequest, number: str) -> VisitOut:
    """Give one's place back. · 取消本人的预约。"""
    held = access.own(request, number)
    return _visit(booking.cancel(appointment=held, reason="", by=Access.of(request).who))


def _visit(one: Appointment) -> VisitOut:
    return VisitOut(
        number=one.number,
        group_id=one.slot.group_id,
        begins_at=one.moment,
        service_code=one.service_code,
        topic=one.topic,
        state=one.state,
    )
