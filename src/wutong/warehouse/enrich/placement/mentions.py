"""Tells what is done with each thing that a scope names, and what each word therefore says. Decides nothing."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.warehouse.enrich.placement.scanning import ROW
from wutong.warehouse.enrich.placement.words import HOLDS, SAYS, Kind, lookup, votes

_PACK = 1 << 7  # a part's number and its seven kinds of action in one integer
_LEADING_GAP = 3  # characters before an action that opens a part: 从事, 主要, 专业


@ibis.udf.agg.builtin(name="bit_or")  # type: ignore[untyped-decorator]
def any_bits(bits: int) -> int:  # type: ignore[empty-body]
    """All bits that are set in some row. DuckDB and Spark call it by the same name."""


def _parts(words: ir.Table, chain: Chain) -> ir.Table:
    """One row per part of a scope: its actions, and those of the nearest parts in its clause that have some.

    A service inside the name of a thing (诊疗 in 诊疗床) is no action of its own.
    """
    named = (words.bits == 1 << [one.code for one in chain.reading.activities].index("service")) & words.is_covered
    acts = (words.kind == int(Kind.ACTION)) & ~words.is_negated & ~named
    opens = acts & (words["at"] - words.starts <= _LEADING_GAP)
    parts = words.group_by(*ROW, "clause", "part").agg(
        actions=any_bits(ibis.ifelse(acts, words.bits, 0)),
        opening=any_bits(ibis.ifelse(opens, words.bits, 0)),
        negated_before=words["at"].max(where=words.kind == int(Kind.NEGATES_BEFORE)).coalesce(-1),
    )
    packed = parts.part * _PACK + parts.actions
    near = {"group_by": [*ROW, "clause"], "order_by": "part"}
    before = ibis.window(**near, preceding=(None, 1))
    after = ibis.window(**near, following=(1, None))
    has, leads = parts.actions > 0, parts.opening > 0
    return parts.mutate(
        led_by=packed.max(where=leads).over(before),
        followed_by=packed.min(where=has & ~leads).over(after),
        preceded_by=packed.max(where=has).over(before),
    )


def _actions(part: ir.Table, chain: Chain) -> ir.IntegerValue:
    """The actions that hold for a thing: its own part's; else the opening action's, the next one's, the last one's.

    A service is done to what stands in its own part only.
    """
    codes = [activity.code for activity in chain.reading.activities]
    reaching = (1 << len(codes)) - 1 - (1 << codes.index("service")) - (1 << codes.index("investing"))
    inherited = ibis.cases(
        (part.led_by.notnull(), part.led_by % _PACK),
        (part.followed_by.notnull(), part.followed_by % _PACK),
        (part.preceded_by.notnull(), part.preceded_by % _PACK),
        else_=0,
    )
    return ibis.ifelse(part.actions > 0, part.actions, inherited & reaching)


def _strongest(actions: ir.IntegerValue, chain: Chain) -> ir.IntegerValue:
    """The number of the first declared activity among `actions`; the last one declared where there is none."""
    last = len(chain.reading.activities) - 1
    return ibis.cases(*(((actions & (1 << number)) != 0, number) for number in range(last)), else_=last)


def mentions(words: ir.Table, chain: Chain) -> ir.Table:
    """One row per sign found in a scope: row, word, at, from_start, activity, node, segment, says, precision, further.

    `says` is still as declared; `holds` tells what it depends on. `from_start` counts from the last heading.
    """
    things = words.filter((words.kind == int(Kind.THING)) & ~words.is_negated & ~words.is_covered)
    parts = _parts(words, chain)
    both = things.join(parts, [*ROW, "part"])
    both = both.filter(both["at"] > both.negated_before)
    read = both.select(
        *ROW,
        "items",
        "word",
        "at",
        from_start=both["at"] - both.headed,
        activity=_strongest(_actions(both, chain), chain),
    )
    columns = ("sign_word", "sign_activity", "node", "segment", "says", "precision", "holds", "further")
    table = lookup(
        columns,
        ((v.word, v.activity, v.node, v.segment, v.says, v.precision, v.holds, v.further) for v in votes(chain)),
    )
    signs = read.join(table, [read.word == table.sign_word, read.activity == table.sign_activity])
    return signs.drop("sign_word", "sign_activity")


def weighed(signs: ir.Table, names: ir.Table, chain: Chain) -> ir.Table:
    """`signs` with `says` as it holds here: a sign that needs a name or the lead and has neither is peripheral.

    `names` is one row per registration with `is_named`.
    """
    joined = signs.left_join(names.select(*ROW, "is_named"), ROW)
    named = joined.is_named.coalesce(False)
    leads = joined.from_start <= chain.reading.lead_within
    opens = joined.from_start <= chain.reading.opening_within
    holds = ibis.cases(
        (joined.holds == HOLDS["named"], named),
        (joined.holds == HOLDS["leading"], leads),
        (joined.holds == HOLDS["named_or_leading"], named | leads),
        (joined.holds == HOLDS["named_or_opening"], named | opens),
        else_=True,
    )
    weak = ibis.least(joined.says, SAYS["peripheral"])
    return joined.select(*signs.columns, says_here=ibis.ifelse(holds, joined.says, weak))
