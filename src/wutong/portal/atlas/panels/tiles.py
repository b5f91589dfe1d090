"""Tiles: single figures at the top of a page."""

from dataclasses import dataclass

from wutong.portal.atlas.panels.explained import Explained


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: its value, the list behind it and what it means."""

    ident: str
    title: str
    value: float | None
    form: str
    link: str
    about: Explained
    note: str = ""
    role: str = ""
