"""What `wutong doctor` says of a release, and what a build believes of a home whose release is lost."""

from pathlib import Path

import pytest

from unit.publish.drawn_release import MOMENT, manifest_of, publish, write_table
from unit.search.drawn_firms import FIRMS, build
from wutong.cli.building import holds_demo
from wutong.cli.checkup import Finding, findings
from wutong.kernel.home import Home
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.manifest import MANIFEST, TableWritten


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one sound release: a table and a search index."""
    place = Home(tmp_path / "home")
    with publishing.staging(place) as folder:
        write_table(folder)
        build(folder / "search", FIRMS)
        manifest = manifest_of(publishing.new_version(place, MOMENT, "abcdef"))
        tables = (TableWritten(name="firms", row_count=3, byte_count=1),)
        publishing.seal(folder, manifest.model_copy(update={"tables": tables}))
        publishing.promote(place, folder)
    return place


def found(home: Home) -> dict[str, Finding]:
    return {one.code: one for one in findings(home) if one.code in {"release", "search"}}


def test_a_sound_release_passes(home: Home) -> None:
    assert [one.is_failure for one in found(home).values()] == [False, False]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"garbage" * 100])
def test_a_damaged_table_is_a_finding(home: Home, content: bytes) -> None:
    folder = publishing.serving(home).tables / "firms"
    (folder / "part-0.parquet").write_bytes(content)
    said = found(home)["release"]
    assert said.is_failure
    assert "wutong rollback" in said.sentence.zh
    assert "damaged" in said.sentence.en


def test_an_index_that_does_not_open_is_a_finding(home: Home) -> None:
    for file in publishing.serving(home).search.rglob("*"):
        if file.is_file():
            file.write_bytes(b"x")
    assert found(home)["search"].is_failure


@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_home_of_invented_data_stays_one_when_its_release_is_lost(tmp_path: Path, harm: str) -> None:
    place = Home(tmp_path)
    assert not holds_demo(place)
    for _ in range(2):
        with publishing.staging(place) as folder:
            write_table(folder)
            manifest = manifest_of(publishing.new_version(place, MOMENT, "abcdef"))
            publishing.seal(folder, manifest.model_copy(update={"notes": {"is_demo": "True"}}))
            publishing.promote(place, folder)
    manifest_file = publishing.serving(place).folder / MANIFEST
    if harm == "lost":
        manifest_file.unlink()
    else:
        manifest_file.write_text("{", encoding="utf-8")
    assert holds_demo(place)


def test_a_home_of_a_real_register_is_none_of_invented_data(tmp_path: Path) -> None:
    publish(Home(tmp_path))
    assert not holds_demo(Home(tmp_path))
