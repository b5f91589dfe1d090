"""Why the ledger does not take an entry."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class BelowZero(WutongError):
    code = "ledger.below_zero"
    sentence = Text(
        zh="这样登记后，{day} 的{account_zh}将为 {level} {unit}，低于零。请核对数量与日期；以前记错的先更正。",
        en="With this, {account_en} would stand at {level} {unit} on {day}, below zero. Check quantity and day; "
        "where an earlier entry is wrong, correct that one first.",
    )


class FromTheFuture(WutongError):
    code = "ledger.future"
    sentence = Text(
        zh="发生日期 {day} 晚于今天（{today}）。只能登记已经发生的事。",
        en="The day {day} is later than today ({today}). Only what has happened can be entered.",
    )


class OddQuantity(WutongError):
    code = "ledger.odd_quantity"
    sentence = Text(
        zh="数量“{quantity}”无法登记：最多六位小数，且小于十亿。",
        en="The quantity “{quantity}” cannot be entered: at most six decimals, and less than a thousand million.",
    )


class AlreadyCorrected(WutongError):
    code = "ledger.already_corrected"
    sentence = Text(
        zh="第 {number} 笔已由第 {by} 笔更正。如仍有误，请更正第 {by} 笔。",
        en="Entry {number} has been corrected by entry {by}. If that is wrong too, correct entry {by}.",
    )


class NothingToCorrect(WutongError):
    code = "ledger.nothing_to_correct"
    sentence = Text(
        zh="第 {number} 笔已作废，无可更正。请另行登记。",
        en="Entry {number} has been taken back, so there is nothing to correct. Enter it anew.",
    )


class SameAgain(WutongError):
    code = "ledger.same_again"
    sentence = Text(
        zh="更正后的内容与第 {number} 笔相同，没有登记。",
        en="The correction says the same as entry {number}; nothing has been entered.",
    )


class WriterWasFaster(WutongError):
    code = "ledger.writer_was_faster"
    sentence = Text(
        zh="另一人刚刚在“{book}”中登记了一笔，您的没有登记。请看过之后重试。",
        en="Somebody else has just entered in “{book}”; yours has not been entered. Look at it and try again.",
    )
