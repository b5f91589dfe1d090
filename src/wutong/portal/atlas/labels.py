"""What codes are called, in the reader's language. Nothing is keyed by what these return."""

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from wutong.portal.atlas.places import NATION, Place, find_place
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

TIERS = {
    "core": pgettext_lazy("tier", "Core"),
    "related": pgettext_lazy("tier", "Related"),
    "peripheral": pgettext_lazy("tier", "Peripheral"),
    "none": pgettext_lazy("tier", "Not biomedical"),
}
PLACE_KINDS = {
    "nation": gettext_lazy("nation"),
    "province": gettext_lazy("province"),
    "city": gettext_lazy("city"),
    "district": gettext_lazy("district"),
    "zone": gettext_lazy("cluster or zone"),
}


def tier_label(code: str) -> str:
    """core → 核心."""
    return str(TIERS.get(code, code))


def segment_label(code: str) -> str:
    """device → 医疗器械."""
    segment = catalogue().chain.segments.get(code)
    return wording(segment.title) if segment else gettext("Unplaced")


def node_label(code: str) -> str:
    """The node's title, or its code where the release knows a node that the catalogue no longer does."""
    node = catalogue().chain.nodes.get(code)
    return wording(node.title) if node else code


def place_label(code: str) -> str:
    """330114 → 钱塘区."""
    place = find_place(code)
    return wording(place.title) if place else code


def place_path(place: Place) -> str:
    """The place with what it lies in: 浙江省 · 杭州市 · 钱塘区."""
    titles = [wording(place.title)]
    above = find_place(place.parent_code) if place.parent_code else None
    while above is not None and above.code != NATION.code:
        title = wording(above.title)
        if title != titles[0]:
            titles.insert(0, title)
        above = find_place(above.parent_code) if above.parent_code else None
    return " · ".join(titles)
