"""Put one enterprise together: its primary registration, its placement, its parent. A plan; reads nothing."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.tables import Table

ORIGIN = ("file_id", "row_number")
_PLACED = ("tier", "segment", "further_segments", "nodes")


def plan(
    *,
    standard: ir.Table,
    placement: ir.Table,
    records: ir.Table,
    parents: ir.Table,
    conflicts: ir.Table,
    table: Table,
) -> ir.Table:
    """`enterprises`: one row for each primary record, in the columns of `table`."""
    counted = records.group_by("enterprise_id").aggregate(record_count=records.count())
    several = counted.filter(counted.record_count > 1)
    disputed = conflicts.select("enterprise_id").distinct().mutate(has_conflict=True)
    primary = records.filter(records.is_primary).select("enterprise_id", *ORIGIN)
    joined = standard.join(primary, ORIGIN).left_join(placement.drop("evidence", "rule"), ORIGIN)
    joined = joined.drop("file_id_right", "row_number_right")
    for facts in (parents.select("enterprise_id", "parent_enterprise_id"), several, disputed):
        joined = joined.left_join(facts, "enterprise_id").drop("enterprise_id_right")
    filled = joined.mutate(
        tier=joined.tier.fill_null("none"),
        segment=joined.segment.fill_null("-"),
        further_segments=joined.further_segments.fill_null(_no_words()),
        nodes=joined.nodes.fill_null(_no_words()),
        record_count=joined.record_count.fill_null(1),
        has_conflict=joined.has_conflict.fill_null(False),
    )
    return filled.select(*table.types)


def _no_words() -> ir.ArrayValue:
    return ibis.literal([], type="array<string>")
