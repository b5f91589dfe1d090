"""Why something about controlled substances is not done. Each sentence says how to mend it."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class BeyondPermit(WutongError):
    code = "materials.beyond_permit"
    sentence = Text(
        zh="许可 {number} 还可购入 {remaining} {unit_zh}，不能登记 {quantity} {unit_zh}。",
        en="Under permit {number} {remaining} {unit_en} may still be bought; {quantity} {unit_en} cannot be entered.",
    )


class PermitNotValid(WutongError):
    code = "materials.permit_not_valid"
    sentence = Text(
        zh="许可 {number} 在 {day} 无效（有效期 {valid_from} 至 {valid_to}，或已撤销）。请选择当日有效的许可。",
        en="Permit {number} does not hold on {day} (valid {valid_from} to {valid_to}, or withdrawn). "
        "Choose one that held on that day.",
    )


class OtherSubstance(WutongError):
    code = "materials.other_substance"
    sentence = Text(
        zh="许可 {number} 不是这种物料的许可。请选择本物料的许可。",
        en="Permit {number} is for another substance. Choose one for this substance.",
    )


class WrongService(WutongError):
    code = "materials.wrong_service"
    sentence = Text(
        zh="类别“{category_zh}”的许可不由事项 {service} 办理。请核对类别与事项。",
        en="Permits for “{category_en}” are not granted by {service}. Check category and service.",
    )


class DatesTurned(WutongError):
    code = "materials.dates_turned"
    sentence = Text(
        zh="有效期止日 {valid_to} 早于起日 {valid_from}。请核对。",
        en="The permit ends on {valid_to}, before it begins on {valid_from}. Check both.",
    )


class NumberTaken(WutongError):
    code = "materials.number_taken"
    sentence = Text(
        zh="该单位的这种物料已有编号为“{number}”的许可。请核对编号。",
        en="The holder has a permit “{number}” for this substance already. Check the number.",
    )


class NoQuantity(WutongError):
    code = "materials.no_quantity"
    sentence = Text(
        zh="数量“{quantity}”不能登记：应大于零，且以{unit_zh}计最多 {decimals} 位小数。",
        en="The quantity “{quantity}” cannot be entered: more than nothing, and "
        "at most {decimals} decimals of {unit_en}.",
    )


class NotAKeeper(WutongError):
    code = "materials.not_a_keeper"
    sentence = Text(
        zh="{who}不是“{place}”的保管人。请由保管人登记，或请单位管理员指定保管人。",
        en="{who} does not keep “{place}”. Let a keeper enter it, or ask the administrator to name one.",
    )


class NeedsTwoKeepers(WutongError):
    code = "materials.two_keepers"
    sentence = Text(
        zh="“{place}”现有 {count} 名保管人，至少需要两名才能登记。请单位管理员补足。",
        en="“{place}” has {count} keepers, and entries need two. Ask the administrator to name another.",
    )


class SamePerson(WutongError):
    code = "materials.same_person"
    sentence = Text(
        zh="这一笔由您提出，须由另一名保管人复核。",
        en="You asked for this yourself, so another keeper must confirm it.",
    )


class SettledAlready(WutongError):
    code = "materials.settled_already"
    sentence = Text(
        zh="这一笔已由{who}处理。请看台账中的现状。",
        en="{who} has settled this already. See how it stands in the ledger.",
    )


class WaitsAlready(WutongError):
    code = "materials.waits_already"
    sentence = Text(
        zh="第 {number} 笔已有一项更正等待复核。请先处理那一项。",
        en="A correction of entry {number} waits to be confirmed. Settle that one first.",
    )


class WitnessIsKeeper(WutongError):
    code = "materials.witness_is_keeper"
    sentence = Text(
        zh="见证人“{witness}”是本场所的保管人。销毁须由保管人以外的人见证。",
        en="The witness “{witness}” keeps this place. Somebody who does not must see the destruction.",
    )


class NotAMember(WutongError):
    code = "materials.not_a_member"
    sentence = Text(
        zh="{who}不是本单位可查看管控物料的成员，不能担任保管人。",
        en="{who} is no member of the organisation who may see controlled materials, so cannot keep them.",
    )


class NameTaken(WutongError):
    code = "materials.name_taken"
    sentence = Text(
        zh="已有名为“{name}”的储存场所。请换一个名称。",
        en="There is a storage place “{name}” already. Choose another name.",
    )


class StockThere(WutongError):
    code = "materials.stock_there"
    sentence = Text(
        zh="“{substance}”在“{place}”已有台账。请直接在其中登记。",
        en="“{substance}” has a ledger at “{place}” already. Enter it there.",
    )


class FiledBefore(WutongError):
    code = "materials.filed_before"
    sentence = Text(
        zh="报告日期 {day} 早于购入日期 {bought}，或晚于今天。请核对。",
        en="The report of {day} is earlier than the purchase on {bought}, or later than today. Check the day.",
    )
