"""Put each enterprise together: its primary registration, its placement, its parent. Plans; nothing is read here.

Most enterprises have one registration that says all there is. They are put together with their rows, once; only the
others are put together again in each build.
"""

import ibis
import ibis.expr.types as ir

ORIGIN = ("file_id", "row_number")
_PLACEMENT = ("tier", "segment", "further_segments", "nodes")


def placed(standard: ir.Table, placement: ir.Table) -> ir.Table:
    """`standard` with tier, segment, further_segments and nodes of every row; `none` where it has no placement."""
    places = placement.select(*ORIGIN, *_PLACEMENT)
    joined = standard.left_join(places, ORIGIN).drop("file_id_right", "row_number_right")
    return joined.mutate(
        tier=joined.tier.fill_null("none"),
        segment=joined.segment.fill_null("-"),
        further_segments=joined.further_segments.fill_null(_no_words()),
        nodes=joined.nodes.fill_null(_no_words()),
    )


def single(rows: ir.Table, others: ir.Table) -> ir.Table:
    """`enterprises` of the rows of `rows` (see `placed`) that are not among `others`: each is an enterprise."""
    plain = rows.anti_join(others, ORIGIN)
    return plain.mutate(
        enterprise_id=plain.own_id,
        parent_enterprise_id=ibis.null("string"),
        record_count=ibis.literal(1, "int64"),
        has_conflict=ibis.literal(False),
    )


def joint(*, members: ir.Table, parents: ir.Table, conflicts: ir.Table) -> ir.Table:
    """`enterprises` of `members`: placed rows with enterprise_id and is_primary, all rows of each enterprise."""
    counted = members.group_by("enterprise_id").aggregate(record_count=members.count())
    disputed = conflicts.select("enterprise_id").distinct().mutate(has_conflict=ibis.literal(True))
    joined = members.filter(members.is_primary)
    for facts in (parents.select("enterprise_id", "parent_enterprise_id"), counted, disputed):
        joined = joined.left_join(facts, "enterprise_id").drop("enterprise_id_right")
    return joined.mutate(has_conflict=joined.has_conflict.fill_null(False))


def all_of(single: ir.Table, overruled: ir.Table, joint: ir.Table) -> ir.Table:
    """Every enterprise: those of one row, save rows that turned out to share theirs, and the others."""
    return ibis.union(single.anti_join(overruled, ORIGIN), joint)


def _no_words() -> ir.ArrayValue:
    return ibis.literal([], type="array<string>")
