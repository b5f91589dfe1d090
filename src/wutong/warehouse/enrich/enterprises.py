"""Put each enterprise together: its primary registration and its placement. Plans; nothing is read here.

Most enterprises have one registration that says all there is: its row, stored once, is the enterprise. Only the others
are put together again in each build.
"""

import ibis
import ibis.expr.types as ir

ORIGIN = ("file_id", "row_number")
_PLACEMENT = ("tier", "segment", "further_segments", "nodes")
_NO_TEXT = ibis.null("string")


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


def stored(standard: ir.Table, placement: ir.Table, stands_alone: ir.BooleanValue) -> ir.Table:
    """`enrich__placed_row` of `standard`, all rows: what the raw row or another column says already is left out.

    `stands_alone` is true of a used row that is an enterprise by itself, if no other row is of the same.
    """
    told = standard.mutate(stands_alone=stands_alone)
    is_code = told.identifier.identical_to(told.credit_code)
    return placed(told, placement).mutate(
        other_key=ibis.ifelse(told.name_key == told.name_zh, _NO_TEXT, told.name_key),
        other_identifier=ibis.ifelse(is_code, _NO_TEXT, told.identifier),
        has_scope=told.business_scope.notnull(),
        has_address=told.address.notnull(),
    )


def whole(rows: ir.Table) -> ir.Table:
    """Used rows of `enrich__placed_row` with name_key and identifier."""
    used = rows.filter(rows.held_back.isnull())
    told = used.mutate(
        name_key=ibis.coalesce(used.other_key, used.name_zh),
        identifier=ibis.coalesce(used.other_identifier, used.credit_code),
    )
    return told.drop("other_key", "other_identifier", "held_back", "remarks")


def texts_of(origins: ir.Table, raw: ir.Table) -> ir.Table:
    """`resolve__text` of the rows of `origins`, which are few."""
    return these(raw, origins).select(*ORIGIN, "scope_text", "address_text")


def with_texts(rows: ir.Table, texts: ir.Table) -> ir.Table:
    """`rows` of `enrich__placed_row` with business_scope and address, out of their `resolve__text`."""
    joined = rows.inner_join(texts, ORIGIN)
    return joined.mutate(
        business_scope=ibis.ifelse(joined.has_scope, joined.scope_text, _NO_TEXT),
        address=ibis.ifelse(joined.has_address, joined.address_text, _NO_TEXT),
    ).drop("scope_text", "address_text")


def these(rows: ir.Table, origins: ir.Table) -> ir.Table:
    """The `rows` of `origins`, which are few."""
    # By one number first, which spares reading whole most of those that are not wanted.
    near = rows.filter(rows.row_number.isin(origins.row_number))
    return near.semi_join(origins, ORIGIN)


def single(rows: ir.Table, shared: ir.Table) -> ir.Table:
    """`joint_enterprises` of the rows that stand alone: those that are not among `shared` are an enterprise each."""
    plain = rows.filter(rows.stands_alone).anti_join(shared, ORIGIN)
    return plain.mutate(
        enterprise_id=plain.own_id,
        record_count=ibis.literal(1, "int64"),
        has_conflict=ibis.literal(False),
    )


def joint(*, members: ir.Table, conflicts: ir.Table) -> ir.Table:
    """`joint_enterprises` of `members`: placed rows with enterprise_id and is_primary, all rows of each enterprise."""
    counted = members.group_by("enterprise_id").aggregate(record_count=members.count())
    disputed = conflicts.select("enterprise_id").distinct().mutate(has_conflict=ibis.literal(True))
    joined = members.filter(members.is_primary)
    for facts in (counted, disputed):
        joined = joined.left_join(facts, "enterprise_id").drop("enterprise_id_right")
    return joined.mutate(has_conflict=joined.has_conflict.fill_null(False))


def all_of(rows: ir.Table, shared: ir.Table, joint: ir.Table) -> ir.Table:
    """Every enterprise: those of one row, and the others."""
    return ibis.union(single(rows, shared).select(joint.columns), joint)


def _no_words() -> ir.ArrayValue:
    return ibis.literal([], type="array<string>")
