"""The catalogue of this installation, read once a process."""

from functools import cache

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.catalog.chain.segments import Segment


@cache
def catalogue() -> Catalog:
    """Everything declared. Restart the portal after changing a declaration."""
    return load_catalog()


@cache
def segments() -> dict[str, Segment]:
    """The segments of the chain by code, in declared order."""
    return {segment.code: segment for segment in catalogue().chain.segments}
