"""The plan that places registrations on the chain: the table of contents of this package."""

import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.warehouse.enrich.placement import deciding, evidence, features, mentions, scanning
from wutong.warehouse.enrich.placement.scanning import ROW


def plan(standard: ir.Table, chain: Chain) -> ir.Table:
    """enrich__placement of `standard` (standard__registration): a row for each registration with a tier but none."""
    rows = scanning.candidates(standard, chain)
    named = scanning.names(rows, chain)
    words = scanning.scopes(rows, named, chain)
    by_name = features.of_names(named, chain)
    signs = mentions.weighed(mentions.mentions(words, chain), by_name, chain)
    known = features.gathered(by_name, features.of_scopes(signs, chain), features.of_contexts(words, chain))
    placed = deciding.decided(known, chain)
    told = evidence.told(placed)
    return placed.select(
        *ROW,
        "tier",
        "segment",
        further_segments=told["further_segments"],
        nodes=told["nodes"],
        evidence=told["evidence"],
        rule="rule",
    )
