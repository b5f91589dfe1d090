"""A small release with invented records of every source, whose firms have portraits with every block."""

from pathlib import Path

from portal.releases import kept
from wutong.catalog.catalog import load_catalog
from wutong.demo.generating import generate
from wutong.demo.records.writing import generate_records
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Request, build

ENTERPRISES = 1_500
SEED = 7


def recorded_home() -> Path:
    """The home of the release; built where declarations or code have changed since."""
    return kept("-recorded", _build)


def _build(home: Path) -> None:
    catalog = load_catalog()
    out = home / "registers"
    made = generate(enterprises=ENTERPRISES, seed=SEED, out=out, catalog=catalog, cluster="qiantang")
    records = generate_records(truth=made.truth, seed=SEED, out=out / "records", catalog=catalog, cluster="qiantang")
    globs = {"cn_registrations": (str(out / "registry" / "*.csv.gz"),), **records.globs}
    build(Request(home=Home(home), catalog=catalog, globs=globs, is_demo=True))
