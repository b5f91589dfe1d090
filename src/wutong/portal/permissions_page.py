"""docs/permissions.md as roles, flows and sides declare it now; `make permissions` writes it."""

from wutong.catalog.catalog import load_catalog
from wutong.portal.accounts.drawing import document
from wutong.portal.placements.sides import ACTS


def page() -> str:
    """The whole page."""
    return document(load_catalog().flows.values(), {"placement": ACTS})
