"""What the placements app records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.placements.wording import act_wording, state_wording
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, declare

PLACEMENT = ObjectKind(
    "placement",
    Text("博士入企", "Doctor in an enterprise"),
    {
        "state": Field(Text("状态", "state"), state_wording),
        "act": Field(Text("操作", "act"), act_wording),
        "reason": Field(Text("理由", "reason")),
        "detail": Field(Text("内容", "detail")),
        "event": Field(Text("事件", "event")),
        "clock": Field(Text("时限", "clock")),
    },
)
MOVED = Act(
    "placement.moved",
    Text("办理博士入企", "Placement acted upon"),
    Text("{actor}办理了{object}，{changes}", "{actor} acted on {object}: {changes}"),
)
CLOCK = Act(
    "placement.clock",
    Text("博士入企时限事件", "Placement, brought about by time"),
    Text("{object}的时限到达，{changes}", "Time passed for {object}: {changes}"),
)
declare(kinds=(PLACEMENT,), acts=(MOVED, CLOCK))
declare_kind("placement.moved", Text("博士入企进展", "News of a doctor in an enterprise"))
declare_kind("placement.due", Text("博士入企时限", "Time to act on a placement"))
