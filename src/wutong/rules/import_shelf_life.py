"""Whether enough of a batch's shelf life is left when it arrives to be imported. Pure."""

from dataclasses import dataclass
from datetime import date

from wutong.catalog.imports import ShelfLife
from wutong.kernel.bilingual import Text
from wutong.kernel.months import after_months


@dataclass(frozen=True)
class Batch:
    """When a batch expires and arrives, and whether its own shelf life is a short one from the beginning."""

    expires_on: date
    arrives_on: date
    is_short_lived: bool


def months_asked(rule: ShelfLife, *, is_short_lived: bool) -> int:
    """The months that must be left."""
    return rule.short_lived_months if is_short_lived else rule.months


def last_arrival(batch: Batch, rule: ShelfLife) -> date:
    """The last day on which the batch may arrive."""
    return after_months(batch.expires_on, -months_asked(rule, is_short_lived=batch.is_short_lived))


def too_late(batch: Batch, rule: ShelfLife) -> Text | None:
    """Why the batch cannot be imported, with the name of the rule; None where it can."""
    last = last_arrival(batch, rule)
    if batch.arrives_on <= last:
        return None
    return _SENTENCE.format(
        expires=batch.expires_on,
        arrives=batch.arrives_on,
        months=months_asked(rule, is_short_lived=batch.is_short_lived),
        last=last,
        rule=rule.basis.text.text(),
    )


_SENTENCE = Text(
    "该批有效期至 {expires}，{arrives} 到岸时剩余有效期不足 {months} 个月，不予备案；最晚须于 {last} 到岸。"
    "依据：{rule}。",
    "The batch expires on {expires}: when it arrives on {arrives}, less than {months} months are left, so it cannot be "
    "filed; {last} is the last day for it to arrive. Rule: {rule}.",
)
