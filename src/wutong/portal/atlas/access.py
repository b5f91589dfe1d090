"""The only way from a request to a release."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.core.cache import caches

from wutong.catalog.indicators import Indicator
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home
from wutong.portal.atlas.release_reader import Adviser, Changes, Figure, KeptRelease, Question, ReleaseReader, Unknown
from wutong.portal.atlas.release_reader import NoRelease as NothingPromoted

T = TypeVar("T")


class NoRelease(WutongError):
    code = "portal.no_release"
    exit_code = 4
    sentence = Text(
        zh="还没有发布的数据版本。请先运行 make up（演示数据）或 wutong build（真实登记数据）。",
        en="There is no release yet. Run make up for the demo, or wutong build for real registers.",
    )


class Rows(Protocol):
    """The answer to a query."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]: ...


class Hit(Protocol):
    """One answer of the index; `why` says in words what earned it."""

    @property
    def enterprise_id(self) -> str: ...

    @property
    def credit_code(self) -> str | None: ...

    @property
    def name_zh(self) -> str: ...

    @property
    def score(self) -> float: ...

    @property
    def why(self) -> Any: ...


class Release(Protocol):
    """What pages may ask of a release."""

    @property
    def version(self) -> str: ...

    @property
    def manifest(self) -> Any: ...

    @property
    def device_adviser(self) -> Adviser | None: ...

    def query(self, sql: str, params: Sequence[object] = ()) -> Rows: ...

    def batches(self, sql: str, params: Sequence[object] = (), *, size: int = 10_000) -> Iterator[Rows]: ...

    def among(self, table: str, file_id: str) -> str: ...

    def search(self, text: str, limit: int) -> Sequence[Hit]: ...

    def figures(self, indicators: Mapping[str, Indicator], question: Question) -> list[Figure]: ...

    def unknown(self, indicators: Mapping[str, Indicator], question: Question) -> list[Unknown]: ...

    def settled(self, indicators: Mapping[str, Indicator], question: Question) -> Question: ...

    def rows_behind(
        self, indicators: Mapping[str, Indicator], question: Question, limit: int | None, offset: int = 0
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]: ...

    def row_count(self, indicators: Mapping[str, Indicator], question: Question) -> int: ...


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What every page says about the release it shows."""

    version: str
    created_at: datetime
    is_demo: bool
    newest_registration: date | None


_held: ContextVar[Release | None] = ContextVar("release", default=None)


def current_release() -> Release:
    """The promoted release, the same one throughout a request; raises NoRelease."""
    held = _held.get()
    if held is None:
        held = _open()
        _held.set(held)
    return held


def let_go() -> None:
    """Forget which release this request read; the next one reads what is promoted then."""
    _held.set(None)


def close() -> None:
    """Let go of every open release, as before a fork: what reads one has threads, and those do not survive it."""
    let_go()
    _reader.cache_clear()


def _open() -> Release:
    try:
        return _reader(settings.WUTONG_HOME).current()
    except NothingPromoted as error:
        # The warehouse's sentence names a folder of the server, which is no business of a visitor.
        raise NoRelease from error


def kept_releases() -> Sequence[KeptRelease]:
    """The releases that one can go back to, newest first."""
    return _reader(settings.WUTONG_HOME).kept()


def release_at(version: str) -> Release | None:
    """A release that is still kept, or None."""
    return _reader(settings.WUTONG_HOME).at(version)


def changes_between(old: str, new: str) -> Changes:
    """What differs between two releases; raises NoRelease where it was never compared and one of them is gone.

    The comparison is a file beside the portal's database, so that it can be read when both releases are gone.
    """
    try:
        return _reader(settings.WUTONG_HOME).changes(old, new, comparison_file(old, new))
    except NothingPromoted as error:
        raise NoRelease from error


def comparison_file(old: str, new: str) -> Path:
    """Where the comparison of two releases is kept; whether it is there says whether it was made."""
    folder: Path = settings.WUTONG_HOME.portal / "changes"
    return folder / f"{old}--{new}.parquet"


@cache
def _reader(home: Home) -> ReleaseReader:
    return ReleaseReader(home)


def remember(release: Release, key: str, find: Callable[[], T]) -> T:
    """What `find` answers, found once a version. A release never changes, so nothing is ever forgotten on purpose."""
    name = hashlib.sha256(f"{release.version}|{key}".encode()).hexdigest()
    kept = caches["computed"]
    held: T | None = kept.get(name)
    if held is None:
        held = find()
        kept.set(name, held)
    return held


def facts_of(release: Release) -> ReleaseFacts:
    """What every page says about `release`."""
    return remember(release, "facts", lambda: _find_facts(release))


def _find_facts(release: Release) -> ReleaseFacts:
    newest = release.query(
        "SELECT max(newest_registered_on) FROM chain_shares WHERE place_kind = 'nation' AND subject_kind = 'tier'"
    )
    return ReleaseFacts(
        version=release.version,
        created_at=release.manifest.created_at,
        is_demo=release.manifest.notes.get("is_demo") == "True",
        newest_registration=newest.rows[0][0],
    )
