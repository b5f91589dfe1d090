"""Releases: written aside, promoted by a pointer, kept, rolled back."""

import re
import shutil
from pathlib import Path

import pytest

from unit.publish.drawn_release import MOMENT, manifest_of, publish, write_table
from wutong.kernel.home import Home
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.locking import BuildRunning
from wutong.warehouse.publish.manifest import MANIFEST, ManifestUnreadable, read_manifest


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_nothing_is_promoted_at_first(home: Home) -> None:
    assert publishing.promoted(home) is None
    assert publishing.releases(home) == ()
    with pytest.raises(publishing.NoRelease, match="wutong build"):
        publishing.serving(home)


def test_a_promoted_release_is_served(home: Home) -> None:
    version = publish(home)
    release = publishing.serving(home)
    assert re.fullmatch(r"20261122-041233-abcdef", version)
    assert release.version == version == release.manifest.version == home.promoted.read_text(encoding="utf-8")
    assert (release.tables / "firms" / "part-0.parquet").is_file()
    assert not home.staging.exists()


def test_versions_sort_by_build_even_within_a_second(home: Home) -> None:
    versions = [publish(home) for _ in range(3)]
    assert versions == sorted(versions)
    assert len(set(versions)) == 3
    assert [release.version for release in publishing.releases(home)] == versions[::-1]


def test_a_folder_without_manifest_is_not_promoted(home: Home) -> None:
    with publishing.staging(home) as folder:
        write_table(folder)
        with pytest.raises(publishing.NotSealed):
            publishing.promote(home, folder)
    assert publishing.promoted(home) is None


def test_rollback_goes_one_back_or_to_a_named_release(home: Home) -> None:
    first, second, third = (publish(home) for _ in range(3))
    assert publishing.rollback(home) == second
    assert publishing.rollback(home) == first
    with pytest.raises(publishing.NoEarlierRelease, match=first):
        publishing.rollback(home)
    assert publishing.rollback(home, third) == third
    with pytest.raises(publishing.ReleaseUnknown, match="20200101"):
        publishing.rollback(home, "20200101-000000-000000")
    assert publishing.serving(home).version == third


def test_rollback_without_any_release_says_so(home: Home) -> None:
    with pytest.raises(publishing.NoRelease):
        publishing.rollback(home)


def test_a_lost_release_is_said_and_can_be_rolled_back(home: Home) -> None:
    first, second = publish(home), publish(home)
    shutil.rmtree(home.releases / second)
    with pytest.raises(publishing.ReleaseGone, match=second):
        publishing.serving(home)
    assert publishing.rollback(home) == first
    assert publishing.serving(home).version == first


def test_the_last_three_are_kept(home: Home) -> None:
    versions = [publish(home) for _ in range(5)]
    assert publishing.keep_last(home, 3) == tuple(versions[1::-1])
    assert [release.version for release in publishing.releases(home)] == versions[:1:-1]


def test_the_promoted_release_is_never_deleted(home: Home) -> None:
    versions = [publish(home) for _ in range(5)]
    publishing.rollback(home, versions[0])
    publishing.keep_last(home, 2)
    assert {release.version for release in publishing.releases(home)} == {versions[0], versions[3], versions[4]}
    assert publishing.serving(home).version == versions[0]


def test_a_second_build_is_refused_while_one_runs(home: Home) -> None:
    with (
        publishing.staging(home),
        pytest.raises(BuildRunning, match="process"),
        publishing.staging(home),
    ):
        pass
    with publishing.staging(home) as folder:
        assert folder.is_dir()


def test_what_a_dead_build_left_is_swept(home: Home) -> None:
    version = publish(home)
    (home.staging / "release" / "tables").mkdir(parents=True)
    (home.releases / "20200101-000000-half00" / "tables").mkdir(parents=True)
    with publishing.staging(home) as folder:
        assert list(folder.iterdir()) == []
    assert [path.name for path in home.releases.iterdir()] == [version]


def test_a_failed_build_leaves_no_staging(home: Home) -> None:
    with pytest.raises(RuntimeError), publishing.staging(home) as folder:
        write_table(folder)
        raise RuntimeError
    assert not home.staging.exists()


def test_only_a_release_with_a_sound_manifest_is_built_upon(home: Home) -> None:
    assert publishing.readable(home) is None
    publish(home)
    released = publishing.readable(home)
    assert released is not None
    (released.folder / MANIFEST).write_text("{", encoding="utf-8")
    assert publishing.readable(home) is None
    (released.folder / MANIFEST).unlink()
    assert publishing.readable(home) is None


def test_a_damaged_manifest_is_named(home: Home) -> None:
    publish(home)
    release = publishing.serving(home)
    (release.folder / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(ManifestUnreadable, match=MANIFEST):
        _ = release.manifest


def test_the_fingerprint_leaves_out_when_and_which(tmp_path: Path) -> None:
    one, other = manifest_of("one"), manifest_of("other")
    assert one.fingerprint == other.fingerprint
    assert one.model_copy(update={"parts": ("p",)}).fingerprint != one.fingerprint
    publishing.seal(tmp_path, one)
    assert read_manifest(tmp_path) == one
    assert one.created_at == MOMENT
