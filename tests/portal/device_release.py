"""A small release with invented decisions on devices and an invented catalogue, and the model learned from them."""

from pathlib import Path

from portal.releases import kept
from wutong.catalog.catalog import load_catalog
from wutong.demo.generating import generate
from wutong.demo.records.writing import generate_records
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Request, build

ENTERPRISES = 300
SEED = 5
SOURCES = ("nmpa_device_catalogue", "nmpa_device_decisions")


def device_home() -> Path:
    """The home of the release; built where declarations or code have changed since."""
    return kept("-devices", _build)


def _build(home: Path) -> None:
    catalog = load_catalog()
    registers = home / "registers"
    made = generate(enterprises=ENTERPRISES, seed=SEED, out=registers, catalog=catalog, cluster="qiantang")
    records = generate_records(
        truth=made.truth, seed=SEED, out=registers / "records", catalog=catalog, cluster="qiantang"
    )
    globs = {
        "cn_registrations": (str(registers / "registry" / "*.csv.gz"),),
        **{source: records.globs[source] for source in SOURCES},
    }
    build(Request(home=Home(home), catalog=catalog, globs=globs, is_demo=True))
