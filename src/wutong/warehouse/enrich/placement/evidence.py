"""Hands over, for each placed registration, the words that speak for it and where they stand."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.warehouse.enrich.placement.scanning import ROW
from wutong.warehouse.enrich.placement.words import SAYS, code_at


def _of_scopes(signs: ir.Table, chain: Chain) -> ir.Table:
    return signs.select(
        *ROW, "node", "segment", "further", "word", "at", says=signs.says_here, field=ibis.literal("business_scope"),
        role=code_at(signs.activity, [activity.code for activity in chain.reading.activities]),
    )  # fmt: skip


def _of_names(names: ir.Table, chain: Chain) -> ir.Table:
    segments = [chain.outline.segments.index(chain.segment_of[node]) for node in chain.nodes]
    biomedical = [number for number, kind in enumerate(chain.names.kinds) if kind.is_biomedical]
    told = names.filter(names.kind.isin(biomedical))
    segment = ibis.cases(*((told.node == place, number) for place, number in enumerate(segments)), else_=-1).cast(
        "int64"
    )
    return told.select(
        *ROW, "node", segment=segment, further=ibis.literal(-1, "int64"), word="word", at="at",
        says=ibis.literal(-1, "int64"), field=ibis.literal("name_zh"), role=ibis.literal("name"),
    )  # fmt: skip


def collected(signs: ir.Table, names: ir.Table, placed: ir.Table, chain: Chain) -> ir.Table:
    """row, evidence, nodes, segments, further (segments that signs add): arrays in no order.

    Signs weaker than related speak only where the tier is peripheral.
    """
    both = _of_scopes(signs, chain).union(_of_names(names, chain))
    told = both.join(placed, ROW)
    counts = (told.says < 0) | (told.says >= SAYS["related"]) | (told.tier == "peripheral")
    told = told.filter(counts)
    segments = list(chain.outline.segments)
    told = told.mutate(
        node_code=code_at(told.node, list(chain.nodes)),
        segment_code=code_at(told.segment, segments),
        further_code=code_at(told.further, segments),
    )
    item = ibis.struct(
        {"field": told.field, "word": told.word, "at": told["at"], "node": told.node_code, "role": told.role}
    )
    strong = told.says >= SAYS["related"]
    return told.group_by(*ROW).agg(
        evidence=item.collect(),
        nodes=told.node_code.collect(where=(told.node_code != "") & (told.says >= 0), distinct=True),
        segments=told.segment_code.collect(where=strong, distinct=True),
        further=told.further_code.collect(where=strong & (told.further_code != ""), distinct=True),
    )
