"""What the voice app records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, declare

PETITION = ObjectKind(
    "petition",
    Text("企业诉求", "Voice of an enterprise"),
    {
        "state": Field(Text("状态", "state")),
        "act": Field(Text("操作", "act")),
        "reason": Field(Text("理由", "reason")),
        "handler": Field(Text("承办单位", "handled by")),
        "outcome": Field(Text("结果", "outcome")),
        "event": Field(Text("事件", "event")),
        "clock": Field(Text("时限", "clock")),
    },
)
MOVED = Act(
    "petition.moved",
    Text("办理诉求", "Voice acted upon"),
    Text("{actor}办理了{object}，{changes}", "{actor} acted on {object}: {changes}"),
)
CLOCK = Act(
    "petition.clock",
    Text("诉求时限事件", "Brought about by time"),
    Text("{object}的时限到达，{changes}", "Time passed for {object}: {changes}"),
)
declare(kinds=(PETITION,), acts=(MOVED, CLOCK))
declare_kind("voice.answer", Text("诉求答复", "Answer to what you said"))
declare_kind("voice.dispatched", Text("诉求分派", "Something to answer"))
declare_kind("voice.due", Text("诉求时限", "Time to answer"))
