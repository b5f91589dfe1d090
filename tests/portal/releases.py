"""A small release of invented enterprises, made by the real pipeline once and kept in build/ until code changes."""

import fcntl
import os
import shutil
from pathlib import Path

from wutong.catalog.catalog import load_catalog
from wutong.demo.generating import generate
from wutong.kernel.home import Home
from wutong.warehouse import fingerprints
from wutong.warehouse.pipeline import Request, build

REPOSITORY = Path(__file__).resolve().parents[2]
ENTERPRISES = 2_000
SEED = 5


def release_home() -> Path:
    """The home of the release; built where declarations or code have changed since.

    WUTONG_TEST_HOME names one that is there already, for quick work on pages.
    """
    if chosen := os.environ.get("WUTONG_TEST_HOME"):
        return Path(chosen)
    shelf = REPOSITORY / "build" / "test-releases"
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may ask at once
        home = shelf / _digest()
        if not Home(home).promoted.is_file():
            for old in shelf.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            _build(home)
    return home


def _digest() -> str:
    demo = sorted((REPOSITORY / "src" / "wutong" / "demo").rglob("*.py"))
    return fingerprints.of_texts(
        [fingerprints.of_everything(load_catalog().root), *(path.read_text(encoding="utf-8") for path in demo)]
    )


def _build(home: Path) -> None:
    catalog = load_catalog()
    registers = home / "registers"
    generate(enterprises=ENTERPRISES, seed=SEED, out=registers, catalog=catalog, cluster="qiantang")
    globs = {"cn_registrations": (str(registers / "registry" / "*.csv.gz"),)}
    build(Request(home=Home(home), catalog=catalog, globs=globs, is_demo=True))
