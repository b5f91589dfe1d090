"""What the values of a dimension may be, by the kind of words that they are, with their titles. Reads no rows.

Kinds of which the catalogue declares no list, such as the reasons of issues, have none here: rows tell them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from wutong.catalog.catalog import Catalog
from wutong.catalog.indicators import Words
from wutong.catalog.yaml_file import Label

Titles = Mapping[str, Label | None]  # code → what it is called; None where the code says it all
_TIERS = ("core", "related", "peripheral", "none")
_NATION = "000000"


class _Titled(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def title(self) -> Label: ...


def titles_of(catalog: Catalog, words: Words) -> Titles:
    """Every declared code of a kind; empty where none is declared."""
    if words in _READ:
        return _READ[words](catalog)
    return {}


def _by_code(found: Iterable[_Titled]) -> Titles:
    return {one.code: one.title for one in found}


def _places(catalog: Catalog) -> Titles:
    titles: dict[str, Label | None] = {_NATION: Label(zh="全国", en="Nation")}
    titles |= {code: Label(zh=one.name, en=one.name) for code, one in catalog.divisions.by_code.items()}
    return {**titles, **_zones(catalog)}


def _zones(catalog: Catalog) -> Titles:
    found: list[_Titled] = []
    for cluster in catalog.clusters.values():
        found += [cluster, *cluster.zones]
    return _by_code(found)


def _segments(catalog: Catalog) -> Titles:
    return _by_code(catalog.chain.segments)


def _subjects(catalog: Catalog) -> Titles:
    chain = catalog.chain
    nodes = {code: one.title for code, one in chain.nodes.items()}
    return {**_by_code(chain.outline.fields), **dict.fromkeys(_TIERS), **_segments(catalog), **nodes}


_READ: Mapping[str, Callable[[Catalog], Titles]] = {
    "tier": lambda _: dict.fromkeys(_TIERS),
    "segment": _segments,
    "node": lambda of: {code: one.title for code, one in of.chain.nodes.items()},
    "place": _places,
    "zone": _zones,
    "kind": lambda of: _by_code(of.kinds.kinds),
    "subject": _subjects,
    "source": lambda of: {code: one.title for code, one in of.sources.items()},
    "register": lambda of: _by_code(of.trial_words.registers),
    "phase": lambda of: _by_code(of.trial_words.phases),
    "status": lambda of: _by_code(of.trial_words.statuses),
    "study_type": lambda of: _by_code(of.trial_words.study_types),
    "approval_class": lambda of: _by_code(of.drugs.numbers.classes),
    "scheme": lambda of: _by_code(of.drugs.numbers.schemes),
    "modality": lambda of: _by_code((*of.drugs.modalities.modalities, *of.drugs.modalities.further)),
    "stage": lambda of: _by_code(of.drugs.stages.stages),
    "dosage_form": lambda of: _by_code(of.drugs.forms.forms),
    "asks_for": lambda of: _by_code(of.drugs.acceptance.asks),
    "made": lambda of: _by_code(of.drugs.acceptance.made),
    "application_kind": lambda of: _by_code(of.drugs.acceptance.kinds),
    "decision": lambda of: _by_code(of.drugs.acceptance.decisions),
    "round": lambda of: _by_code(of.finance.rounds.rounds),
    "event": lambda of: _by_code(of.supplied.events),
    "platform_class": lambda of: _by_code(of.supplied.platform_classes),
    "platform_level": lambda of: _by_code(of.supplied.platform_levels),
}
