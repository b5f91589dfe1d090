"""What the appointments app records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare

_STATES = {
    "booked": Text("已预约", "booked"),
    "arrived": Text("已到场", "arrived"),
    "cancelled": Text("已取消", "cancelled"),
    "missed": Text("未到", "missed"),
    "excused": Text("未到，已说明", "missed, excused"),
}


def _state(value: Value) -> Text | None:
    return _STATES.get(str(value))


APPOINTMENT = ObjectKind(
    "appointment",
    Text("窗口预约", "Appointment"),
    {
        "state": Field(Text("状态", "state"), _state),
        "time": Field(Text("时间", "time")),
        "group": Field(Text("柜台组", "counter group")),
        "reason": Field(Text("理由", "reason")),
    },
)
GROUP = ObjectKind(
    "counter_group",
    Text("柜台组", "Counter group"),
    {
        "is_open": Field(Text("开放预约", "open for booking")),
        "valid_from": Field(Text("生效日", "valid from")),
        "hours": Field(Text("时段", "hours")),
        "slot_minutes": Field(Text("每次分钟", "minutes each")),
        "capacity": Field(Text("每时段名额", "places at a time")),
        "services": Field(Text("事项", "services")),
    },
)


def _act(code: str, name: tuple[str, str], verb: tuple[str, str]) -> Act:
    zh, en = verb
    return Act(
        code, Text(*name), Text(f"{{actor}}{zh}{{object}}，{{changes}}", f"{{actor}} {en} {{object}}: {{changes}}")
    )


ACTS = (
    _act("appointment.booked", ("预约", "Booked"), ("预约了", "booked")),
    _act("appointment.moved", ("变更预约", "Appointment changed"), ("变更了", "changed")),
    _act("group.added", ("增加柜台组", "Counter group added"), ("增加了", "added")),
    _act("group.planned", ("安排柜台组", "Counter group planned"), ("安排了", "planned")),
)
declare(kinds=(APPOINTMENT, GROUP), acts=ACTS)
declare_kind("appointment.changed", Text("窗口预约", "Appointment"))
declare_kind("appointment.reminder", Text("预约提醒", "Reminder of an appointment"))
