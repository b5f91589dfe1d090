"""A build killed at any step leaves the old release serving, and the next build clean."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Built
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.reading import Reading

STEPS = (
    "ingest",
    "records",
    "standardize",
    "placement",
    "resolve",
    "enterprises",
    "figures",
    "issues",
    "link",
    "ties",
    "search",
    "check",
    "publish",
    "sync",
    "manifest",
    "rename",
    "pointer",
)
_BUILD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Request, build

home, pattern, last = sys.argv[1:]

def step(name):
    if name == last:
        os.kill(os.getpid(), signal.SIGKILL)

request = Request(home=Home(Path(home)), catalog=load_catalog(), globs={"cn_registrations": (pattern,)})
build(request, step=step)
"""


@pytest.fixture(scope="module")
def two_states(tmp_path_factory: pytest.TempPathFactory, register: Path) -> Path:
    """The same register before and after one file came and another went: before/ and after/."""
    folder = tmp_path_factory.mktemp("states")
    files = sorted((register / "registry").glob("*.csv.gz"))
    for name, some in (("before", files[:-1]), ("after", files[1:])):
        (folder / name).mkdir()
        for file in some:
            shutil.copy2(file, folder / name / file.name)
    return folder


@pytest.fixture(scope="module")
def home_before(tmp_path_factory: pytest.TempPathFactory, two_states: Path, built_from: Callable[..., Built]) -> Path:
    home = tmp_path_factory.mktemp("home")
    built_from(home, two_states / "before")
    return home


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, two_states: Path, built_from: Callable[..., Built]) -> Path:
    """A home in which nothing was ever killed, after the change."""
    home = tmp_path_factory.mktemp("fresh")
    built_from(home, two_states / "after")
    return home


def contents(home: Path) -> list[tuple[object, ...]]:
    release = publishing.serving(Home(home))
    with Reading(release) as reading:
        return list(reading.query("SELECT enterprise_id, name_zh, tier, segment FROM enterprises ORDER BY 1").rows)


@pytest.mark.slow
@pytest.mark.xdist_group("killing")
@pytest.mark.parametrize("step", STEPS)
def test_killed_at(
    step: str, tmp_path: Path, home_before: Path, two_states: Path, fresh: Path, built_from: Callable[..., Built]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(home_before, home)
    served, old = publishing.serving(Home(home)).version, contents(home)
    pattern = str(two_states / "after" / "*.csv.gz")

    killed = subprocess.run([sys.executable, "-c", _BUILD_AND_DIE, str(home), pattern, step], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert publishing.serving(Home(home)).version == served
    assert contents(home) == old

    again = built_from(home, two_states / "after")
    assert again.release.version != served
    assert contents(home) == contents(fresh)
    assert again.release.manifest.row_counts == publishing.serving(Home(fresh)).manifest.row_counts
    assert not (home / "staging").exists() or not any((home / "staging").iterdir())
