"""The portal over a small real release."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from portal.releases import release_home
from wutong.kernel.home import Home
from wutong.portal.atlas import access
from wutong.portal.atlas.release_reader import OpenRelease, ReleaseReader, Rows
from wutong.portal.files.keeping import storage
from wutong.portal.notices import sending

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def forget() -> None:
    """Nothing is remembered of any release."""
    for name in ("computed", "pages"):
        caches[name].clear()
    access.let_go()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of the portal that uses a database carries the mark by which PostgreSQL's run takes it."""
    for item in items:
        if "db" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("django_db"):
            item.add_marker("django_db")


@pytest.fixture(autouse=True)
def _no_thread_delivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written waits until a test delivers it: a thread would outlive the test and its database."""
    monkeypatch.setattr(sending, "start", lambda: None)


@pytest.fixture(scope="session", autouse=True)
def emptied() -> Iterator[None]:
    """What is never changed can be emptied after a test that wrote to PostgreSQL in transactions of its own."""
    before = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        return ["SET LOCAL session_replication_role = replica", *before(self, *args, **kwargs)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def held_open() -> Iterator[None]:
    """What ends an answer leaves a test's transaction be; a file that nobody reads to its end is closed at any time.

    Django's own client sees to that only where it closes the answer itself; SQLite in memory is never closed at all.
    """
    before = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def close(self: BaseDatabaseWrapper) -> None:
        if not self.in_atomic_block:
            before(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", close)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """On PostgreSQL each table counts from ten thousands of its own, as after years: no key is short or another's."""
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1")
        for place, (name,) in enumerate(cursor.fetchall(), 1):
            cursor.execute(f'ALTER SEQUENCE "{name}" RESTART WITH {place * 10_000}')


@pytest.fixture(scope="session")
def demo_home() -> Path:
    """A home with a promoted demo release."""
    return release_home()


@pytest.fixture
def home(demo_home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The demo's release as the portal's own, with nothing remembered of it yet."""
    settings.WUTONG_HOME = Home(demo_home)
    # Other processes write into this home too: by the clock of a test that plays a later day, their drafts are old.
    monkeypatch.setattr(storage, "_sweep", lambda place: None)
    forget()
    return Home(demo_home)


@pytest.fixture
def release(home: Home) -> OpenRelease:
    """The release itself, to compare pages with."""
    return ReleaseReader(home).current()


@pytest.fixture
def empty_home(tmp_path: Path, settings: Settings) -> Home:
    """A home in which nothing has been built."""
    settings.WUTONG_HOME = Home(tmp_path)
    forget()
    return Home(tmp_path)


@pytest.fixture(params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the product."""
    return str(request.param)


@pytest.fixture
def reader(home: Home, language: str) -> Client:
    """A visitor who reads that language."""
    client = Client()
    client.cookies["wutong_language"] = LANGUAGES[language]
    return client


@pytest.fixture
def release_queries(monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[list[str]]]:
    """A context in which every query of the release is written down."""

    @contextmanager
    def watch() -> Iterator[list[str]]:
        asked: list[str] = []
        before = OpenRelease.query

        def query(self: OpenRelease, sql: str, params: tuple[object, ...] = ()) -> Rows:
            asked.append(sql)
            return before(self, sql, params)

        with monkeypatch.context() as patch:
            patch.setattr(OpenRelease, "query", query)
            yield asked

    return watch
