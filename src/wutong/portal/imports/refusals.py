"""Why the imports app does not do something."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class NotDeclarable(WutongError):
    """The approval does not let that be declared; the sentence is the rule's."""

    code = "imports.not_declarable"
    sentence = Text(zh="{zh}", en="{en}")


class ShelfLifeTooShort(WutongError):
    """Too little is left of the batch's shelf life when it arrives; the sentence is the rule's."""

    code = "imports.shelf_life"
    sentence = Text(zh="{zh}", en="{en}")


class ArrivesTooLate(WutongError):
    code = "imports.arrives_too_late"
    sentence = Text(
        zh="这批货须于 {last} 前（含当日）到岸，{day} 到岸时剩余有效期已不足。依据：{rule}。",
        en="This batch has to arrive by {last}: on {day} too little is left of its shelf life. Rule: {rule}.",
    )


class OtherPort(WutongError):
    code = "imports.other_port"
    sentence = Text(
        zh="审批载明的口岸是“{named}”，不是“{said}”。请从该口岸申报，或先办理变更。",
        en="The approval names the port “{named}”, not “{said}”. Declare it there, or have the approval changed first.",
    )


class NumberTaken(WutongError):
    code = "imports.number_taken"
    sentence = Text(
        zh="已登记过同一种类、编号为“{number}”的审批。请核对编号。",
        en="An approval of this kind with the number “{number}” has been entered already. Check the number.",
    )


class QuantityMissing(WutongError):
    code = "imports.quantity_missing"
    sentence = Text(
        zh="{kind_zh}须写明数量。",
        en="An approval of this kind needs its quantity: {kind_en}.",
    )


class OddValidity(WutongError):
    code = "imports.odd_validity"
    sentence = Text(zh="有效期止于 {end}，早于起始日 {begin}。", en="It ends on {end}, before it begins on {begin}.")


class MovedAlready(WutongError):
    code = "imports.moved_already"
    sentence = Text(
        zh="批次 {shipment} 现为“{zh}”，不能这样办理；可能有人刚刚办理过。",
        en="The shipment {shipment} is {en} now, so this cannot be done; somebody may just have moved it on.",
    )


class MoreThanDeclared(WutongError):
    code = "imports.more_than_declared"
    sentence = Text(
        zh="入库数量不能超过申报数量 {declared}。多出的部分须另行申报。",
        en="No more can be received than the {declared} that were declared. Declare the rest as another shipment.",
    )


class BeforeClearance(WutongError):
    code = "imports.before_clearance"
    sentence = Text(
        zh="入库日期 {day} 早于放行日期 {cleared}。",
        en="The day of receipt {day} is before the clearance on {cleared}.",
    )


class NoLongerAsked(WutongError):
    code = "imports.opinion_over"
    sentence = Text(
        zh="“{item}”的预评估已经结束（已出具意见或已撤回），没有变动。",
        en="The assessment of “{item}” is over: an opinion was given, or it was withdrawn. Nothing has changed.",
    )


class ConflictNotDeclared(WutongError):
    code = "imports.conflict_not_declared"
    sentence = Text(
        zh="出具意见前须先声明与申请单位没有利益冲突；声明有冲突的不能出具意见。",
        en="Declare first that you have no conflict of interest with the applicant; who declared one gives no opinion.",
    )


class DeclaredAlready(WutongError):
    code = "imports.declared_already"
    sentence = Text(
        zh="您已就此项作出过声明，声明不能更改。",
        en="You have declared about this one already, and a declaration is not changed.",
    )


class NotSettled(WutongError):
    code = "imports.guide_unfinished"
    sentence = Text(
        zh="指引还有问题没有回答，回答完（或答“不清楚”）后再保存。",
        en="The guide has a question left. Answer it, or say that it is not known, and keep the result then.",
    )
