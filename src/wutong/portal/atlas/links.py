"""Where figures lead: the list behind them, the portrait, the node, the cockpit of a place."""

from urllib.parse import urlencode

from django.urls import reverse

from wutong.portal.atlas.places import Place
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.lists.numbers import Numbered


def to_list(asked: Filter) -> str:
    """The search page for `asked`."""
    query = asked.query_string()
    return f"{reverse('atlas:search')}?{query}" if query else reverse("atlas:search")


def to_list_in(place: Place, **asked: object) -> str:
    """The list of the enterprises of `place` that answer to `asked` (fields of Filter)."""
    return to_list(place.narrow(**asked))


def to_cockpit(place: Place) -> str:
    """The cockpit of `place`."""
    return f"{reverse('atlas:cockpit')}?{urlencode({'place': place.code})}"


def to_chain(place: Place) -> str:
    """The chain map of `place`."""
    return f"{reverse('atlas:chain')}?{urlencode({'place': place.code})}"


def to_node(node_code: str, place: Place) -> str:
    """The page of a node, seen from `place`."""
    return f"{reverse('atlas:node', args=[node_code])}?{urlencode({'place': place.code})}"


def to_compare(places: list[Place]) -> str:
    """The comparison of `places`."""
    return f"{reverse('atlas:compare')}?{urlencode([('place', place.code) for place in places])}"


def to_product(product_id: str) -> str:
    """The page of a product."""
    return reverse("atlas:product", args=[product_id])


def to_application(acceptance_number: str) -> str:
    """The page of a drug application."""
    return reverse("atlas:application", args=[acceptance_number])


def to_number(found: Numbered) -> str:
    """The page of what bears a number; the list in which it is looked for where nothing does."""
    pages = {"trials": "atlas:trial", "applications": "atlas:application", "approvals": "atlas:product"}
    if found.ident is not None:
        return reverse(pages[found.list_code], args=[found.ident])
    return f"{reverse(f'atlas:{found.list_code}')}?{urlencode({'q': found.number})}"
