"""Zones of the declared clusters, told by the district and by words of the address."""

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from wutong.catalog.clusters import Cluster, Zone
from wutong.warehouse.standardize.text import any_of

_NONE = ibis.null("string")


def zone_codes(table: ir.Table, clusters: Iterable[Cluster]) -> ir.ArrayValue:
    """Codes of the clusters and of their zones that the row lies in; empty for most rows."""
    nowhere = ibis.literal([], type="array<string>")
    by_city: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        for city in cluster.city_codes:
            by_city.setdefault(city, []).append(cluster)
    if not by_city:
        return nowhere
    cases = [(table.city_code == city, _codes(table, inside)) for city, inside in sorted(by_city.items())]
    return ibis.cases(*cases, else_=nowhere)


def _codes(table: ir.Table, clusters: list[Cluster]) -> ir.ArrayValue:
    """The array is put together only where a word of some cluster occurs at all."""
    address = table.address.fill_null("")
    words = [word for cluster in clusters for word in _all_words(cluster)]
    whole = [code for cluster in clusters for code in cluster.division_codes]
    within = table.division_code.isin(whole) | table.district_code.isin(whole)
    codes: list[ir.StringValue] = []
    for cluster in clusters:
        zones = [_in_zone(address, zone) for zone in cluster.zones]
        in_cluster = table.division_code.isin(cluster.division_codes) | table.district_code.isin(cluster.division_codes)
        for hit in [*zones, *([address.re_search(any_of(cluster.words))] if cluster.words else [])]:
            in_cluster = in_cluster | hit
        codes.append(ibis.ifelse(in_cluster, cluster.code, _NONE))
        codes += [ibis.ifelse(hit, zone.code, _NONE) for hit, zone in zip(zones, cluster.zones, strict=True)]
    found = ibis.array(codes).filter(lambda code: code.notnull())
    return ibis.ifelse(within | address.re_search(any_of(words)), found, ibis.literal([], type="array<string>"))


def _all_words(cluster: Cluster) -> list[str]:
    return sorted({*cluster.words, *(word for zone in cluster.zones for word in zone.words)})


def _in_zone(address: ir.StringValue, zone: Zone) -> ir.BooleanValue:
    hit = address.re_search(any_of(zone.words))
    return hit & address.re_search(any_of(zone.requires)) if zone.requires else hit
