"""Releases: written aside, sealed, promoted by an atomic pointer, kept, rolled back.

A crash at any moment leaves the promoted release as it was; the next build sweeps what a dead one left.
Nothing here changes a file of a release once it is sealed.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home
from wutong.warehouse.publish import durable
from wutong.warehouse.publish.locking import build_lock, pointer_lock
from wutong.warehouse.publish.manifest import MANIFEST, Manifest, ManifestUnreadable, read_manifest

Step = Callable[[str], None]  # told the name of each step before it is taken; tests stop a build there

_STAMP = "%Y%m%d-%H%M%S"


class NoRelease(WutongError):
    code = "release.none"
    sentence = Text(
        zh="{home} 中还没有已发布的版本。请先运行 wutong build 或 make up。",
        en="No release has been promoted in {home}. Run wutong build, or make up, first.",
    )


class ReleaseGone(NoRelease):
    code = "release.gone"
    sentence = Text(
        zh="{home} 应使用的版本 {version} 已不在磁盘上。请运行 wutong rollback 换回较早的版本，或重新 wutong build。",
        en="The release {version} that {home} should serve is no longer there. Run wutong rollback for an earlier one, "
        "or wutong build.",
    )


class ReleaseUnknown(WutongError):
    code = "release.unknown"
    exit_code = 2
    sentence = Text(
        zh="没有版本 {version}。现有版本：{known}。",
        en="There is no release {version}. There are: {known}.",
    )


class NoEarlierRelease(WutongError):
    code = "release.no_earlier"
    sentence = Text(
        zh="{version} 之前没有保留的版本，无法回退。",
        en="No release before {version} has been kept, so there is nothing to go back to.",
    )


class NotSealed(WutongError):
    code = "release.not_sealed"
    exit_code = 4
    sentence = Text(
        zh="{folder} 没有清单文件，不能发布。请重新运行 wutong build。",
        en="{folder} has no manifest and cannot be promoted. Run wutong build again.",
    )


@dataclass(frozen=True)
class Release:
    """One sealed release in its folder."""

    version: str
    folder: Path

    @cached_property
    def manifest(self) -> Manifest:
        return read_manifest(self.folder)

    @property
    def tables(self) -> Path:
        return self.folder / "tables"

    @property
    def search(self) -> Path:
        return self.folder / "search"


def _go_on(_: str) -> None:
    """The step of a build that nobody watches."""


def new_version(home: Home, moment: datetime, fingerprint: str) -> str:
    """A version that sorts after every release of `home`, e.g. 20261122-041233-a1b2c3 (UTC)."""
    newest = max((release.version for release in releases(home)), default="")
    moment = moment.astimezone(UTC)
    while moment.strftime(_STAMP) <= newest[:15]:
        moment += timedelta(seconds=1)
    return f"{moment.strftime(_STAMP)}-{fingerprint[:6]}"


@contextmanager
def staging(home: Home) -> Iterator[Path]:
    """A fresh folder for one build, under the build lock; swept before and after. Raises BuildRunning."""
    with build_lock(home):
        sweep(home)
        folder = home.staging / "release"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            sweep(home)


def sweep(home: Home) -> None:
    """Remove what a dead build left. Call it only under the build lock."""
    if home.staging.exists():
        shutil.rmtree(home.staging)
    home.releases.mkdir(parents=True, exist_ok=True)
    for folder in home.releases.iterdir():
        if not (folder / MANIFEST).is_file():  # half deleted: a deletion takes the manifest first
            shutil.rmtree(folder)


def seal(folder: Path, manifest: Manifest, *, step: Step = _go_on) -> None:
    """Write the manifest of the release in `folder`, last, with everything else already on the disk."""
    step("sync")
    durable.sync_tree(folder)
    step("manifest")
    durable.replace(folder / MANIFEST, manifest.model_dump_json(indent=1))


def promote(home: Home, folder: Path, *, step: Step = _go_on) -> str:
    """Move the sealed release in `folder` among the releases and point to it; returns its version."""
    if not (folder / MANIFEST).is_file():
        raise NotSealed(folder=folder)
    version = read_manifest(folder).version
    with pointer_lock(home):
        step("rename")
        folder.rename(home.releases / version)
        durable.sync(home.releases)
        step("pointer")
        durable.replace(home.promoted, version)
        step("promoted")
    return version


def releases(home: Home) -> tuple[Release, ...]:
    """Every sealed release, newest first."""
    manifests = sorted(home.releases.glob(f"*/{MANIFEST}"), reverse=True)
    return tuple(Release(version=file.parent.name, folder=file.parent) for file in manifests)


def promoted(home: Home) -> Release | None:
    """The release being served, or None where nothing has been promoted."""
    try:
        version = home.promoted.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return Release(version=version, folder=home.releases / version)


def readable(home: Home) -> Release | None:
    """The same, but None too where it is lost or its manifest is damaged: it can be built over, not built upon."""
    release = promoted(home)
    try:
        return release if release and release.manifest else None
    except (OSError, ManifestUnreadable):
        return None


def serving(home: Home) -> Release:
    """The release being served; raises NoRelease, or ReleaseGone where it has been lost."""
    release = _pointed(home)
    if not (release.folder / MANIFEST).is_file():
        raise ReleaseGone(home=home.root, version=release.version)
    return release


def _pointed(home: Home) -> Release:
    release = promoted(home)
    if release is None:
        raise NoRelease(home=home.root)
    return release


def rollback(home: Home, version: str | None = None) -> str:
    """Serve `version`, or the release before the promoted one, also where that is lost; returns the one now served."""
    with pointer_lock(home):
        known = [release.version for release in releases(home)]
        target = version or _earlier(_pointed(home).version, known)
        if target not in known:
            raise ReleaseUnknown(version=target, known=", ".join(known) or "—")
        durable.replace(home.promoted, target)
    return target


def _earlier(version: str, known: list[str]) -> str:
    earlier = [one for one in known if one < version]
    if not earlier:
        raise NoEarlierRelease(version=version)
    return max(earlier)


def keep_last(home: Home, count: int = 3, *, step: Step = _go_on) -> tuple[str, ...]:
    """Delete all but the newest `count` releases and the promoted one; returns the versions deleted."""
    with pointer_lock(home):
        served = promoted(home)
        old = [one for one in releases(home)[count:] if served is None or one.version != served.version]
        for release in old:
            step("unseal")
            (release.folder / MANIFEST).unlink()
            step("delete")
            shutil.rmtree(release.folder)
    return tuple(release.version for release in old)
