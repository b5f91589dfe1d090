"""Count the chain by place and year. A plan; reads nothing. Definitions: catalog/indicators/.

Everything is first brought to one small cube (place x year x tier x subject), and only the cube is rolled up,
so that the cost of a hundred places is that of one pass over the enterprises.
"""

import ibis
import ibis.expr.types as ir

NATION = "000000"
_LEVELS = {"province": "province_code", "city": "city_code", "district": "district_code"}
_CUBE = ("subject_kind", "subject", *_LEVELS.values(), "registered_year", "tier")
_SUBJECT = ["subject_kind", "subject"]
_PLACE = ["place_kind", "place_code"]
_COUNTS = ("core_count", "related_count", "peripheral_count", "enterprise_count")


def counts(enterprises: ir.Table, field_of_segment: dict[str, str]) -> ir.Table:
    """`chain_counts`: enterprises of every tier, segment, field and node in every place, by year."""
    known = enterprises.mutate(registered_year=enterprises.registered_on.year().cast("int64"))
    placed = known.filter(known.tier != "none")
    zoned = _unnested(placed, "zone_codes", "zone_code")
    everywhere = _by_division(_subjects(known, placed, field_of_segment))
    in_zones = _by_zone(
        _subjects(_unnested(known, "zone_codes", "zone_code"), zoned, field_of_segment, extra=("zone_code",))
    )
    return ibis.union(everywhere, in_zones)


def _unnested(table: ir.Table, column: str, name: str) -> ir.Table:
    return table.filter(table[column].length() > 0).mutate(**{name: table[column].unnest()})


def _subjects(
    known: ir.Table, placed: ir.Table, field_of_segment: dict[str, str], extra: tuple[str, ...] = ()
) -> ir.Table:
    """The cube: one row for each subject, place, year and tier, with its number of enterprises."""
    fields = placed.segment.cases(*field_of_segment.items(), else_="supporting_services")
    by_kind = {
        "tier": known.mutate(subject=known.tier),
        "segment": placed.mutate(subject=placed.segment),
        "field": placed.mutate(subject=fields),
        "node": _unnested(placed, "nodes", "subject"),
    }
    cubes = [
        table.mutate(subject_kind=ibis.literal(kind))
        .group_by([*_CUBE, *extra])
        .aggregate(enterprise_count=lambda t: t.count(), newest_registered_on=lambda t: t.registered_on.max())
        for kind, table in by_kind.items()
    ]
    return ibis.union(*cubes)


def _by_division(cube: ir.Table) -> ir.Table:
    nation = cube.mutate(place_kind=ibis.literal("nation"), place_code=ibis.literal(NATION))
    levels = [
        cube.filter(cube[code].notnull()).mutate(place_kind=ibis.literal(kind), place_code=cube[code])
        for kind, code in _LEVELS.items()
    ]
    return ibis.union(*(_counted(table) for table in (nation, *levels)))


def _by_zone(cube: ir.Table) -> ir.Table:
    return _counted(cube.mutate(place_kind=ibis.literal("zone"), place_code=cube.zone_code))


def _counted(cube: ir.Table) -> ir.Table:
    total = cube.enterprise_count.sum()
    return cube.group_by([*_SUBJECT, *_PLACE, "registered_year"]).aggregate(
        core_count=_of_tier(cube, "core"),
        related_count=_of_tier(cube, "related"),
        peripheral_count=_of_tier(cube, "peripheral"),
        enterprise_count=total.cast("int64"),
        newest_registered_on=cube.newest_registered_on.max(),
    )


def _of_tier(cube: ir.Table, tier: str) -> ir.IntegerScalar:
    return cube.enterprise_count.sum(where=cube.tier == tier).fill_null(0).cast("int64")


def shares(counts: ir.Table) -> ir.Table:
    """`chain_shares`: share and location quotient on core and related enterprises, against the nation as loaded."""
    totals = counts.group_by([*_SUBJECT, *_PLACE]).aggregate(
        **{name: counts[name].sum().cast("int64") for name in _COUNTS},
        newest_registered_on=counts.newest_registered_on.max(),
    )
    totals = totals.mutate(biomedical=(totals.core_count + totals.related_count).cast("float64"))
    tiers = totals.filter(totals.subject_kind == "tier")
    places = tiers.group_by(_PLACE).aggregate(
        place_biomedical=tiers.biomedical.sum(),
        place_enterprises=tiers.enterprise_count.sum().cast("float64"),
    )
    nation = totals.filter(totals.place_code == NATION).select(*_SUBJECT, nation_biomedical="biomedical")
    registered = places.filter(places.place_code == NATION).select(nation_enterprises="place_enterprises")
    joined = totals.join(places, _PLACE).join(nation, _SUBJECT).cross_join(registered)
    of_nation = joined.biomedical / joined.nation_biomedical.nullif(0)
    expected = joined.place_enterprises / joined.nation_enterprises.nullif(0)
    return joined.select(
        *_SUBJECT,
        *_PLACE,
        *_COUNTS[:3],
        share_of_nation=of_nation,
        share_of_region=joined.biomedical / joined.place_biomedical.nullif(0),
        location_quotient=of_nation / expected.nullif(0),
        newest_registered_on=joined.newest_registered_on,
    )
