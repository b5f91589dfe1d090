"""A small invented register, built by the real pipeline."""

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
    """A folder with registry/*.csv.gz of about six hundred enterprises."""
    folder = tmp_path_factory.mktemp("register")
    generate(enterprises=600, seed=SEED, out=folder, catalog=catalog, cluster="qiantang")
    return folder


@pytest.fixture(scope="session")
def built_from(catalog: Catalog) -> Callable[..., Built]:
    """Build the files of a folder into a home."""

    def run(home: Path, folder: Path, engine: str = "duckdb") -> Built:
        globs = {"cn_registrations": (str(folder / "*.csv.gz"),)}
        return build(Request(home=Home(home), catalog=catalog, globs=globs, engine=engine))

    return run
