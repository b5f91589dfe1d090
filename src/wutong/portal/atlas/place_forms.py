"""From an address to the place, or the places, that a page is about. What names no place answers as not found."""

from django.http import Http404, QueryDict

from wutong.portal.atlas.access import Release, facts_of
from wutong.portal.atlas.places import DEMO_CLUSTER, NATION, Place, find_place
from wutong.portal.atlas.queries.filters import Sort
from wutong.portal.shared.catalogue import catalogue

MOST_PLACES = 60


def chosen_place(params: QueryDict, release: Release) -> Place:
    """The place of `?place=`; the demo begins with its cluster, any other release with the nation."""
    code = params.get("place", "")
    if code:
        return _place(code)
    start = find_place(DEMO_CLUSTER) if facts_of(release).is_demo else None
    return start or NATION


def chosen_places(params: QueryDict) -> tuple[Place, ...]:
    """The places of every `?place=`, each once, in the order given."""
    codes = dict.fromkeys(code for code in params.getlist("place") if code)
    return tuple(_place(code) for code in list(codes)[:MOST_PLACES])


def declared_clusters() -> tuple[Place, ...]:
    """Every cluster of the catalogue: what a comparison begins with."""
    found = (find_place(code) for code in catalogue().clusters)
    return tuple(place for place in found if place is not None)[:MOST_PLACES]


def chosen_page(params: QueryDict) -> int:
    """The page of `?page=`, from 1."""
    text = params.get("page", "1")
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise Http404
    return int(text)


def chosen_sort(params: QueryDict) -> Sort:
    """The order of `?sort=`; one that does not exist answers as not found."""
    try:
        return Sort(params.get("sort") or Sort.RELEVANCE)
    except ValueError as error:
        raise Http404 from error


def _place(code: str) -> Place:
    place = find_place(code)
    if place is None:
        raise Http404
    return place
