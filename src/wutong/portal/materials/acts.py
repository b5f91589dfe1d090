"""What the materials app records beside the ledger itself, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.materials.kinds import KINDS
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare


def _entry(value: Value) -> Text | None:
    found = KINDS.get(str(value))
    return found.name if found else None


PERMIT = ObjectKind(
    "material_permit",
    Text("管控物料许可", "Permit for a controlled substance"),
    {
        "service_code": Field(Text("事项", "service")),
        "quantity": Field(Text("数量", "quantity")),
        "valid_from": Field(Text("有效期自", "valid from")),
        "valid_to": Field(Text("有效期至", "valid to")),
        "granted_for_case": Field(Text("办件", "case")),
        "withdrawn_on": Field(Text("撤销日期", "withdrawn on")),
        "withdrawn_why": Field(Text("撤销理由", "why withdrawn")),
    },
)
PLACE = ObjectKind(
    "material_place",
    Text("储存场所", "Storage place"),
    {"location": Field(Text("位置", "location")), "keeper": Field(Text("保管人", "keeper"))},
)
PROPOSAL = ObjectKind(
    "material_proposal",
    Text("待复核登记", "Entry to be confirmed"),
    {
        "kind": Field(Text("种类", "kind"), _entry),
        "quantity": Field(Text("数量", "quantity")),
        "occurred_on": Field(Text("日期", "day")),
        "answer": Field(Text("理由", "reason")),
    },
)
REPORT = ObjectKind(
    "material_report",
    Text("购买后报告", "Report of a purchase"),
    {"filed_on": Field(Text("报告日期", "filed on")), "receipt": Field(Text("回执号", "receipt"))},
)
VERIFIED = ObjectKind(
    "material_holder",
    Text("台账核验", "Verification of ledgers"),
    {"broken": Field(Text("断链数", "broken chains")), "filter": Field(Text("筛选", "filter"))},
)


def _act(code: str, name: tuple[str, str], sentence: tuple[str, str]) -> Act:
    return Act(code, Text(*name), Text(*sentence))


ACTS = (
    _act(
        "material_permit.granted",
        ("登记许可", "Permit entered"),
        (
            "{actor}为{organisation}登记了许可{object}，{changes}",
            "{actor} entered {object} for {organisation}: {changes}",
        ),
    ),
    _act(
        "material_permit.withdrawn",
        ("撤销许可", "Permit withdrawn"),
        ("{actor}撤销了许可{object}，{changes}", "{actor} withdrew the permit {object}: {changes}"),
    ),
    _act(
        "material_place.added",
        ("登记储存场所", "Storage place entered"),
        ("{actor}登记了储存场所{object}，{changes}", "{actor} entered the storage place {object}: {changes}"),
    ),
    _act(
        "material_keeper.named",
        ("指定保管人", "Keeper named"),
        ("{actor}为{object}指定了{changes}", "{actor} named for {object}: {changes}"),
    ),
    _act(
        "material_keeper.dismissed",
        ("解除保管人", "Keeper dismissed"),
        ("{actor}为{object}解除了{changes}", "{actor} dismissed for {object}: {changes}"),
    ),
    _act(
        "material_proposal.asked",
        ("提出复核", "Confirmation asked for"),
        ("{actor}提出{object}，待复核：{changes}", "{actor} asked for {object} to be confirmed: {changes}"),
    ),
    _act(
        "material_proposal.confirmed",
        ("复核通过", "Confirmed"),
        ("{actor}复核通过了{object}", "{actor} confirmed {object}"),
    ),
    _act(
        "material_proposal.refused",
        ("复核不通过", "Refused"),
        ("{actor}没有通过{object}，{changes}", "{actor} refused {object}: {changes}"),
    ),
    _act(
        "material_proposal.withdrawn",
        ("撤回登记", "Request withdrawn"),
        ("{actor}撤回了{object}", "{actor} withdrew {object}"),
    ),
    _act(
        "material_report.filed",
        ("已报告流向", "Purchase reported"),
        ("{actor}登记{object}已报告，{changes}", "{actor} recorded the report of {object}: {changes}"),
    ),
    _act(
        "material_ledgers.verified",
        ("核验台账", "Ledgers verified"),
        ("{actor}核验了{object}的台账：{changes}", "{actor} verified the ledgers of {object}: {changes}"),
    ),
    _act(
        "material_ledgers.exported",
        ("导出管控物料", "Controlled materials exported"),
        ("{actor}导出了{object}，{changes}", "{actor} exported {object}: {changes}"),
    ),
)

declare_kind("material.waits", Text("管控物料待复核", "Controlled material to be confirmed"))
declare_kind("material.settled", Text("管控物料复核结果", "Controlled material confirmed or refused"))
declare(kinds=(PERMIT, PLACE, PROPOSAL, REPORT, VERIFIED), acts=ACTS)
