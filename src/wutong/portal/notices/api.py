"""One's messages for programs: the list, one message, what was read, the choice of channels. For people signed in."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from wutong.kernel.bilingual import Text
from wutong.portal.notices import access, actions, queries
from wutong.portal.notices.kinds import kind_name
from wutong.portal.notices.models import Notice, Preference
from wutong.portal.notices.queries import Wanted
from wutong.portal.shared.api.building import both, signed_in_api

MOST_NOTICES = 100

api = signed_in_api(
    "notices_api",
    title=Text(zh="消息", en="messages"),
    description=Text(
        zh="本人的消息，供已登录人员使用；写操作须带 CSRF 令牌。",
        en="One's own messages, for people who have signed in. Writes need the CSRF token of the session.",
    ),
)


class NoticesParams(Schema):
    """Which messages, and which page of them."""

    q: str = Field("", max_length=100, description=both("消息中的文字", "Words in a message"))
    kind: str = Field("", max_length=60, description=both("消息类别代码", "Code of a kind"))
    unread: bool = Field(False, description=both("只要未读的", "Unread ones only"))
    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(20, ge=1, le=MOST_NOTICES)


class NoticeOut(Schema):
    """One message as it was sent. `address` is a path of the portal."""

    notice_id: UUID
    kind: str
    kind_name: str
    language: str
    subject: str
    body: str
    address: str
    title: str
    sender: str
    created_at: datetime
    read_at: datetime | None


class NoticesOut(Schema):
    """One page of messages, newest first; `unread` counts at most 100."""

    total: int
    page: int
    pages: int
    unread: int
    items: list[NoticeOut]


class ReadIn(Schema):
    """Which messages have been read, or with `is_read` false have not."""

    notices: list[UUID] = Field(max_length=MOST_NOTICES)
    is_read: bool = True


class CountOut(Schema):
    """How many messages changed."""

    changed: int


class ChannelsInOut(Schema):
    """Channels beside the portal: mail, chat services that reach one alone, rooms that others read."""

    mail: bool
    services: bool
    rooms: bool


@api.get("/", response=NoticesOut, operation_id="notices_list", url_name="list")
def read_notices(request: HttpRequest, params: Query[NoticesParams]) -> NoticesOut:
    """One's messages, newest first. · 本人的消息。"""
    person = access.reader(request)
    wanted = Wanted(params.q.strip(), params.kind, params.unread)
    found = queries.mine(person, wanted, page=params.page, size=params.limit)
    return NoticesOut(
        total=found.total,
        page=found.page,
        pages=found.pages,
        unread=queries.unread_of(person),
        items=[_out(one) for one in found.rows],
    )


@api.get("/channels", response=ChannelsInOut, operation_id="notices_channels", url_name="channels")
def read_channels(request: HttpRequest) -> ChannelsInOut:
    """The channels that one chose. · 本人选择的渠道。"""
    return _channels(queries.preference_of(access.reader(request)))


@api.put("/channels", response=ChannelsInOut, operation_id="notices_choose", url_name="choose")
def choose_channels(request: HttpRequest, payload: ChannelsInOut) -> ChannelsInOut:
    """Choose channels beside the portal. · 选择渠道。"""
    return _channels(actions.choose(**payload.model_dump(), by=access.reader(request)))


@api.post("/read", response=CountOut, operation_id="notices_read", url_name="read")
def mark(request: HttpRequest, payload: ReadIn) -> CountOut:
    """Say which messages have been read; each must be one's own. · 标记已读或未读。"""
    person = access.reader(request)
    asked = access.notices_of(request, payload.notices)
    if payload.is_read:
        unread = [one for one in asked if one.read_at is None]
        actions.mark_read(notices=unread, by=person)
        return CountOut(changed=len(unread))
    return CountOut(changed=actions.mark_unread(notices=asked, by=person))


@api.get("/{uuid:notice_id}", response=NoticeOut, operation_id="notices_one", url_name="one")
def read_notice(request: HttpRequest, notice_id: UUID) -> NoticeOut:
    """One message; to ask for it does not mark it as read. · 一条消息，不会标记已读。"""
    return _out(access.notice_of(request, notice_id))


def _channels(held: Preference) -> ChannelsInOut:
    return ChannelsInOut(mail=held.mail, services=held.services, rooms=held.rooms)


def _out(one: Notice) -> NoticeOut:
    return NoticeOut(
        notice_id=one.notice_id,
        kind=one.kind,
        kind_name=kind_name(one.kind),
        language=one.language,
        subject=one.subject,
        body=one.body,
        address=one.address,
        title=one.title,
        sender=one.sender_name,
        created_at=one.created_at,
        read_at=one.read_at,
    )
