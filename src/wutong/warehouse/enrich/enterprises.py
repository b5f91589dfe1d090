"""Put one enterprise together: its primary registration, its placement, its parent. A plan; reads nothing."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.tables import Table

ORIGIN = ("file_id", "row_number")


def plan(
    *,
    members: ir.Table,
    exceptions: ir.Table,
    placement: ir.Table,
    parents: ir.Table,
    conflicts: ir.Table,
    table: Table,
) -> ir.Table:
    """`enterprises`: one row for each primary record among `members`, in the columns of `table`.

    Everything joined to the many rows is small: placements of the few that have one, and the exceptions.
    """
    counted = exceptions.group_by("enterprise_id").aggregate(record_count=exceptions.count())
    disputed = conflicts.select("enterprise_id").distinct().mutate(has_conflict=ibis.literal(True))
    primary = members.filter(members.is_primary)
    joined = primary.left_join(placement.drop("evidence", "rule"), ORIGIN).drop("file_id_right", "row_number_right")
    for facts in (parents.select("enterprise_id", "parent_enterprise_id"), counted, disputed):
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
