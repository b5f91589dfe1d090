"""One node: what it is, how a register is read for it, who stands on it, where and since when."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.catalog.chain import Chain
from wutong.catalog.chain.segments import Node, Sign
from wutong.portal.atlas.labels import node_label, place_label, tier_label
from wutong.portal.atlas.links import to_list, to_list_in
from wutong.portal.atlas.panels.chain import NodeCard, node_card
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.explained import explained
from wutong.portal.atlas.panels.tiles import Tile
from wutong.portal.atlas.places import Place
from wutong.portal.atlas.queries.chain import ChainFigures, NodePlace, Standing
from wutong.portal.atlas.queries.cockpit import YearCount, every_year
from wutong.portal.atlas.queries.filters import Filter, Sort
from wutong.portal.shared.language import wording

YEARS_SHOWN = 25
_TIERS = ("core", "related", "peripheral")


@dataclass(frozen=True, slots=True)
class Rule:
    """One sign of a node: what is looked for, beside which actions, and what it then says."""

    words: tuple[str, ...]
    lists: tuple[str, ...]
    activities: str
    says: str
    condition: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column by which the enterprises can be put in order: where that leads, and the order where it holds now."""

    address: str
    order: str


def heads(address: str, place: Place, sort: Sort) -> dict[str, Head]:
    """The columns of the enterprises that can be sorted by; the one in force leads to the other way round."""
    dated = Sort.OLDEST if sort is Sort.NEWEST else Sort.NEWEST
    orders = {Sort.NAME: "ascending", Sort.CAPITAL: "descending", Sort.NEWEST: "descending", Sort.OLDEST: "ascending"}
    columns = {"tier": (Sort.RELEVANCE,), "name": (Sort.NAME,), "capital": (Sort.CAPITAL,)}
    found = {
        name: Head(_sorted(address, place, one), orders.get(one, "") if one is sort else "")
        for name, (one,) in columns.items()
    }
    is_dated = sort in (Sort.NEWEST, Sort.OLDEST)
    return {**found, "registered": Head(_sorted(address, place, dated), orders[sort] if is_dated else "")}


def _sorted(address: str, place: Place, sort: Sort) -> str:
    return f"{address}?{urlencode({'place': place.code, 'sort': str(sort)})}#firms"


def rules(chain: Chain, node: Node) -> list[Rule]:
    """How scopes are read for `node`."""
    return [_rule(chain, sign) for sign in node.signs]


def _rule(chain: Chain, sign: Sign) -> Rule:
    titles = {activity.code: wording(activity.title) for activity in chain.reading.activities}
    conditions = {
        "named": _("only if the name is biomedical too"),
        "leading": _("only in the first clause"),
        "named_or_leading": _("only if the name is biomedical too, or in the first clause"),
    }
    says = _("a hint that counts only beside another sign") if sign.says == "hint" else tier_label(sign.says)
    return Rule(
        words=sign.words,
        lists=tuple(wording(chain.word_lists.root[code].title) for code in sign.lists),
        activities=pgettext("activities", " or ").join(titles[code] for code in sign.activities),
        says=says,
        condition=conditions.get(sign.holds, ""),
        elsewhere=node_label(sign.node) if sign.node else "",
    )


def name_words(node: Node) -> tuple[str, ...]:
    """Words in a company's name that place it here."""
    return tuple(word for sign in node.names for word in sign.words)


def neighbours(chain: Chain, node: Node, figures: ChainFigures, place: Place) -> tuple[list[NodeCard], list[NodeCard]]:
    """What feeds the node, and what it feeds."""
    up, down = chain.upstream(node.code), chain.downstream(node.code)
    cards = {code: node_card(chain, chain.nodes[code], figures, place) for code in (*up, *down)}
    return [cards[code] for code in up], [cards[code] for code in down]


def tiles(node: Node, standing: Standing, place: Place) -> list[Tile]:
    """The node's figures in `place`."""
    scope = f"{wording(place.title)} · {wording(node.title)}"
    found = [
        Tile(
            ident=f"tile-{tier}",
            title=tier_label(tier),
            value=getattr(standing.local, tier) if standing.local else 0,
            form="number",
            link=to_list_in(place, tiers=(tier,), nodes=(node.code,)),
            about=explained("tier_enterprises", title=tier_label(tier), scope=scope),
            role=tier,
        )
        for tier in _TIERS
    ]
    if place.kind == "nation":
        return found
    nation = Filter(tiers=("core",), nodes=(node.code,))
    local = standing.local
    return [
        *found,
        Tile(
            ident="tile-nation",
            title=_("Core in the nation"),
            value=standing.nation.core if standing.nation else 0,
            form="number",
            link=to_list(nation),
            about=explained("share_of_nation", scope=scope),
            role="new",
        ),
        Tile(
            ident="tile-quotient",
            title=_("Location quotient"),
            value=local.location_quotient if local else None,
            form="quotient",
            link=to_list_in(place, tiers=("core", "related"), nodes=(node.code,)),
            about=explained("location_quotient", scope=scope),
            role="share",
        ),
    ]


def years_chart(years: tuple[YearCount, ...], node: Node, place: Place) -> Chart:
    """The node's enterprises by founding year."""
    known = every_year(years, YEARS_SHOWN)
    return Chart(
        ident="node-years",
        kind="columns",
        title=_("By founding year"),
        head=_("Year"),
        categories=tuple(str(one.year) for one in known),
        series=tuple(
            Series(
                name=tier_label(tier),
                role=tier,
                values=tuple(getattr(one, tier) for one in known),
                links=tuple(
                    to_list_in(place, tiers=(tier,), nodes=(node.code,), year_from=one.year, year_to=one.year)
                    for one in known
                ),
            )
            for tier in _TIERS
        ),
    )


def places_chart(rows: tuple[NodePlace, ...], node: Node) -> Chart:
    """The node's enterprises by province or city."""
    return Chart(
        ident="node-places",
        kind="bars",
        title=_("By region"),
        head=_("Place"),
        categories=tuple(place_label(one.code) for one in rows),
        series=tuple(
            Series(
                name=tier_label(tier),
                role=tier,
                values=tuple(getattr(one, tier) for one in rows),
                links=tuple(to_list(Filter(tiers=(tier,), nodes=(node.code,), divisions=(one.code,))) for one in rows),
            )
            for tier in _TIERS
        ),
    )
