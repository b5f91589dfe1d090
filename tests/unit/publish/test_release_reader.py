"""The portal's reader: a promotion is served without a restart, and what is being read stays readable."""

import shutil
import threading
from pathlib import Path

import pytest

from unit.publish.drawn_release import MOMENT, ROWS, manifest_of, publish, write_table
from unit.search.drawn_firms import FIRMS, build
from wutong.kernel.home import Home
from wutong.portal.atlas.release_reader import NoRelease, ReleaseReader
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.manifest import MANIFEST


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def count(reader: ReleaseReader) -> int:
    return int(reader.query("SELECT count(*) FROM firms").rows[0][0])


def test_without_a_release_it_says_so(home: Home) -> None:
    reader = ReleaseReader(home)
    with pytest.raises(NoRelease, match="wutong build"):
        reader.current()
    version = publish(home)
    assert reader.version == version


def test_a_promotion_is_noticed_and_so_is_a_rollback(home: Home) -> None:
    first = publish(home)
    reader = ReleaseReader(home)
    assert (reader.version, count(reader)) == (first, 3)
    second = publish(home, ROWS.slice(0, 1))
    assert (reader.version, count(reader)) == (second, 1)
    assert reader.manifest.version == second
    publishing.rollback(home)
    assert (reader.version, count(reader)) == (first, 3)


def test_the_same_release_is_opened_once(home: Home) -> None:
    publish(home)
    reader = ReleaseReader(home)
    assert reader.current() is reader.current()


def test_a_request_keeps_the_release_it_began_with(home: Home) -> None:
    first = publish(home)
    reader = ReleaseReader(home)
    held = reader.current()
    publish(home, ROWS.slice(0, 1))
    assert count(reader) == 1
    assert held.version == first
    assert held.query("SELECT count(*) FROM firms").rows == ((3,),)
    assert [len(rows) for rows in held.batches("SELECT * FROM firms", size=2)] == [2, 1]


def test_a_damaged_release_does_not_replace_a_sound_one(home: Home) -> None:
    first = publish(home)
    reader = ReleaseReader(home)
    assert reader.version == first
    second = publish(home)
    (home.releases / second / MANIFEST).write_text("{", encoding="utf-8")
    assert reader.version == first
    third = publish(home)
    assert reader.version == third


def test_a_release_that_is_gone_leaves_the_one_that_is_open(home: Home) -> None:
    publish(home)
    reader = ReleaseReader(home)
    held = reader.current()
    second = publish(home)
    shutil.rmtree(home.releases / second)
    assert reader.current() is held


def test_it_searches(home: Home) -> None:
    with publishing.staging(home) as folder:
        write_table(folder)
        build(folder / "search", FIRMS)
        publishing.seal(folder, manifest_of(publishing.new_version(home, MOMENT, "abcdef")))
        publishing.promote(home, folder)
    reader = ReleaseReader(home)
    assert reader.search("康霖医药", limit=1)[0].enterprise_id == "kl"


def test_threads_meet_a_promotion(home: Home) -> None:
    publish(home)
    reader = ReleaseReader(home)
    seen: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            seen.append(count(reader))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(4):
        publish(home, ROWS.slice(0, 1 + number % 2))
    stop.set()
    for thread in threads:
        thread.join()
    assert set(seen) <= {1, 2, 3}
    assert count(reader) == 2


def test_what_is_kept_is_listed_newest_first(home: Home) -> None:
    assert ReleaseReader(home).kept() == ()
    first, second, third = publish(home), publish(home, ROWS.slice(0, 1)), publish(home)
    publishing.rollback(home, first)
    (home.releases / second / MANIFEST).write_text("{", encoding="utf-8")
    found = ReleaseReader(home).kept()
    assert [(one.manifest.version, one.is_served) for one in found] == [(third, False), (first, True)]
