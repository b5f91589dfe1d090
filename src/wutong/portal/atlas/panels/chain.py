"""The chain as a picture and as a grid: every segment and node, here against the nation, gaps marked in words."""

from collections import Counter
from dataclasses import dataclass

from wutong.catalog.chain import Chain
from wutong.catalog.chain.outline import Field
from wutong.catalog.chain.segments import Node, Segment
from wutong.portal.atlas.links import to_list_in, to_node
from wutong.portal.atlas.panels.layers import lay_out
from wutong.portal.atlas.places import NATION, Place
from wutong.portal.atlas.queries.chain import EMPTY, ChainFigures, Standing
from wutong.portal.shared.language import wording

STRONG = 1.5
BOX_WIDTH, BOX_HEIGHT = 172, 62
GAP_ACROSS, GAP_DOWN = 64, 18


@dataclass(frozen=True, slots=True)
class Counted:
    """The lists behind the two counts of a card: here, and in the nation; empty where there is nothing to list."""

    here: str
    there: str


@dataclass(frozen=True, slots=True)
class NodeCard:
    """One node as the grid shows it."""

    code: str
    title: str
    definition: str
    link: str
    standing: Standing
    counted: Counted
    upstream: str
    downstream: str


@dataclass(frozen=True, slots=True)
class SegmentCard:
    """One segment with its nodes."""

    code: str
    title: str
    definition: str
    link: str
    standing: Standing
    counted: Counted
    nodes: tuple[NodeCard, ...]

    @property
    def gap_count(self) -> int:
        return sum(node.standing.is_gap for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Lane:
    """One field with its segments."""

    code: str
    title: str
    definition: str
    segments: tuple[SegmentCard, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One segment in the picture. Positions are in units of the picture."""

    x: int
    y: int
    card: SegmentCard
    field_code: str
    share: float

    @property
    def bar(self) -> int:
        """The length of the bar that repeats the share of the nation."""
        return round(min(1.0, self.share) * (BOX_WIDTH - 24))


@dataclass(frozen=True, slots=True)
class Curve:
    """One bundle of edges between two segments."""

    source: str
    target: str
    path: str
    width: float
    is_backward: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The chain by segments."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The chain in one sentence: nodes held, gaps, and nodes stronger than in the nation."""

    node_count: int
    held_count: int
    gap_count: int
    strong_count: int


def summary(shown: tuple[Lane, ...]) -> Summary:
    """The numbers of the sentence above the picture."""
    nodes = [node.standing for lane in shown for card in lane.segments for node in card.nodes]
    return Summary(
        node_count=len(nodes),
        held_count=sum(node.here > 0 for node in nodes),
        gap_count=sum(node.is_gap for node in nodes),
        strong_count=sum((node.location_quotient or 0) >= STRONG for node in nodes),
    )


def lanes(chain: Chain, figures: ChainFigures, place: Place) -> tuple[Lane, ...]:
    """Fields, each with its segments and their nodes."""
    return tuple(_lane(chain, field, figures, place) for field in chain.outline.fields)


def _lane(chain: Chain, field: Field, figures: ChainFigures, place: Place) -> Lane:
    mine = [segment for segment in chain.segments if segment.field == field.code]
    cards = tuple(_segment_card(chain, segment, figures, place) for segment in mine)
    return Lane(field.code, wording(field.title), wording(field.definition), cards)


def _segment_card(chain: Chain, segment: Segment, figures: ChainFigures, place: Place) -> SegmentCard:
    standing = figures.segments.get(segment.code, EMPTY)
    return SegmentCard(
        code=segment.code,
        title=wording(segment.title),
        definition=wording(segment.definition),
        link=to_list_in(place, tiers=("core", "related"), segments=(segment.code,)),
        standing=standing,
        counted=_counted(standing, place, segments=(segment.code,)),
        nodes=tuple(node_card(chain, node, figures, place) for node in segment.nodes),
    )


def node_card(chain: Chain, node: Node, figures: ChainFigures, place: Place) -> NodeCard:
    """One node as a card; `upstream` and `downstream` list codes for the drawing of its edges."""
    standing = figures.nodes.get(node.code, EMPTY)
    return NodeCard(
        code=node.code,
        title=wording(node.title),
        definition=wording(node.definition),
        link=to_node(node.code, place),
        standing=standing,
        counted=_counted(standing, place, nodes=(node.code,)),
        upstream=" ".join(chain.upstream(node.code)),
        downstream=" ".join(chain.downstream(node.code)),
    )


def _counted(standing: Standing, place: Place, **subject: tuple[str, ...]) -> Counted:
    """Lists of the tiers that the counts count."""
    tiers = ("core",) if standing.is_led_by_core else ("core", "related")
    return Counted(
        here=to_list_in(place, tiers=tiers, **subject) if standing.here else "",
        there=to_list_in(NATION, tiers=tiers, **subject) if standing.there else "",
    )


def picture(chain: Chain, shown: tuple[Lane, ...]) -> Picture:
    """Segments in layers from upstream to downstream, with the edges between them bundled."""
    cards = {card.code: (card, lane.code) for lane in shown for card in lane.segments}
    bundles = _bundles(chain)
    laid = lay_out([segment.code for segment in chain.segments], bundles)
    tallest = max(len(layer) for layer in laid.layers)
    height = tallest * (BOX_HEIGHT + GAP_DOWN) + GAP_DOWN
    at = {}
    for column, layer in enumerate(laid.layers):
        step = height / len(layer)
        for row, code in enumerate(layer):
            at[code] = (column * (BOX_WIDTH + GAP_ACROSS) + 1, round(step * (row + 0.5) - BOX_HEIGHT / 2))
    boxes = tuple(Box(*at[code], *cards[code], share=_share(cards[code][0])) for code in at)
    curves = tuple(
        Curve(source, target, _path(at[source], at[target]), 1 + min(count, 8) * 0.6, (source, target) in laid.backward)
        for (source, target), count in bundles.items()
    )
    width = len(laid.layers) * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS + 2
    return Picture(width, height, boxes, curves)


def _bundles(chain: Chain) -> Counter[tuple[str, str]]:
    """How many edges run from one segment to another; those within a segment are left out."""
    pairs = ((chain.segment_of[edge.upstream], chain.segment_of[edge.downstream]) for edge in chain.edges)
    return Counter(pair for pair in pairs if pair[0] != pair[1])


def _share(card: SegmentCard) -> float:
    local = card.standing.local
    return (local.share_of_nation if local else None) or 0.0


def _path(source: tuple[int, int], target: tuple[int, int]) -> str:
    """A curve from the right of one box to the left of another; against the flow it bends below both."""
    x1, y1 = source[0] + BOX_WIDTH, source[1] + BOX_HEIGHT // 2
    x2, y2 = target[0], target[1] + BOX_HEIGHT // 2
    if x2 > x1:
        bend = (x2 - x1) // 2
        return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    low = max(source[1], target[1]) + BOX_HEIGHT + GAP_DOWN // 2
    return f"M{x1} {y1}C{x1 + 30} {low} {x2 - 30} {low} {x2} {y2}"
