"""What can be wrong with a question, one class a cause. Says so in both languages; decides nothing."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class IndicatorUnknown(WutongError):
    code = "indicator.unknown"
    exit_code = 2
    sentence = Text(
        zh="没有指标“{indicator}”。可用 wutong catalog indicators 查看。",
        en="There is no indicator “{indicator}”. See wutong catalog indicators.",
    )


class DimensionUnknown(WutongError):
    code = "indicator.dimension_unknown"
    exit_code = 2
    sentence = Text(
        zh="指标 {indicator} 没有维度“{dimension}”。可用的维度：{known}。",
        en="The indicator {indicator} has no dimension “{dimension}”. It can be asked by {known}.",
    )


class ValueUnknown(WutongError):
    """`known` is a Text: the values that there are, each as its reader calls it."""

    code = "indicator.value_unknown"
    exit_code = 2
    sentence = Text(
        zh="维度“{dimension}”没有值“{value}”。可用的值：{known}。",
        en="“{dimension}” has no value “{value}”. There is {known}.",
    )


class NotTold(WutongError):
    code = "indicator.not_told_by"
    exit_code = 2
    sentence = Text(
        zh="维度“{dimension}”是上限，只能用于筛选，例如 --where {dimension}=30。",
        en="“{dimension}” is a bound: it narrows a figure, as in --where {dimension}=30, and nothing is told by it.",
    )


class BoundUnreadable(WutongError):
    code = "indicator.bound_unreadable"
    exit_code = 2
    sentence = Text(
        zh="“{value}”不是数；维度“{dimension}”要求写一个数，例如 30。",
        en="“{value}” is not a number; “{dimension}” wants one, such as 30.",
    )


class TableNotReleased(WutongError):
    code = "indicator.table_not_released"
    exit_code = 4
    sentence = Text(
        zh="当前版本没有表 {table}（由较早的程序构建）。请重新运行 wutong build。",
        en="The release holds no table {table}: an earlier program built it. Run wutong build again.",
    )


class ShareOfNothing(WutongError):
    code = "indicator.share_of_nothing"
    exit_code = 2
    sentence = Text(
        zh="指标 {indicator} 是占比，请用 --where 指明分子的范围；分母用 --within，不写则为全部。",
        en="The indicator {indicator} is a share: say of what with --where; --within is the whole, or all if left out.",
    )


class RowsAreSecret(WutongError):
    code = "indicator.rows_are_secret"
    exit_code = 2
    sentence = Text(
        zh="指标 {indicator} 涉及商业秘密，只公布汇总数，不列出依据的行。",
        en="The indicator {indicator} speaks of trade secrets: it is told as a sum only, and its rows stay closed.",
    )


class SecretsAddedUp(WutongError):
    code = "indicator.secrets_added_up"
    exit_code = 2
    sentence = Text(
        zh="指标 {indicator} 涉及商业秘密，每个维度只能选一个值：任意组合之差会泄露个别企业。",
        en="The indicator {indicator} speaks of trade secrets: one value a dimension; sums would give firms away.",
    )
