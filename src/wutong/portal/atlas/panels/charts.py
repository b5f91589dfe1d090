"""Charts as data: what charts.js draws and what the table beside it says are the same numbers."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["bars", "columns", "lines"]


@dataclass(frozen=True, slots=True)
class Series:
    """One series. `role` names its colour in wutong.css; `links` lead to the list behind each value."""

    name: str
    role: str
    values: tuple[float | None, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of `series` over `categories`. Bars lie, columns stand; both stack unless told otherwise."""

    ident: str
    kind: Kind
    title: str
    head: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    is_stacked: bool = True
    decimals: int = 0

    @property
    def data(self) -> dict[str, Any]:
        """What charts.js reads."""
        return {
            "kind": self.kind,
            "categories": self.categories,
            "isStacked": self.is_stacked,
            "decimals": self.decimals,
            "series": [
                {"name": one.name, "role": one.role, "values": one.values, "links": one.links} for one in self.series
            ],
        }

    @property
    def rows(self) -> list[tuple[str, list[tuple[float | None, str]]]]:
        """The same as a table: each category with its values and their links."""
        return [
            (
                category,
                [(one.values[at], one.links[at] if one.links else "") for one in self.series],
            )
            for at, category in enumerate(self.categories)
        ]

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to draw."""
        return not any(value for one in self.series for value in one.values)

    @property
    def data_id(self) -> str:
        """The id of the script element that holds the data."""
        return f"{self.ident}-data"
