"""Two releases of invented enterprises, the later one with a delivery of new and changed rows."""

import shutil
from pathlib import Path

from portal import drawn_trials
from portal.releases import kept
from wutong.catalog.catalog import load_catalog
from wutong.demo.changing import append_change
from wutong.demo.generating import generate
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Request, build
from wutong.warehouse.publish.release import releases

ENTERPRISES = 1_500
SEED = 7


def built() -> Path:
    """A home with both releases, the later one promoted. Read only: copy it with `copy_of`."""
    return kept("-changed", _build)


def _build(home: Path) -> None:
    catalog, registers = load_catalog(), home / "registers"
    generate(enterprises=ENTERPRISES, seed=SEED, out=registers, catalog=catalog, cluster="qiantang")
    trials = drawn_trials.draw(home / "drawn-trials")
    globs = {"cn_registrations": (str(registers / "registry" / "*.csv.gz"),), **trials}
    request = Request(home=Home(home), catalog=catalog, globs=globs, is_demo=True)
    build(request)
    append_change(out=registers, catalog=catalog, share=0.3)
    build(request)


def copy_of(target: Path) -> tuple[Home, str, str]:
    """A home of one's own with both releases, and their versions, the earlier first."""
    source = built()
    shutil.copytree(source / "releases", target / "releases")
    shutil.copy(source / "promoted", target / "promoted")
    earlier, later = sorted(one.version for one in releases(Home(target)))
    return Home(target), earlier, later
