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


def conflicts(members: ir.Table, exceptions: ir.Table) -> ir.Table:
    """`resolve__conflict`: each value that another registration of the enterprise says and the primary one does not."""
    several = members.semi_join(exceptions, ORIGIN)
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


def names(members: ir.Table, exceptions: ir.Table) -> ir.Table:
    """`enterprise_names`: the current name of each enterprise, and every other name that it has been registered by."""
    current = members.filter(members.is_primary).select(
        "enterprise_id", *ORIGIN, name="name_zh", kind=ibis.literal("current")
    )
    several = members.semi_join(exceptions, ORIGIN)
    kept = several.filter(several.is_primary).select("enterprise_id", current_key="name_key")
    others = several.filter(~several.is_primary).join(kept, "enterprise_id")
    former = others.filter(others.name_key != others.current_key)
    return ibis.union(
        current,
        _first(former, ["enterprise_id", "name_zh"]).select(
            "enterprise_id", *ORIGIN, name="name_zh", kind=ibis.literal("former")
        ),
    )


def identifiers(members: ir.Table) -> ir.Table:
    """`enterprise_identifiers`: every (scheme, value) that a registration of the enterprise gives."""
    known = members.filter(members.identifier_scheme.notnull(), members.identifier.notnull())
    plain = known.filter(known.is_primary & (known.identifier_scheme == "credit_code"))
    other = known.filter(~(known.is_primary & (known.identifier_scheme == "credit_code")))
    repeated = other.filter((other.identifier_scheme == "credit_code") & _is_own_code(other))
    further = other.anti_join(repeated, ORIGIN)
    columns = {"scheme": "identifier_scheme", "value": "identifier"}
    first = _first(further, ["enterprise_id", "identifier_scheme", "identifier"])
    return ibis.union(
        plain.select("enterprise_id", *ORIGIN, **columns), first.select("enterprise_id", *ORIGIN, **columns)
    )


def _is_own_code(members: ir.Table) -> ir.BooleanValue:
    return members.enterprise_id == ibis.literal("cn-") + members.credit_code


def _first(members: ir.Table, key: list[str]) -> ir.Table:
    """One row for each key: the one whose origin comes first."""
    place = ibis.row_number().over(group_by=key, order_by=list(ORIGIN))
    return members.mutate(place=place).filter(ibis._.place == 0)
