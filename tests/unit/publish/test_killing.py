"""A process killed at any step of publishing leaves the old release serving, and the next build clean."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from unit.publish.drawn_release import publish
from wutong.kernel.home import Home
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.manifest import MANIFEST
from wutong.warehouse.publish.reading import Reading

TESTS = Path(__file__).resolve().parents[2]
PUBLISH_AND_DIE = """
import os, signal, sys
from pathlib import Path
from unit.publish.drawn_release import MOMENT, manifest_of, write_table
from wutong.kernel.home import Home
from wutong.warehouse.publish import release as publishing

home, last = Home(Path(sys.argv[1])), sys.argv[2]

def step(name):
    if name == last:
        os.kill(os.getpid(), signal.SIGKILL)

with publishing.staging(home) as folder:
    step("staged")
    write_table(folder)
    step("written")
    publishing.seal(folder, manifest_of(publishing.new_version(home, MOMENT, "fedcba")), step=step)
    step("sealed")
    publishing.promote(home, folder, step=step)
    publishing.keep_last(home, 1, step=step)
"""
BEFORE_THE_POINTER = ("staged", "written", "sync", "manifest", "sealed", "rename", "pointer")
AFTER_THE_POINTER = ("promoted", "unseal", "delete")


def publish_and_die(home: Home, step: str) -> None:
    command = [sys.executable, "-c", PUBLISH_AND_DIE, str(home.root), step]
    assert subprocess.run(command, cwd=TESTS, check=False).returncode == -signal.SIGKILL


@pytest.mark.parametrize("step", BEFORE_THE_POINTER + AFTER_THE_POINTER)
def test_a_killed_build_leaves_a_whole_release_serving(tmp_path: Path, step: str) -> None:
    home = Home(tmp_path)
    old = publish(home)
    publish_and_die(home, step)
    with Reading(publishing.serving(home)) as reading:
        assert (reading.release.version == old) is (step in BEFORE_THE_POINTER)
        assert reading.query("SELECT count(*) FROM firms").rows == ((3,),)
    newest = publish(home)
    assert publishing.serving(home).version == newest == publishing.releases(home)[0].version
    assert not home.staging.exists()
    assert all((folder / MANIFEST).is_file() for folder in home.releases.iterdir())
    publishing.keep_last(home, 1)
    assert [release.version for release in publishing.releases(home)] == [newest]
