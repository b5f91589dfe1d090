"""Reads what a reader looks for from an address. What is odd is left out, never guessed."""

from collections.abc import Mapping

from wutong.portal.services.queries import Asked
from wutong.portal.services.words import ISSUES, STAGES

_LONGEST = 100


def read_asked(given: Mapping[str, str]) -> Asked:
    """The filters of an address."""
    issue, stage, kind = given.get("issue", ""), given.get("stage", ""), given.get("kind", "")
    return Asked(
        text=given.get("q", "").strip()[:_LONGEST],
        issue=issue if issue in ISSUES else "",
        stage=stage if stage in STAGES else "",
        kind="basic" if kind == "basic" else "value_added" if kind == "value_added" else "",
    )
