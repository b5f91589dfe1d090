"""The catalogue of this installation, read once a process."""

from functools import cache

from wutong.catalog.catalog import Catalog, load_catalog


@cache
def catalogue() -> Catalog:
    """Everything declared. Restart the portal after changing a declaration."""
    return load_catalog()
