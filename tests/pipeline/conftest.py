"""A small invented register, built by the real pipeline."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.demo.generating import generate
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Built, Request, build

SEED = 11


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Path:
    """A folder with registry/*.csv.gz of about six hundred enterprises, and one row that cannot be used."""
    folder = tmp_path_factory.mktemp("register")
    generate(enterprises=600, seed=SEED, out=folder, catalog=catalog, cluster="qiantang")
    first = min((folder / "registry").glob("*.csv.gz"))
    whole = gzip.decompress(first.read_bytes()) + "杭州断行有限公司,只有两格\n".encode()
    first.write_bytes(gzip.compress(whole))
    return folder


@pytest.fixture(scope="session")
def built_from(catalog: Catalog) -> Callable[..., Built]:
    """Build the files of a folder into a home."""

    def run(home: Path, folder: Path, engine: str = "duckdb") -> Built:
        globs = {"cn_registrations": (str(folder / "*.csv.gz"),)}
        return build(Request(home=Home(home), catalog=catalog, globs=globs, engine=engine))

    return run
