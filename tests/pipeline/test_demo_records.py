"""Invented records: read whole by the sources that they imitate, and tied to the invented firms whose they are."""

from pathlib import Path

import duckdb
import pytest

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.demo.generating import generate
from wutong.demo.records.names import Writer
from wutong.demo.records.writing import Records, generate_records
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Built, Request, build
from wutong.warehouse.records.kinds import STANDARDS

SEED = 7


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Path:
    out = tmp_path_factory.mktemp("register")
    return generate(enterprises=8_000, seed=SEED, out=out, catalog=catalog, cluster="qiantang", processes=1).folder


def invent(register: Path, out: Path, catalog: Catalog) -> Records:
    return generate_records(truth=register / "truth.parquet", seed=SEED, out=out, catalog=catalog, cluster="qiantang")


@pytest.fixture(scope="module")
def built(register: Path, catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Built:
    records = invent(register, register / "records", catalog)
    globs = {"cn_registrations": (str(register / "registry" / "*.csv.gz"),), **records.globs}
    home = Home(tmp_path_factory.mktemp("home"))
    return build(Request(home=home, catalog=catalog, globs=globs, is_demo=True))


def test_every_source_of_records_has_some(register: Path, catalog: Catalog, tmp_path: Path) -> None:
    records = invent(register, tmp_path, catalog)
    learnt = {"portal_feedback"}  # what a portal learns is written by the portal
    asked = {source.id for source in catalog.sources.values() if source.standard in STANDARDS} - learnt
    assert asked <= set(records.globs)


def test_the_same_register_and_seed_give_the_same_bytes(register: Path, catalog: Catalog, tmp_path: Path) -> None:
    one, other = invent(register, tmp_path / "one", catalog), invent(register, tmp_path / "other", catalog)
    files = [sorted(path for path in made.folder.rglob("*") if path.is_file()) for made in (one, other)]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_no_invented_record_is_held_back(built: Built) -> None:
    held = {used.source_id: used.rows_held_back for used in built.release.manifest.sources}
    del held["cn_registrations"]  # the register has the real mess
    assert held and set(held.values()) == {0}


def test_sponsors_are_tied_to_the_firms_that_they_are(built: Built, register: Path) -> None:
    """By the truth: of names said to be the same firm hardly any is another's; firms without a code are left out."""
    tables = built.release.tables
    with duckdb.connect() as connection:
        found = connection.execute(
            f"""
            SELECT count(*) FILTER (tie.verdict = 'same') AS same,
                   count(*) FILTER (tie.verdict = 'same' AND 'cn-' || truth.credit_code = tie.enterprise_id) AS right,
                   count(*) AS every
            FROM read_parquet('{tables}/trial_sponsors/*.parquet') AS sponsor
            JOIN read_parquet('{tables}/name_ties/*.parquet') AS tie USING (name)
            JOIN read_csv('{register}/records/records_truth.csv') AS truth
              ON sponsor.trial_id IN (truth.ctr, truth.nct)
            WHERE sponsor.position = 1 AND tie.enterprise_id NOT LIKE 'cn-rn-%' AND tie.enterprise_id NOT LIKE 'cn-x-%'
            """
        ).fetchone()
    assert found is not None
    same, right, every = found
    assert every > 50
    assert same >= 0.7 * every
    assert right >= 0.98 * same


@pytest.mark.parametrize(
    ("name", "place", "proper", "trade"),
    [
        ("杭州市钱塘区梧栖生物技术有限公司", "钱塘区", "梧栖", "生物技术"),
        ("衔芦天然药物(南京)有限公司", "南京", "衔芦", "天然药物"),
        ("梧栖有限公司", "", "梧栖", ""),
    ],
)
def test_names_are_taken_apart(catalog: Catalog, name: str, place: str, proper: str, trade: str) -> None:
    parts = Writer(catalog.demo_records.english, catalog.divisions).parts(name)
    assert (parts.place, parts.proper, parts.trade) == (place, proper, trade)
