"""Registers that several tests of the generator read."""

import pytest

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.demo.generating import Generated, generate


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def demo_register(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """A demo of 12,000 enterprises around Qiantang."""
    out = tmp_path_factory.mktemp("demo")
    return generate(enterprises=12_000, seed=5, out=out, catalog=catalog, cluster="qiantang")


@pytest.fixture(scope="session")
def nation_register(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """A nation of 30,000 enterprises."""
    out = tmp_path_factory.mktemp("nation")
    return generate(enterprises=30_000, seed=5, out=out, catalog=catalog)
