"""The one way from the portal to the warehouse: the promoted release, read-only, as it is promoted.

No other module of the portal imports the warehouse, and nothing here writes.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import structlog

from wutong.catalog.indicators import Indicator, Words
from wutong.catalog.vocabulary import Titles, titles_of
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home
from wutong.portal.shared.catalogue import catalogue
from wutong.warehouse.device_class.asking import Adviser, Answer, NoModel
from wutong.warehouse.device_class.files import Sheet, read_sheet
from wutong.warehouse.device_class.judging import Judgement
from wutong.warehouse.device_class.texts import Product
from wutong.warehouse.indicators.answers import ABSENT, Figure, Filter, Question
from wutong.warehouse.indicators.asking import Asking, told_by
from wutong.warehouse.indicators.errors import (
    BoundUnreadable,
    RowsAreSecret,
    SecretsAddedUp,
    ShareOfNothing,
    TableNotReleased,
    ValueUnknown,
)
from wutong.warehouse.indicators.knowing import Unknown
from wutong.warehouse.indicators.protecting import Cell
from wutong.warehouse.publish.comparing import KINDS, Changes, compare
from wutong.warehouse.publish.manifest import Manifest
from wutong.warehouse.publish.reading import Bounds, Reading, Rows
from wutong.warehouse.publish.release import NoRelease, Release, promoted, releases, serving
from wutong.warehouse.search.searching import Hit, Searcher

__all__ = [
    "ABSENT",
    "KINDS",
    "Adviser",
    "Answer",
    "BoundUnreadable",
    "Changes",
    "Figure",
    "Filter",
    "Hit",
    "Judgement",
    "KeptRelease",
    "NoRelease",
    "OpenRelease",
    "Product",
    "Question",
    "ReleaseReader",
    "Rows",
    "RowsAreSecret",
    "SecretsAddedUp",
    "ShareOfNothing",
    "Sheet",
    "TableNotReleased",
    "Unknown",
    "ValueUnknown",
    "read_sheet",
    "told_by",
]

_log = structlog.get_logger(__name__)
_Seen = tuple[int, int]


@cache
def _titles_of(words: Words) -> Titles:
    return titles_of(catalogue(), words)


@dataclass(frozen=True)
class OpenRelease:
    """One release, open. It stays readable for as long as somebody holds it, whatever is promoted meanwhile."""

    release: Release
    reading: Reading

    @property
    def version(self) -> str:
        return self.release.version

    @property
    def manifest(self) -> Manifest:
        return self.release.manifest

    @cached_property
    def searcher(self) -> Searcher:
        """The search index, opened when first asked."""
        return Searcher(self.release.search)

    @cached_property
    def device_adviser(self) -> Adviser | None:
        """What tells the likely class of a device, read when it is first asked; None where the release has no model."""
        try:
            return Adviser.of(self.release)
        except NoModel:
            return None

    def query(self, sql: str, params: Sequence[object] = ()) -> Rows:
        """All rows of one SELECT; see Reading.query."""
        return self.reading.query(sql, params)

    def batches(self, sql: str, params: Sequence[object] = (), *, size: int = 10_000) -> Iterator[Rows]:
        """The rows of one SELECT, `size` at a time; see Reading.batches."""
        return self.reading.batches(sql, params, size=size)

    def among(self, table: str, file_id: str) -> str:
        """What to write after FROM for the rows of one input file; see Reading.among."""
        return self.reading.among(table, file_id)

    def figures(self, indicators: Mapping[str, Indicator], question: Question) -> list[Figure]:
        """The figure that is asked for, by each of its dimensions; see Asking.figures."""
        return self._asking(indicators).figures(question)

    def settled(self, indicators: Mapping[str, Indicator], question: Question) -> Question:
        """The question as it is answered: of the newest period where none is asked for; see Asking.settled."""
        return self._asking(indicators).settled(question)

    def unknown(self, indicators: Mapping[str, Indicator], question: Question) -> list[Unknown]:
        """The values that a question asks for and that there are not; see Asking.unknown."""
        return self._asking(indicators).unknown(question)

    def _asking(self, indicators: Mapping[str, Indicator]) -> Asking:
        return Asking(indicators, self, self.manifest.row_counts, self._open_cells, _titles_of)

    @cached_property
    def _open_cells(self) -> dict[str, frozenset[Cell]]:
        """What may be told of secrets, worked out when first asked for."""
        return {}

    def rows_behind(
        self, indicators: Mapping[str, Indicator], question: Question, limit: int | None, offset: int = 0
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows behind a figure; see Asking.rows."""
        return self._asking(indicators).rows(question, limit, offset)

    def row_count(self, indicators: Mapping[str, Indicator], question: Question) -> int:
        """How many rows are behind a figure; see Asking.row_count."""
        return self._asking(indicators).row_count(question)

    def search(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """The enterprises that `text` may mean, the likeliest first."""
        return self.searcher.find(text, limit=limit)


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """One release that is kept: what it says about itself, and whether it is the one being served."""

    manifest: Manifest
    is_served: bool


class ReleaseReader:
    """Gives the promoted release to the requests of one process. Safe to share between threads.

    `current` looks at the pointer each time, so a promotion or a rollback is served without a restart. Requests that
    hold the release before keep it: it is closed when the last of them lets go.
    """

    def __init__(self, home: Home, bounds: Bounds | None = None) -> None:
        self._home, self._bounds = home, bounds
        self._lock = threading.Lock()
        self._open: OpenRelease | None = None
        self._seen: _Seen | None = None
        self._earlier: OpenRelease | None = None
        self._comparing = threading.Lock()

    def current(self) -> OpenRelease:
        """The promoted release; raises NoRelease. Take it once a request, so that a page speaks of one release."""
        seen = self._pointer()
        if self._open is None or seen != self._seen:
            with self._lock:
                if self._open is None or seen != self._seen:
                    self._renew()
                    self._seen = seen
        assert self._open is not None, "_renew opens a release or raises"
        return self._open

    @property
    def version(self) -> str:
        return self.current().version

    @property
    def manifest(self) -> Manifest:
        return self.current().manifest

    def kept(self) -> tuple[KeptRelease, ...]:
        """The releases that are kept, newest first. One whose manifest cannot be read is left out."""
        served = promoted(self._home)
        found = []
        for release in releases(self._home):
            try:
                is_served = served is not None and served.version == release.version
                found.append(KeptRelease(manifest=release.manifest, is_served=is_served))
            except WutongError as error:
                _log.warning("release.not_listed", version=release.version, reason=str(error))
        return tuple(found)

    def at(self, version: str) -> OpenRelease | None:
        """A release that is still kept, or None. Only the last one asked for stays open beside the promoted one."""
        if (served := self.current()).version == version:
            return served
        with self._lock:
            if self._earlier is None or self._earlier.version != version:
                found = next((one for one in releases(self._home) if one.version == version), None)
                self._earlier = OpenRelease(found, Reading(found, self._bounds)) if found else None
            return self._earlier

    def changes(self, old: str, new: str, file: Path) -> Changes:
        """What differs between two releases, kept in `file`; compared now where it is not there yet.

        Raises NoRelease where that is needed and one of the two is gone.
        """
        if not file.is_file():
            kept = {release.version: release for release in releases(self._home)}
            if old not in kept or new not in kept:
                raise NoRelease(home=self._home.root)
            with self._comparing:
                if not file.is_file():
                    compare(kept[old], kept[new], file, self._bounds)
        return Changes(file)

    def query(self, sql: str, params: Sequence[object] = ()) -> Rows:
        """All rows of one SELECT on the promoted release."""
        return self.current().query(sql, params)

    def search(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """The enterprises of the promoted release that `text` may mean."""
        return self.current().search(text, limit)

    def _pointer(self) -> _Seen | None:
        """What tells one state of the pointer from another: it is replaced, never written to."""
        try:
            found = self._home.promoted.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _renew(self) -> None:
        """Open what is promoted. Where that fails, what was open goes on being served until the pointer moves."""
        try:
            release = serving(self._home)
            if self._open is None or self._open.version != release.version:
                release.manifest  # noqa: B018 - read now, so that a broken one is never served
                self._open = OpenRelease(release, Reading(release, self._bounds))
        except WutongError as error:
            if self._open is None:
                raise
            _log.error("release.not_opened", reason=str(error), serving=self._open.version)
