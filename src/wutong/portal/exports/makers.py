"""Who makes which kind of file. Apps make theirs known when Django starts; the runner asks here and knows no app."""

from collections.abc import Callable
from pathlib import Path

from wutong.portal.atlas.access import Release
from wutong.portal.exports.models import Export

# Says how far it has come: steps done, steps in all. Raises where nobody wants the file any longer.
Report = Callable[[int, int], None]
Maker = Callable[[Export, Release, Path, Report], None]

_makers: dict[str, Maker] = {}


def register(kind: str, maker: Maker) -> None:
    """Let `maker` write the files of `kind`; one maker a kind."""
    assert _makers.setdefault(kind, maker) is maker, f"{kind} has a maker already"


def maker_of(kind: str) -> Maker:
    """Who writes files of that kind."""
    return _makers[kind]
