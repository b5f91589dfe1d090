"""What the several registrations of one enterprise say differently: conflicts, former names, further identifiers."""

import ibis
import ibis.expr.types as ir

from wutong.warehouse.resolve.keys import ORIGIN

# The fields of an enterprise that registrations may disagree on.
FIELDS = (
    "name_zh",
    "credit_code",
    "registered_on",
    "kind",
    "capital_cny",
    "province_code",
    "city_code",
    "address",
    "business_scope",
)
PRIMARY_RECORD = "primary_record"


def conflicts(members: ir.Table) -> ir.Table:
    """`resolve__conflict`: each value that another registration of the enterprise says and the primary one does not."""
    several = members.semi_join(members.filter(~members.is_primary), "enterprise_id")
    said = several.select("enterprise_id", *ORIGIN, "is_primary", said=_said(several).unnest())
    long = said.select("enterprise_id", *ORIGIN, "is_primary", field=said.said["field"], value=said.said["value"])
    chosen = long.filter(long.is_primary).select("enterprise_id", "field", chosen="value")
    joined = long.filter(~long.is_primary, long.value.notnull()).left_join(chosen, ["enterprise_id", "field"])
    differing = joined.filter(~joined.value.identical_to(joined.chosen))
    return differing.mutate(rule=ibis.literal(PRIMARY_RECORD))


def _said(members: ir.Table) -> ir.ArrayValue:
    """Every field of a row as a (field, value) pair, so that one pass brings them all."""
    return ibis.array(
        [ibis.struct({"field": ibis.literal(field), "value": members[field].cast("string")}) for field in FIELDS]
    )


def former_names(members: ir.Table) -> ir.Table:
    """`former_names`: every name of an enterprise but that of its primary record."""
    kept = members.filter(members.is_primary).select("enterprise_id", current_name="name_zh")
    others = members.filter(~members.is_primary).join(kept, "enterprise_id")
    former = _first(others.filter(others.name_zh != others.current_name), ["enterprise_id", "name_zh"])
    return former.select("enterprise_id", *ORIGIN, name="name_zh", kind=ibis.literal("former"))


def further_identifiers(members: ir.Table) -> ir.Table:
    """`further_identifiers`: every (scheme, value) that a registration gives besides the credit code.

    A credit code is always the enterprise's own: its id is made from it.
    """
    told = members.filter(members.identifier.notnull(), members.identifier_scheme != "credit_code")
    first = _first(told, ["enterprise_id", "identifier_scheme", "identifier"])
    return first.select("enterprise_id", *ORIGIN, scheme="identifier_scheme", value="identifier")


def _first(members: ir.Table, key: list[str]) -> ir.Table:
    """One row for each key: the one whose origin comes first."""
    place = ibis.row_number().over(group_by=key, order_by=list(ORIGIN))
    return members.mutate(place=place).filter(ibis._.place == 0)
