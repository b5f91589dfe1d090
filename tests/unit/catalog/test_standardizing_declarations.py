"""What standardizing goes by is declared soundly: no word means two things, every code that is named exists."""

import pytest

from wutong.catalog.catalog import Catalog, load_catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def test_no_word_names_two_currencies(catalog: Catalog) -> None:
    words = [word.upper() for currency in catalog.currencies.values() for word in currency.words]
    assert len(words) == len(set(words))


def test_rates_run_through_the_years(catalog: Catalog) -> None:
    dollar = catalog.currencies["USD"]
    assert dollar.cny_in(1900) == dollar.cny_in(1949)
    assert dollar.cny_in(1994) > dollar.cny_in(1993)
    assert dollar.cny_in(2100) == dollar.cny_in(2024)
    assert catalog.currencies["CNY"].cny_in(2000) == 1


def test_kinds_that_rules_name_exist(catalog: Catalog) -> None:
    known = {kind.code for kind in catalog.kinds.kinds}
    named = {rule.kind for rule in catalog.kinds.texts}
    named |= {*catalog.kinds.code_prefixes.values(), *catalog.kinds.legal_forms.values()}
    assert named <= known
    assert set(catalog.kinds.legal_forms) <= {form.code for form in catalog.names.legal_forms.forms}


def test_no_ending_belongs_to_two_legal_forms(catalog: Catalog) -> None:
    endings = [ending for form in catalog.names.legal_forms.forms for ending in form.endings]
    assert len(endings) == len(set(endings))


def test_units_and_ranks_are_longest_first(catalog: Catalog) -> None:
    units = [len(unit.word) for unit in catalog.names.amounts.units]
    ranks = [len(rank) for rank in catalog.names.regions.ranks]
    assert units == sorted(units, reverse=True) and ranks == sorted(ranks, reverse=True)


def test_folding_never_changes_what_is_folded(catalog: Catalog) -> None:
    for replacement in (catalog.names.characters.widths, catalog.names.characters.traditional):
        assert len(set(replacement.written)) == len(replacement.written)
        assert not set(replacement.written) & set(replacement.folded)


def test_clusters_lie_in_divisions_that_exist(catalog: Catalog) -> None:
    assert {"qiantang", "zhangjiang", "waigaoqiao", "nanjing_jiangbei"} <= set(catalog.clusters)
    zones = [zone.code for cluster in catalog.clusters.values() for zone in cluster.zones]
    assert len(zones) == len(set(zones))
    for cluster in catalog.clusters.values():
        assert {*cluster.city_codes, *cluster.division_codes} <= set(catalog.divisions.by_code)
        assert all(zone.code.startswith(f"{cluster.code}.") for zone in cluster.zones)
