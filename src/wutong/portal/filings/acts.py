"""What the filings app records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare
from wutong.portal.shared.catalogue import catalogue

CORRECTION = Text("补充更正", "Add a correction")
PAPERS = {
    "acceptance": Text("受理通知书", "Notice of acceptance"),
    "question": Text("补充资料通知、提问", "Questions, or what is asked for"),
    "answer": Text("我方答复", "Our answer"),
    "extension": Text("延长时限告知书", "Notice of extension"),
    "decision": Text("批件、决定书", "Approval, or decision"),
    "other": Text("其他", "Something else"),
}


FLOWS = ("filing", "filing_consent", "filing_lane")


def _state(value: Value) -> Text | None:
    """A state's title; the flow with consent has every state of the others."""
    states = {one.code: one.title for one in catalogue().flows["filing_consent"].states}
    return states[str(value)].text() if value in states else None


def _act(value: Value) -> Text | None:
    if value == "correction":
        return CORRECTION
    found = (catalogue().flows[flow].act(str(value)) for flow in FLOWS)
    return next((act.title.text() for act in found if act is not None), None)


def _paper(value: Value) -> Text | None:
    return PAPERS.get(str(value))


FILING = ObjectKind(
    "filing",
    Text("自行跟踪的申报", "Filing that an enterprise follows"),
    {
        "state": Field(Text("状态", "state"), _state),
        "act": Field(Text("操作", "act"), _act),
        "on": Field(Text("发生日", "day")),
        "kind": Field(Text("类别", "kind")),
        "acceptance_number": Field(Text("受理号", "acceptance number")),
        "accepted_on": Field(Text("受理日", "accepted on")),
        "reason": Field(Text("说明", "in detail")),
        "decision": Field(Text("决定", "decision")),
        "days": Field(Text("延长日数", "days more")),
        "paper": Field(Text("材料", "paper"), _paper),
        "file": Field(Text("文件", "file")),
        "event": Field(Text("事件", "event")),
        "clock": Field(Text("时限", "clock")),
    },
)
ENTERED = Act(
    "filing.entered",
    Text("登记申报", "Filing entered"),
    Text("{actor}登记了{object}，{changes}", "{actor} entered {object}: {changes}"),
)
MOVED = Act(
    "filing.moved",
    Text("更新申报", "Filing moved"),
    Text("{actor}更新了{object}，{changes}", "{actor} acted on {object}: {changes}"),
)
CLOCK = Act(
    "filing.clock",
    Text("申报时限事件", "Filing, brought about by time"),
    Text("{object}的时限到达，{changes}", "Time passed for {object}: {changes}"),
)
PAPER_ADDED = Act(
    "filing.paper_added",
    Text("添加申报材料", "Paper of a filing added"),
    Text("{actor}为{object}添加了材料，{changes}", "{actor} added a paper to {object}: {changes}"),
)
PAPER_DROPPED = Act(
    "filing.paper_dropped",
    Text("移除申报材料", "Paper of a filing taken out"),
    Text("{actor}从{object}移除了材料，{changes}", "{actor} took a paper out of {object}: {changes}"),
)
declare(kinds=(FILING,), acts=(ENTERED, MOVED, CLOCK, PAPER_ADDED, PAPER_DROPPED))
declare_kind("filing.consent", Text("申报视为同意", "Consent implied to a filing"))
declare_kind("filing.extended", Text("申报审评时限延长", "Review of a filing extended"))
declare_kind("filing.due", Text("申报时限", "Time of a filing"))
