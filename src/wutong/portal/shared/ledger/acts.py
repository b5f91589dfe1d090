"""What the ledger records of itself. With its hash there, no entry vanishes from a book's end."""

from wutong.kernel.bilingual import Text
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare
from wutong.portal.shared.ledger.kinds import entry_name


def _entry(value: Value) -> Text | None:
    return entry_name(str(value))


BOOK = ObjectKind(
    "ledger_book",
    Text("台账", "Ledger"),
    {
        "unit": Field(Text("单位", "unit")),
        "number": Field(Text("第几笔", "entry number")),
        "entry": Field(Text("种类", "kind"), _entry),
        "occurred_on": Field(Text("发生日期", "day")),
        "changes": Field(Text("数量变化", "change of levels")),
        "corrects": Field(Text("更正第几笔", "corrects entry")),
        "reason": Field(Text("理由", "reason")),
        "hash": Field(Text("校验值", "hash")),
    },
)
OPENED = Act(
    "ledger.opened",
    Text("设立台账", "Ledger opened"),
    Text("{actor}设立了台账{object}，{changes}", "{actor} opened the ledger {object}: {changes}"),
)
ENTERED = Act(
    "ledger.entered",
    Text("登记台账", "Entered in a ledger"),
    Text("{actor}在{object}中登记：{changes}", "{actor} entered in {object}: {changes}"),
)
CORRECTED = Act(
    "ledger.corrected",
    Text("更正台账", "Ledger corrected"),
    Text("{actor}更正了{object}：{changes}", "{actor} corrected {object}: {changes}"),
)

declare(kinds=(BOOK,), acts=(OPENED, ENTERED, CORRECTED))
