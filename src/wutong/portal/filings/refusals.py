"""Why something about a filing cannot be entered: one class for each rule."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class EnteredAlready(WutongError):
    code = "filing.entered_already"
    sentence = Text(
        zh="受理号 {number} 已登记为 {filing}，同一申报只登记一次。请打开 {filing} 更新。",
        en="Acceptance number {number} has been entered as {filing}; one application is entered once. Open {filing}.",
    )


class NotInForce(WutongError):
    code = "filing.not_in_force"
    sentence = Text(
        zh="“{zh}”的时限规定自 {since} 起施行，受理日 {day} 不适用。请核对受理日。",
        en="The limit of “{en}” is in force since {since} and does not hold for {day}. Check the day of acceptance.",
    )


class DayAhead(WutongError):
    code = "filing.day_ahead"
    sentence = Text(
        zh="{day} 还没有到。请填写已经发生的日期。", en="{day} has not come yet. Enter the day on which it happened."
    )


class DayTooEarly(WutongError):
    code = "filing.day_too_early"
    sentence = Text(
        zh="{day} 早于上一步的日期 {last}。请填写 {last} 或之后的日期。",
        en="{day} is before the last step, of {last}. Enter {last} or a later day.",
    )


class ConsentCameFirst(WutongError):
    code = "filing.consent_first"
    sentence = Text(
        zh="审评时限已于 {last} 届满，依法视为同意；{day} 才发生的事请在视为同意记录之后以更正补记。",
        en="The limit ended on {last} and by law consent is implied; what happened only on {day} is entered as a "
        "correction once the consent is on record.",
    )


class ExtendedTooLate(WutongError):
    code = "filing.extended_too_late"
    sentence = Text(
        zh="审评时限已于 {last} 届满，{day} 才告知的延长不改变已届满的时限。请以“补充更正”记下。",
        en="The limit ended on {last}; an extension told on {day} does not lengthen what is over. Add it as a "
        "correction.",
    )


class TooManyPapers(WutongError):
    code = "filing.too_many_papers"
    sentence = Text(
        zh="一项申报最多保存 {most} 份材料。请先移除一份，或合并后再上传。",
        en="A filing keeps at most {most} papers. Take one out first, or join them.",
    )
