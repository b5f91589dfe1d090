"""What the desk records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare

ANSWERED_KIND = "objection.answered"
declare_kind(ANSWERED_KIND, Text("异议结论", "Answer to an objection"))

VERDICTS = {
    "same": Text("同一主体", "the same"),
    "different": Text("不是同一主体", "different"),
    "unsure": Text("无法判断", "unsure"),
    "withdrawn": Text("撤回判断", "judgement taken back"),
}


def _verdict(value: Value) -> Text | None:
    return VERDICTS.get(str(value))


JUDGEMENT = ObjectKind(
    "judgement",
    Text("主体判断", "Judgement of identity"),
    {
        "verdict": Field(Text("结论", "verdict"), _verdict),
        "why": Field(Text("依据", "why")),
        "enterprise_id": Field(Text("企业", "enterprise")),
        "release_version": Field(Text("数据版本", "release")),
        "filter": Field(Text("筛选", "filter")),
    },
)
OBJECTION = ObjectKind(
    "objection",
    Text("异议", "Objection"),
    {
        "why": Field(Text("理由", "reason")),
        "verdict": Field(Text("结论", "verdict"), _verdict),
        "enterprise_id": Field(Text("企业", "enterprise")),
    },
)


def _act(code: str, name: tuple[str, str], sentence: tuple[str, str]) -> Act:
    return Act(code, Text(*name), Text(*sentence))


ACTS = (
    _act(
        "judgement.made",
        ("判断主体", "Identity judged"),
        ("{actor}判断{object}：{changes}", "{actor} judged {object}: {changes}"),
    ),
    _act(
        "judgement.undone",
        ("撤回判断", "Judgement taken back"),
        ("{actor}撤回了对{object}的判断，{changes}", "{actor} took back the judgement of {object}: {changes}"),
    ),
    _act(
        "objection.filed",
        ("提出异议", "Objection filed"),
        ("{actor}提出{object}“不是我们”，{changes}", "{actor} said of {object} that it is not them: {changes}"),
    ),
    _act(
        "objection.taken_back",
        ("撤回异议", "Objection taken back"),
        ("{actor}撤回了对{object}的异议", "{actor} took back the objection to {object}"),
    ),
    _act(
        "objection.answered",
        ("答复异议", "Objection answered"),
        ("{actor}答复了对{object}的异议，{changes}", "{actor} answered the objection to {object}: {changes}"),
    ),
    _act(
        "objection.reopened",
        ("恢复异议", "Objection open again"),
        (
            "{actor}撤回答复，对{object}的异议重新待办",
            "{actor} took back the answer; the objection to {object} is open again",
        ),
    ),
    _act(
        "judgement.exported",
        ("导出判断", "Judgements exported"),
        ("{actor}导出了主体判断，{changes}", "{actor} exported judgements: {changes}"),
    ),
)

declare(kinds=(JUDGEMENT, OBJECTION), acts=ACTS)
