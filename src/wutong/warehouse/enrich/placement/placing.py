"""The plan that places registrations on the chain: the table of contents of this package."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.warehouse.enrich.placement import deciding, evidence, features, mentions, scanning
from wutong.warehouse.enrich.placement.scanning import ROW

_EVIDENCE = "array<struct<field: string, word: string, at: int64, node: string, role: string>>"


def plan(standard: ir.Table, chain: Chain) -> ir.Table:
    """enrich__placement of `standard` (standard__registration): a row for each registration with a tier but none."""
    rows = scanning.candidates(standard, chain)
    named = scanning.names(rows, chain)
    words = scanning.scopes(rows, chain)
    by_name = features.of_names(named, chain)
    signs = mentions.weighed(mentions.mentions(words, chain), by_name, chain)
    known = features.gathered(by_name, features.of_scopes(signs, chain), features.of_contexts(words))
    placed = deciding.decided(known, chain)
    told = evidence.collected(signs, named, placed, chain)
    joined = placed.left_join(told, ROW)
    empty = ibis.literal([], "array<string>")
    segments = joined.segments.coalesce(empty).concat(joined.further.coalesce(empty)).unique()
    return joined.select(
        *ROW,
        "tier",
        "segment",
        further_segments=segments.filter(lambda segment: segment != joined.segment).sort(),
        nodes=joined.nodes.coalesce(empty).sort(),
        evidence=joined.evidence.sort().coalesce(ibis.literal([], _EVIDENCE)),
        rule="rule",
    )
