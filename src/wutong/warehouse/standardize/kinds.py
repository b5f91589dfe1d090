"""Kind of enterprise: from the register's text, else from credit code, branch mark or legal form."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wutong.catalog.kinds import Kinds
from wutong.catalog.names import Characters
from wutong.warehouse.standardize.text import NO_TEXT, fold, is_empty, table_of

# A capital in the column of kinds: the sign of a row whose cells have moved.
_LIKE_CAPITAL = r"^[0-9][0-9,.]*\s*\(?\s*(?:万|亿|元|人民币|美元|$)"


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


def with_kind(table: ir.Table, kinds: Kinds) -> ir.Table:
    """`table` with kind, out of told_kind, credit_code, is_branch, legal_form; `unknown` where nothing tells."""
    prefixes = _pairs(kinds.code_prefixes, "code_prefix", "kind_of_code")
    forms = _pairs(kinds.legal_forms, "form_code", "kind_of_form")
    joined = table.left_join(prefixes, table.credit_code.substr(0, 2) == prefixes.code_prefix)
    joined = joined.left_join(forms, table.legal_form == forms.form_code)
    of_branch = ibis.ifelse(joined.is_branch, "branch", NO_TEXT)
    kind = ibis.coalesce(joined.told_kind, joined.kind_of_code, of_branch, joined.kind_of_form, ibis.literal("unknown"))
    return joined.select(*table.columns, kind=kind).view()


def _pairs(pairs: dict[str, str], key: str, value: str) -> ir.Table:
    return table_of({key: pa.array(pairs), value: pa.array(pairs.values())})
