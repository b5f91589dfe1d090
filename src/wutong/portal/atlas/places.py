"""Places that figures are about: the nation, a division, a cluster or one of its zones. Knows names, not figures."""

from dataclasses import dataclass
from typing import Literal

from wutong.kernel.bilingual import Text
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.romanised import romanised
from wutong.portal.shared.catalogue import catalogue

PlaceKind = Literal["nation", "province", "city", "district", "zone"]

NATION_CODE = "000000"
DEMO_CLUSTER = "qiantang"


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `code` is a division code, a cluster's or zone's code, or 000000."""

    kind: PlaceKind
    code: str
    title: Text
    parent_code: str | None = None

    def narrow(self, **asked: object) -> Filter:
        """The filter of a list in this place, with whatever else is asked."""
        where = {"zones": (self.code,)} if self.kind == "zone" else {"divisions": (self.code,)}
        return Filter(**({} if self.kind == "nation" else where), **asked)  # type: ignore[arg-type]


NATION = Place("nation", NATION_CODE, Text(zh="全国", en="China"))


def find_place(code: str) -> Place | None:
    """The place with that code, or None where nothing of the kind is known."""
    if code == NATION_CODE:
        return NATION
    division = catalogue().divisions.by_code.get(code)
    if division:
        parent = division.parent_code or NATION_CODE
        return Place(division.level, code, Text(zh=division.name, en=romanised(division.name)), parent)
    return _zone(code)


def _zone(code: str) -> Place | None:
    cluster = catalogue().clusters.get(code)
    if cluster is not None:
        return Place("zone", code, cluster.title.text(), NATION_CODE)
    for owner in catalogue().clusters.values():
        for zone in owner.zones:
            if zone.code == code:
                return Place("zone", code, zone.title.text(), owner.code)
    return None
