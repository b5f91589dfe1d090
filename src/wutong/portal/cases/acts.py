"""What cases record, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare
from wutong.portal.shared.catalogue import flows_of_services


def _state(value: Value) -> Text | None:
    """A state's title in whichever flow has it."""
    for flow in flows_of_services().values():
        for state in flow.states:
            if state.code == value:
                return Text(state.title.zh, state.title.en)
    return None


def _act_title(value: Value) -> Text | None:
    for flow in flows_of_services().values():
        found = flow.act(str(value))
        if found is not None:
            return Text(found.title.zh, found.title.en)
    return None


_TICKET_STATES = {
    "waiting": Text("等候", "waiting"),
    "called": Text("已呼叫", "called"),
    "served": Text("已办结", "served"),
    "left": Text("已离开", "left"),
}


def _ticket_state(value: Value) -> Text | None:
    return _TICKET_STATES.get(str(value))


def _plain(zh: str, en: str) -> Field:
    return Field(Text(zh, en))


CASE = ObjectKind(
    "case",
    Text("办件", "Case"),
    {
        "state": Field(Text("状态", "state"), _state),
        "act": Field(Text("操作", "act"), _act_title),
        "reason": _plain("理由", "reason"),
        "answers": _plain("填写内容", "answers"),
        "assignee": _plain("经办人", "assignee"),
        "clock": _plain("时限", "clock"),
        "event": _plain("事件", "event"),
        "number": _plain("编号", "number"),
        "visitor": _plain("来访人", "visitor"),
        "version": _plain("事项版本", "version of the service"),
        "renews": _plain("延续的证照", "renews"),
    },
)
PAPER = ObjectKind(
    "case_paper",
    Text("办件材料", "Paper of a case"),
    {
        "file_name": _plain("文件", "file"),
        "how": _plain("取得方式", "how obtained"),
        "dropped": _plain("移除", "dropped"),
    },
)
COMPETENCE = ObjectKind(
    "competence",
    Text("职责", "Competence"),
    {"part": _plain("分工", "part"), "service_code": _plain("事项", "service")},
)
OPINION = ObjectKind(
    "opinion",
    Text("意见", "Opinion"),
    {
        "verdict": _plain("结论", "verdict"),
        "conflict": _plain("利益冲突", "conflict of interest"),
        "due_on": _plain("期限", "due"),
    },
)
RATING = ObjectKind(
    "rating", Text("评价", "Rating"), {"stars": _plain("星级", "stars"), "remark": _plain("意见", "remark")}
)
CERTIFICATE = ObjectKind(
    "certificate",
    Text("证照", "Certificate"),
    {
        "number": _plain("编号", "number"),
        "valid_to": _plain("有效期至", "valid to"),
        "reminded": _plain("提醒", "reminded"),
        "renewed_by": _plain("接续证照", "renewed by"),
    },
)

TICKET = ObjectKind(
    "queue_ticket",
    Text("排队号", "Queue number"),
    {
        "state": Field(Text("状态", "state"), _ticket_state),
        "desk": _plain("窗口", "desk"),
        "calls": _plain("呼叫次数", "calls"),
        "number": _plain("号码", "number"),
    },
)


def _act(code: str, name: tuple[str, str], sentence: tuple[str, str]) -> Act:
    return Act(code, Text(*name), Text(*sentence))


ACTS = (
    _act("case.opened", ("新建办件", "Case opened"), ("{actor}新建了{object}", "{actor} opened {object}")),
    _act(
        "case.dropped",
        ("删除草稿", "Draft deleted"),
        ("{actor}随账号注销删除了草稿{object}", "{actor} deleted the draft {object} with the account of its owner"),
    ),
    _act(
        "case.saved",
        ("保存填写内容", "Answers saved"),
        ("{actor}修改了{object}，{changes}", "{actor} changed {object}: {changes}"),
    ),
    _act(
        "case.moved",
        ("办理", "Case acted upon"),
        ("{actor}办理了{object}，{changes}", "{actor} acted on {object}: {changes}"),
    ),
    _act(
        "case.clock",
        ("时限事件", "Brought about by time"),
        ("{object}的时限到达，{changes}", "Time passed for {object}: {changes}"),
    ),
    _act(
        "case.assigned",
        ("分派", "Assigned"),
        ("{actor}分派了{object}，{changes}", "{actor} assigned {object}: {changes}"),
    ),
    _act(
        "case.upgraded",
        ("升级事项版本", "Upgraded"),
        ("{actor}把{object}升级到新版本，{changes}", "{actor} upgraded {object}: {changes}"),
    ),
    _act(
        "paper.added",
        ("加入材料", "Paper added"),
        ("{actor}加入了{object}，{changes}", "{actor} added {object}: {changes}"),
    ),
    _act(
        "paper.dropped",
        ("移除材料", "Paper dropped"),
        ("{actor}移除了{object}，{changes}", "{actor} dropped {object}: {changes}"),
    ),
    _act(
        "competence.given",
        ("赋予职责", "Competence given"),
        ("{actor}赋予{object}，{changes}", "{actor} gave {object}: {changes}"),
    ),
    _act(
        "competence.ended",
        ("取消职责", "Competence ended"),
        ("{actor}取消了{object}，{changes}", "{actor} ended {object}: {changes}"),
    ),
    _act(
        "opinion.asked",
        ("征求意见", "Opinion asked"),
        ("{actor}就{object}征求意见，{changes}", "{actor} asked for {object}: {changes}"),
    ),
    _act(
        "opinion.given",
        ("出具意见", "Opinion given"),
        ("{actor}出具了{object}，{changes}", "{actor} gave {object}: {changes}"),
    ),
    _act(
        "opinion.conflict",
        ("申报利益冲突", "Conflict declared"),
        ("{actor}就{object}申报，{changes}", "{actor} declared for {object}: {changes}"),
    ),
    _act("case.rated", ("评价", "Rated"), ("{actor}评价了{object}，{changes}", "{actor} rated {object}: {changes}")),
    _act(
        "certificate.issued",
        ("颁发证照", "Certificate issued"),
        ("{actor}颁发了{object}，{changes}", "{actor} issued {object}: {changes}"),
    ),
    _act(
        "certificate.renewed",
        ("证照延续", "Certificate renewed"),
        ("{object}已延续，{changes}", "{object} was renewed: {changes}"),
    ),
    _act(
        "certificate.reminded",
        ("提醒续期", "Renewal reminded"),
        ("{object}临近续期，{changes}", "{object} is to be renewed: {changes}"),
    ),
    _act(
        "ticket.taken",
        ("取号", "Number taken"),
        ("{actor}取了排队号{object}", "{actor} took number {object}"),
    ),
    _act(
        "ticket.moved",
        ("叫号", "Queue moved"),
        ("{actor}处理了排队号{object}，{changes}", "{actor} handled number {object}: {changes}"),
    ),
)
declare_kind("case.letter", Text("办件文书", "Letter of a case"))
declare_kind("case.reminder", Text("到期提醒", "Reminder"))
declare_kind("case.overdue", Text("超期督办", "Overdue"))
declare_kind("case.upgraded", Text("事项换版", "Later version of a service"))
declare(kinds=(CASE, PAPER, COMPETENCE, OPINION, RATING, CERTIFICATE, TICKET), acts=ACTS)
