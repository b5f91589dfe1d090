"""Operations on the chain and on places."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Query, Router

from wutong.catalog.chain.segments import Node
from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.api import schemas
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.paging import page_of
from wutong.portal.atlas.api.params import CompareParams, PlaceParams, PlacesParams, place_of
from wutong.portal.atlas.places import find_place
from wutong.portal.atlas.queries.chain import Standing, chain_of
from wutong.portal.atlas.queries.cockpit import SubjectShare
from wutong.portal.atlas.queries.compare import compare as compared
from wutong.portal.atlas.queries.places import PlaceCount, places_with_figures
from wutong.portal.shared.catalogue import catalogue

router = Router()


@router.get("/chain", response=schemas.ChainOut, **said("chain"))
def chain(request: HttpRequest) -> schemas.ChainOut:
    """The chain as declared."""
    declared = catalogue().chain
    return schemas.ChainOut(
        code=declared.code,
        title=schemas.Words.of(declared.outline.title),
        segments=[
            schemas.SegmentOut(
                code=one.code,
                field=one.field,
                title=schemas.Words.of(one.title),
                definition=schemas.Words.of(one.definition),
            )
            for one in declared.segments
        ],
        nodes=[node_out(node) for node in declared.nodes.values()],
    )


@router.get("/chain/figures", response=schemas.ChainFiguresOut, **said("chain_figures"))
def chain_figures(request: HttpRequest, params: Query[PlaceParams]) -> schemas.ChainFiguresOut:
    """The chain in one place."""
    release = current_release()
    figures = chain_of(release, place_of(params.place))
    return schemas.ChainFiguresOut(
        release=release.version,
        place=params.place,
        segments={code: standing_out(one) for code, one in figures.segments.items()},
        nodes={code: standing_out(one) for code, one in figures.nodes.items()},
    )


@router.get("/places", response=schemas.PlacesOut, **said("places"))
def places(request: HttpRequest, params: Query[PlacesParams]) -> schemas.PlacesOut:
    """Places with figures."""
    release = current_release()
    found = [one for one in places_with_figures(release) if params.kind in (None, one.kind)]
    shown, pages = page_of(found, params.page)
    items = [place_out(one) for one in shown]
    return schemas.PlacesOut(release=release.version, total=len(found), page=params.page, pages=pages, items=items)


@router.get("/compare", response=schemas.CompareOut, **said("compare"))
def compare(request: HttpRequest, params: Query[CompareParams]) -> schemas.CompareOut:
    """Places side by side."""
    release = current_release()
    chosen = [place_of(code) for code in dict.fromkeys(params.place)]
    items = [
        schemas.ComparedOut(
            place=column.place.code,
            title=schemas.Words.of(column.place.title),
            tiers=[figure_out(one) for one in column.tiers.values()],
            segments=[figure_out(one) for one in column.segments.values()],
            years=[schemas.YearOut(**asdict(one)) for one in column.years],
        )
        for column in compared(release, chosen)
    ]
    return schemas.CompareOut(release=release.version, items=items)


def node_out(node: Node) -> schemas.NodeOut:
    """One node as declared."""
    chain = catalogue().chain
    return schemas.NodeOut(
        code=node.code,
        segment=chain.segment_of[node.code],
        title=schemas.Words.of(node.title),
        definition=schemas.Words.of(node.definition),
        upstream=list(node.upstream),
        downstream=list(chain.downstream(node.code)),
    )


def figure_out(one: SubjectShare) -> schemas.FigureOut:
    """A subject's figures in one place."""
    return schemas.FigureOut(**asdict(one))


def standing_out(one: Standing) -> schemas.StandingOut:
    """A subject here and in the nation."""
    return schemas.StandingOut(
        local=figure_out(one.local) if one.local else None, nation=figure_out(one.nation) if one.nation else None
    )


def place_out(one: PlaceCount) -> schemas.PlaceOut:
    """A place with its counts."""
    place = find_place(one.code)
    title = schemas.Words.of(place.title) if place else schemas.Words(zh=one.code, en=one.code)
    return schemas.PlaceOut(
        kind=one.kind, code=one.code, title=title, core=one.core, related=one.related, peripheral=one.peripheral
    )
