"""What the imports app records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare

STATES = {
    "declared": Text("已申报", "declared"),
    "cleared": Text("已放行", "cleared"),
    "received": Text("已入库", "received"),
    "used": Text("已用完", "used up"),
    "destroyed": Text("已销毁", "destroyed"),
    "refused": Text("不予放行", "refused"),
    "recalled": Text("已撤销申报", "recalled"),
}
RISKS = {"low": Text("低", "low"), "medium": Text("中", "medium"), "high": Text("高", "high")}
DECLARED = {"none": Text("无利益冲突", "no conflict"), "conflict": Text("有利益冲突", "a conflict")}


def _state(value: Value) -> Text | None:
    return STATES.get(str(value))


def _risk(value: Value) -> Text | None:
    return RISKS.get(str(value))


def _declared(value: Value) -> Text | None:
    return DECLARED.get(str(value))


KINDS = (
    ObjectKind("import_assessment", Text("进口指引结果", "Result of the import guide")),
    ObjectKind(
        "import_opinion",
        Text("归类与风险预评估", "Classification and risk assessment"),
        {
            "item_class": Field(Text("归类", "class")),
            "grade": Field(Text("等级", "grade")),
            "risk": Field(Text("风险", "risk"), _risk),
            "declared": Field(Text("利益冲突声明", "declaration of conflicts"), _declared),
            "assessor": Field(Text("评估人", "assessor")),
        },
    ),
    ObjectKind(
        "import_approval",
        Text("进口审批", "Import approval"),
        {
            "quantity": Field(Text("数量", "quantity")),
            "deducted": Field(Text("已扣减", "deducted")),
            "valid_to": Field(Text("有效期至", "valid to")),
            "case": Field(Text("办件", "case")),
            "why": Field(Text("理由", "reason")),
            "list": Field(Text("列表", "list")),
            "filter": Field(Text("筛选", "filter")),
        },
    ),
    ObjectKind(
        "import_shipment",
        Text("进口批次", "Import shipment"),
        {
            "state": Field(Text("状态", "state"), _state),
            "quantity": Field(Text("数量", "quantity")),
            "why": Field(Text("理由", "reason")),
        },
    ),
)


def _act(code: str, name: tuple[str, str], sentence: tuple[str, str]) -> Act:
    return Act(f"imports.{code}", Text(*name), Text(*sentence))


ACTS = (
    _act(
        "assessed",
        ("保存指引结果", "Guide kept"),
        ("{actor}保存了{object}的进口指引结果", "{actor} kept what the guide says of {object}"),
    ),
    _act(
        "opinion_asked",
        ("申请预评估", "Opinion asked"),
        ("{actor}为{object}申请归类与风险预评估", "{actor} asked for an opinion on {object}"),
    ),
    _act(
        "opinion_withdrawn",
        ("撤回预评估", "Opinion no longer asked"),
        ("{actor}撤回了{object}的预评估申请", "{actor} no longer asks for an opinion on {object}"),
    ),
    _act(
        "assessor_asked",
        ("指派评估人", "Assessor asked"),
        ("{actor}为{object}指派评估人：{changes}", "{actor} asked somebody to assess {object}: {changes}"),
    ),
    _act(
        "conflict_declared",
        ("声明利益冲突", "Conflicts declared"),
        ("{actor}就{object}作出声明：{changes}", "{actor} declared about {object}: {changes}"),
    ),
    _act(
        "opinion_given",
        ("出具预评估意见", "Opinion given"),
        ("{actor}对{object}出具意见：{changes}", "{actor} gave an opinion on {object}: {changes}"),
    ),
    _act(
        "approval_granted",
        ("登记进口审批", "Approval entered"),
        (
            "{actor}登记了{organisation}的进口审批{object}：{changes}",
            "{actor} entered the approval {object} of {organisation}: {changes}",
        ),
    ),
    _act(
        "approval_withdrawn",
        ("撤回进口审批", "Approval withdrawn"),
        (
            "{actor}撤回了{organisation}的进口审批{object}：{changes}",
            "{actor} withdrew the approval {object} of {organisation}: {changes}",
        ),
    ),
    _act(
        "shipment_declared",
        ("申报批次", "Shipment declared"),
        ("{actor}申报了批次{object}：{changes}", "{actor} declared the shipment {object}: {changes}"),
    ),
    _act(
        "shipment_moved",
        ("批次办理", "Shipment moved on"),
        ("{actor}办理了批次{object}：{changes}", "{actor} moved the shipment {object} on: {changes}"),
    ),
    _act(
        "exported",
        ("导出进口数据", "Imports exported"),
        ("{actor}导出了进口数据：{changes}", "{actor} exported imports: {changes}"),
    ),
)

declare(kinds=KINDS, acts=ACTS)
declare_kind("imports.opinion", Text("风险预评估", "Risk opinion"))
declare_kind("imports.approval", Text("进口审批", "Import approval"))
declare_kind("imports.shipment", Text("进口批次", "Import shipment"))
