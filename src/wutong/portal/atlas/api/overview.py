"""Operations on what the overview pages show: a place's cockpit, a node's page, clusters."""

from dataclasses import asdict

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router

from wutong.portal.atlas.access import current_release, facts_of
from wutong.portal.atlas.api import overview_schemas as out
from wutong.portal.atlas.api import schemas
from wutong.portal.atlas.api.chain import figure_out, node_out, place_out, standing_out
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.params import NodePath, PlaceParams, place_of
from wutong.portal.atlas.queries import chain as chain_queries
from wutong.portal.atlas.queries.cockpit import Entrant, cockpit_of
from wutong.portal.shared.api.problems import NOT_FOUND, Problem
from wutong.portal.shared.catalogue import catalogue

router = Router()


@router.get("/cockpit", response=out.CockpitOut, **said("cockpit"))
def cockpit(request: HttpRequest, params: Query[PlaceParams]) -> out.CockpitOut:
    """Everything that the cockpit of a place shows."""
    release, place = current_release(), place_of(params.place)
    found, facts = cockpit_of(release, place), facts_of(release)
    return out.CockpitOut(
        release=release.version,
        created_at=facts.created_at,
        newest_registration=facts.newest_registration,
        place=place.code,
        title=schemas.Words.of(place.title),
        tiers=[figure_out(one) for one in found.tiers],
        segments=[figure_out(one) for one in found.segments],
        years=[schemas.YearOut(**asdict(one)) for one in found.years],
        parts=[place_out(one) for one in found.parts],
        newest=[_entrant(one) for one in found.newest],
        coverage=out.CoverageOut(**asdict(found.coverage)),
    )


@router.get("/chain/nodes/{code}", response=out.NodeFiguresOut, **said("node"))
def node(request: HttpRequest, path: Path[NodePath], params: Query[PlaceParams]) -> out.NodeFiguresOut:
    """One node in one place."""
    release, place = current_release(), place_of(params.place)
    declared = catalogue().chain.nodes.get(path.code)
    if declared is None:
        raise Problem(NOT_FOUND)
    standing = chain_queries.chain_of(release, place).nodes.get(path.code, chain_queries.EMPTY)
    return out.NodeFiguresOut(
        release=release.version,
        place=place.code,
        node=node_out(declared),
        standing=standing_out(standing),
        is_gap=standing.is_gap,
        years=[schemas.YearOut(**asdict(one)) for one in chain_queries.node_years(release, place, path.code)],
        regions=[out.NodePlaceOut(**asdict(one)) for one in chain_queries.node_places(release, place, path.code)],
    )


@router.get("/clusters", response=list[out.ClusterOut], **said("clusters"))
def clusters(request: HttpRequest) -> list[out.ClusterOut]:
    """Every declared cluster."""
    return [
        out.ClusterOut(
            code=one.code,
            title=schemas.Words.of(one.title),
            definition=schemas.Words.of(one.definition),
            source=schemas.Words.of(one.source),
            zones=[out.ZoneOut(code=zone.code, title=schemas.Words.of(zone.title)) for zone in one.zones],
        )
        for one in catalogue().clusters.values()
    ]


def _entrant(one: Entrant) -> out.EntrantOut:
    return out.EntrantOut(
        enterprise_id=one.enterprise_id,
        name_zh=one.name,
        tier=one.tier,
        segment=one.segment,
        registered_on=one.registered_on,
        url=reverse("atlas:portrait", args=[one.enterprise_id]),
    )
