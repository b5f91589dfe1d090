"""Publish what users join to: nodes and edges of the chain, divisions, clusters, and reference lists as given."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from wutong.catalog.catalog import Catalog
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.reference.references import NO_REFERENCES, References

Row = Mapping[str, object]


TABLES = (
    "chain_nodes", "chain_edges", "divisions", "cluster_zones", "industries", "device_classes", "device_decisions",
)  # fmt: skip


def write_declared(catalog: Catalog, tables: Path, references: References = NO_REFERENCES) -> None:
    """Write each declared table of the release under `tables`, and those of the reference lists that were given."""
    made = (
        _nodes(catalog),
        _edges(catalog),
        _divisions(catalog),
        _zones(catalog),
        map(asdict, references.industries),
        map(asdict, references.device_classes),
        map(asdict, references.device_decisions),
    )
    for name, rows in zip(TABLES, made, strict=True):
        write_rows(list(rows), catalog.released[name], tables)


def _nodes(catalog: Catalog) -> Iterator[Row]:
    chain = catalog.chain
    for code, node in chain.nodes.items():
        segment = chain.segment_of[code]
        yield {
            "node": code,
            "segment": segment,
            "field": chain.field_of[segment],
            "title_zh": node.title.zh,
            "title_en": node.title.en,
            "definition_zh": node.definition.zh,
            "definition_en": node.definition.en,
        }


def _edges(catalog: Catalog) -> Iterator[Row]:
    return ({"upstream": edge.upstream, "downstream": edge.downstream} for edge in catalog.chain.edges)


def _divisions(catalog: Catalog) -> Iterator[Row]:
    for row in catalog.divisions.rows:
        parts = {"code": row.code, "name": row.name, "level": row.level, "parent_code": row.parent_code}
        yield {**parts, "is_former": False, "successor_code": None}
    for old in catalog.divisions.former:
        parts = {"code": old.code, "name": old.name, "level": old.level, "parent_code": None}
        yield {**parts, "is_former": True, "successor_code": old.successor_code}
    for street in catalog.divisions.streets:
        parts = {"code": street.code, "name": street.name, "level": "street", "parent_code": street.parent_code}
        yield {**parts, "is_former": False, "successor_code": None}


def _zones(catalog: Catalog) -> Iterator[Row]:
    for cluster in catalog.clusters.values():
        titles = {"title_zh": cluster.title.zh, "title_en": cluster.title.en}
        yield {"zone_code": cluster.code, "cluster": cluster.code, **titles, "is_cluster": True}
        for zone in cluster.zones:
            named = {"title_zh": zone.title.zh, "title_en": zone.title.en}
            yield {"zone_code": zone.code, "cluster": cluster.code, **named, "is_cluster": False}
