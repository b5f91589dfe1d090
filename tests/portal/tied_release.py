"""A small release whose records carry names of its enterprises, some of which matching is unsure of. All invented."""

from pathlib import Path

from portal.releases import kept
from wutong.catalog.catalog import load_catalog
from wutong.demo.generating import generate
from wutong.demo.records.writing import generate_records
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Request, build

ENTERPRISES = 1_200
SEED = 5
_SOURCES = ("ctgov_studies", "cde_trials", "cde_trial_details", "cde_trial_sites", "financing_events", "hospital_names")


def tied_home() -> Path:
    """The home of the release; built where declarations or code have changed since."""
    return kept("-tied", _build)


def globs_of(home: Path) -> dict[str, tuple[str, ...]]:
    """What the release was built from, by source."""
    catalog = load_catalog()
    registers = home / "registers"
    made = generate(enterprises=ENTERPRISES, seed=SEED, out=registers, catalog=catalog, cluster="qiantang")
    records = generate_records(
        truth=made.truth, seed=SEED, out=registers / "records", catalog=catalog, cluster="qiantang"
    )
    written = {source: records.globs[source] for source in _SOURCES}
    return {"cn_registrations": (str(registers / "registry" / "*.csv.gz"),), **written}


def _build(home: Path) -> None:
    build(Request(home=Home(home), catalog=load_catalog(), globs=globs_of(home), is_demo=True))
