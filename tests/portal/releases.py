"""A small release of invented enterprises, made by the real pipeline once and kept in build/ until code changes."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from portal import drawn_trials
from wutong.catalog.catalog import load_catalog
from wutong.demo.generating import generate
from wutong.kernel.home import Home
from wutong.warehouse import fingerprints
from wutong.warehouse.pipeline import Request, build

REPOSITORY = Path(__file__).resolve().parents[2]
ENTERPRISES = 2_000
SEED = 5
_A_DAY = 24 * 3600


def release_home() -> Path:
    """The home of the release; built where declarations or code have changed since.

    WUTONG_TEST_HOME names one that is there already, for quick work on pages.
    """
    if chosen := os.environ.get("WUTONG_TEST_HOME"):
        return Path(chosen)
    return kept("", _build)


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The home that `make` makes, under `name`; kept until code changes."""
    shelf = REPOSITORY / "build" / "test-releases"
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / f"lock{name}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may ask at once
        home = shelf / f"{_digest()}{name}"
        if not (home / "made").is_file():
            _forget_old(shelf)
            shutil.rmtree(home, ignore_errors=True)  # what a process that was stopped has left
            make(home)
            (home / "made").touch()
        home.touch()
    return home


def _forget_old(shelf: Path) -> None:
    """Remove what no test has asked for in a day; another run may be reading the others right now."""
    for home in shelf.iterdir():
        if home.is_dir() and time.time() - home.stat().st_mtime > _A_DAY:
            shutil.rmtree(home, ignore_errors=True)  # another process may be at it as well


def _digest() -> str:
    demo = sorted((REPOSITORY / "src" / "wutong" / "demo").rglob("*.py"))
    return fingerprints.of_texts(
        [
            fingerprints.of_everything(load_catalog().root),
            *(path.read_text(encoding="utf-8") for path in (*demo, Path(drawn_trials.__file__))),
        ]
    )


def _build(home: Path) -> None:
    catalog = load_catalog()
    registers = home / "registers"
    generate(enterprises=ENTERPRISES, seed=SEED, out=registers, catalog=catalog, cluster="qiantang")
    trials = drawn_trials.draw(home / "drawn-trials")
    globs = {"cn_registrations": (str(registers / "registry" / "*.csv.gz"),), **trials}
    build(Request(home=Home(home), catalog=catalog, globs=globs, is_demo=True))
