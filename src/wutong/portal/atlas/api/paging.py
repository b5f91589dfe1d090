"""Lists of the API that are short enough to be held, page by page."""

from collections.abc import Sequence
from typing import TypeVar

from wutong.portal.atlas.api.params import MOST_ITEMS
from wutong.portal.shared.api.problems import NOT_FOUND, Problem

T = TypeVar("T")


def page_of(found: Sequence[T], page: int) -> tuple[Sequence[T], int]:
    """The items of one page, MOST_ITEMS at most, and how many pages there are; raises Problem past the last."""
    pages = max(1, -(-len(found) // MOST_ITEMS))
    if page > pages:
        raise Problem(NOT_FOUND)
    return found[(page - 1) * MOST_ITEMS : page * MOST_ITEMS], pages
