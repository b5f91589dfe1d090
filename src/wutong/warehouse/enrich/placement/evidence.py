"""Hands over, for each placed registration, the words that speak for it and where they stand."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.warehouse.enrich.placement.words import SAYS, code_at

_NAME = 9  # what a name's word says, beside the tiers that a scope's word says
_GATHERED = (
    "array<struct<field: string, word: string, at: int64, node: string, role: string,"
    " segment: string, further: string, says: int64>>"
)


def of_scopes(signs: ir.Table, chain: Chain) -> ir.ArrayValue:
    """An aggregate: all signs of a scope, in no order."""
    segments = list(chain.outline.segments)
    sign = {
        "field": ibis.literal("business_scope"),
        "word": signs.word,
        "at": signs["at"],
        "node": code_at(signs.node, list(chain.nodes)),
        "role": code_at(signs.activity, [activity.code for activity in chain.reading.activities]),
        "segment": code_at(signs.segment, segments),
        "further": code_at(signs.further, segments),
        "says": signs.says_here.cast("int64"),
    }
    return ibis.struct(sign).collect()


def of_names(found: ir.Table, chain: Chain) -> ir.ArrayValue:
    """An aggregate: the biomedical words of a name, in no order."""
    nothing = ibis.literal("")
    word = {
        "field": ibis.literal("name_zh"),
        "word": found.word,
        "at": found["at"],
        "node": code_at(found.node, list(chain.nodes)),
        "role": ibis.literal("name"),
        "segment": nothing,
        "further": nothing,
        "says": ibis.literal(_NAME, "int64"),
    }
    return ibis.struct(word).collect(where=found.is_biomedical)


def told(rows: ir.Table) -> dict[str, ir.ArrayValue]:
    """further_segments, nodes and evidence of placed rows, each in a fixed order.

    `rows` has tier, segment, name_words and scope_signs. Signs weaker than related speak only for a peripheral
    placement; a name's words give evidence but no node.
    """
    nothing = ibis.literal([], _GATHERED)
    gathered = rows.name_words.coalesce(nothing).concat(rows.scope_signs.coalesce(nothing))
    kept = gathered.filter(lambda sign: (sign.says >= SAYS["related"]) | (rows.tier == "peripheral"))
    signs = kept.filter(lambda sign: sign.says < _NAME)
    strong = signs.filter(lambda sign: sign.says >= SAYS["related"])
    segments = strong.map(lambda sign: sign.segment).concat(strong.map(lambda sign: sign.further))
    return {
        "further_segments": segments.filter(lambda code: (code != rows.segment) & (code != "")).unique().sort(),
        "nodes": signs.map(lambda sign: sign.node).unique().sort(),
        "evidence": kept.map(
            lambda sign: ibis.struct({name: sign[name] for name in ("field", "word", "at", "node", "role")})
        ).sort(),
    }
