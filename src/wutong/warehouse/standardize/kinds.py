"""Kind of enterprise: from the register's text, else from credit code, branch mark or legal form."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.kinds import Kinds
from wutong.catalog.names import Characters
from wutong.warehouse.standardize.text import NO_TEXT, fold, is_empty

# A capital in the column of kinds: the sign of a row whose cells have moved.
_LIKE_CAPITAL = r"^[0-9][0-9,.]*\s*\(?\s*(?:万|亿|元|人民币|美元|$)"

# Most codes begin so, and it tells no kind.
_ENTERPRISE = "91"


def kind_texts(text: ir.Table, *, kinds: Kinds, characters: Characters, empty: tuple[str, ...]) -> ir.Table:
    """What each distinct kind_text of `text` means: kind_spelling, told_kind, kind_written (null where empty),
    kind_is_odd (written, but no kind), kind_is_capital."""
    distinct = text.select(kind_spelling="kind_text").distinct().view()
    plain = distinct.mutate(plain=fold(distinct.kind_spelling, characters)).view()
    told = plain.mutate(
        told_kind=ibis.cases(*[(_has_all(plain.plain, rule.words), rule.kind) for rule in kinds.texts]),
        empty=is_empty(plain.plain, empty).fill_null(True),
    ).view()
    return told.select(
        "kind_spelling",
        "told_kind",
        kind_written=ibis.ifelse(told.empty, NO_TEXT, told.kind_spelling),
        kind_is_odd=told.told_kind.isnull() & ~told.empty,
        kind_is_capital=told.plain.re_search(_LIKE_CAPITAL).fill_null(False),
    ).view()


def _has_all(text: ir.StringValue, words: tuple[str, ...]) -> ir.BooleanValue:
    found = text.contains(words[0])
    for word in words[1:]:
        found = found & text.contains(word)
    return found


def kind_of(table: ir.Table, kinds: Kinds) -> ir.StringValue:
    """The kind of a row with told_kind, credit_code, is_branch and form_kind (what the legal form of its name
    tells); `unknown` where nothing does."""
    prefix = table.credit_code.substr(0, 2)
    by_code = ibis.cases(*[(prefix == digits, ibis.literal(kind)) for digits, kind in kinds.code_prefixes.items()])
    of_enterprise = ibis.ifelse(prefix == _ENTERPRISE, NO_TEXT, by_code)
    of_branch = ibis.ifelse(table.is_branch, "branch", NO_TEXT)
    return ibis.coalesce(table.told_kind, of_enterprise, of_branch, table.form_kind, ibis.literal("unknown"))
