"""What a reader asked to see, as a value that goes into a URL and out of it again unchanged.

Every page that lists or counts enterprises speaks in these terms; a figure links to its list by one of them. Nothing
here is checked against the catalogue: that is the form's work.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

BIOMEDICAL = ("core", "related", "peripheral")
EVERY_TIER = "all"


class Sort(StrEnum):
    """Orders of a list. `relevance` is the index's order for a text, and tier then capital without one."""

    RELEVANCE = "relevance"
    NAME = "name"
    CAPITAL = "capital"
    NEWEST = "newest"
    OLDEST = "oldest"


# URL parameter → field. The order here is the order in every URL, so that equal filters have equal addresses.
LISTS = {
    "tier": "tiers",
    "segment": "segments",
    "node": "nodes",
    "division": "divisions",
    "zone": "zones",
    "capital": "bands",
    "kind": "kinds",
    "has": "known",
    "lacks": "unknown",
}

# Values whose coverage is shown, so that lists can be asked for what has them or lacks them.
COVERED = ("credit_code", "registered_on", "capital_cny", "district")


@dataclass(frozen=True, slots=True)
class Filter:
    """Values of one field are alternatives; fields narrow one another. No tier means the biomedical three.

    `known` and `unknown` name columns that have, or lack, a value: they open the figures of coverage to their lists.
    """

    text: str = ""
    tiers: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    is_branch: bool | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @property
    def tier_scope(self) -> tuple[str, ...]:
        """The tiers asked for; empty when every tier is."""
        if EVERY_TIER in self.tiers:
            return ()
        return self.tiers or BIOMEDICAL

    @property
    def is_default_scope(self) -> bool:
        """True where the reader has not spoken about tiers."""
        return not self.tiers

    def pairs(self) -> list[tuple[str, str]]:
        """URL parameters in a fixed order; whatever is at its default is left out."""
        found: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        for param, field in LISTS.items():
            found.extend((param, value) for value in getattr(self, field))
        if self.year_from is not None:
            found.append(("year_from", str(self.year_from)))
        if self.year_to is not None:
            found.append(("year_to", str(self.year_to)))
        if self.is_branch is not None:
            found.append(("branch", "yes" if self.is_branch else "no"))
        if self.sort is not Sort.RELEVANCE:
            found.append(("sort", str(self.sort)))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return found

    @classmethod
    def from_query_string(cls, text: str) -> Self:
        """Take back what `query_string` made. For strings of our own only: nothing is checked."""
        found: dict[str, list[str]] = {}
        for param, value in parse_qsl(text):
            found.setdefault(param, []).append(value)
        one = {param: values[0] for param, values in found.items()}
        return cls(
            text=one.get("q", ""),
            year_from=int(one["year_from"]) if "year_from" in one else None,
            year_to=int(one["year_to"]) if "year_to" in one else None,
            is_branch=one["branch"] == "yes" if "branch" in one else None,
            sort=Sort(one.get("sort", Sort.RELEVANCE)),
            page=int(one.get("page", "1")),
            **{field: tuple(found.get(param, ())) for param, field in LISTS.items()},
        )

    def query_string(self) -> str:
        """The part of a URL after the question mark."""
        return urlencode(self.pairs())

    def scope_key(self) -> str:
        """What the counts depend on: everything but order and page."""
        return replace(self, sort=Sort.RELEVANCE, page=1).query_string()

    def with_value(self, param: str, value: str) -> Self:
        """The same with one more alternative, from page one."""
        held = self.values(param)
        return self if value in held else self._with(param, (*held, value))

    def without_value(self, param: str, value: str) -> Self:
        """The same without one alternative, from page one."""
        return self._with(param, (held for held in self.values(param) if held != value))

    def values(self, param: str) -> tuple[str, ...]:
        """The alternatives held for a URL parameter that may be repeated."""
        held: tuple[str, ...] = getattr(self, LISTS[param])
        return held

    def on_page(self, page: int) -> Self:
        """The same list, another page."""
        return replace(self, page=page)

    def _with(self, param: str, values: Iterable[str]) -> Self:
        changed: dict[str, Any] = {LISTS[param]: tuple(values)}
        return replace(self, page=1, **changed)


def scope_of(tiers: tuple[str, ...]) -> tuple[str, ...]:
    """The tiers of a form in their one canonical way: nothing for the biomedical three, `all` for all four."""
    asked = set(tiers)
    if asked == set(BIOMEDICAL):
        return ()
    return (EVERY_TIER,) if EVERY_TIER in asked or asked >= {*BIOMEDICAL, "none"} else tiers
