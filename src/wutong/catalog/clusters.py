"""Clusters: their divisions, their zones told by words of an address, and their dated target lists."""

from datetime import date
from pathlib import Path
from typing import Literal

from wutong.catalog.yaml_file import Declaration, Label, read_declaration

Confidence = Literal["high", "medium", "low"]


class Zone(Declaration):
    """A part of a cluster. An address lies in it when it has one of `words` and, if given, one of `requires`."""

    code: str
    title: Label
    words: tuple[str, ...]
    requires: tuple[str, ...] = ()
    confidence: Confidence


class Target(Declaration):
    """An enterprise that the cluster courts or tracks since a date."""

    since: date
    credit_code: str
    name: str
    source: Label


class Cluster(Declaration):
    """A cluster lies in `city_codes`: its `division_codes` whole, and addresses there with one of `words` or in
    one of its zones."""

    code: str
    title: Label
    definition: Label
    source: Label
    confidence: Confidence
    city_codes: tuple[str, ...]
    division_codes: tuple[str, ...]
    words: tuple[str, ...] = ()
    zones: tuple[Zone, ...]
    targets: tuple[Target, ...]


def load_clusters(folder: Path) -> dict[str, Cluster]:
    """Every cluster of catalog/clusters, by code."""
    found = (read_declaration(path, Cluster) for path in sorted(folder.glob("*.yml")))
    return {cluster.code: cluster for cluster in found}
