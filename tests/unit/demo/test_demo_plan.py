"""Laws of the plan: files hold every number once, parents are firms, names are nobody's brand and nobody's twin."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wutong.catalog.catalog import Catalog
from wutong.demo.columns.names import NameBook, ProperNames
from wutong.demo.draws import Draws, Numbers
from wutong.demo.generating import open_plan
from wutong.demo.output import Demand
from wutong.demo.plan import Plan


@pytest.fixture(scope="module")
def plan(catalog: Catalog) -> Plan:
    return open_plan(Demand(20_000, 8, "demo", "qiantang"), catalog)


@pytest.fixture(scope="module")
def numbers() -> Numbers:
    return np.arange(20_000, dtype=np.int64)


def test_files_hold_every_number_once_in_order(catalog: Catalog) -> None:
    @settings(max_examples=15, deadline=None)
    @given(st.integers(1, 5000), st.sampled_from([("nation", None), ("demo", "qiantang")]))
    def check(enterprises: int, make_up: tuple[str, str | None]) -> None:
        files = open_plan(Demand(enterprises, 1, *make_up), catalog).files
        assert files[0].start == 0
        assert files[-1].stop == enterprises
        assert all(one.stop == next_one.start for one, next_one in itertools.pairwise(files))
        assert all(file.stop > file.start for file in files)
        assert len({file.name for file in files}) == len(files)

    check()


def test_a_register_of_one_branch_has_no_parent_in_it(catalog: Catalog) -> None:
    only = np.zeros(1, dtype=np.int64)
    lonely = 0
    for seed in range(60):
        plan = open_plan(Demand(1, seed, "nation", None), catalog)
        provinces = plan.provinces(only)
        kin = plan.kin(only, provinces, plan.trades(only, plan.places(only, provinces)))
        lonely += int(kin.is_branch[0])
        assert not (kin.is_branch[0] and kin.has_parent_in_register[0])
    assert lonely


def test_parents_are_firms_of_the_trade(plan: Plan, numbers: Numbers) -> None:
    provinces = plan.provinces(numbers)
    trades = plan.trades(numbers, plan.places(numbers, provinces))
    kin = plan.kin(numbers, provinces, trades)
    known = kin.is_branch & kin.has_parent_in_register
    assert known.sum() > 1000
    parents = kin.parents[known]
    assert (parents < 20_000).all()
    assert not kin.is_branch[parents].any()
    assert (trades[parents] == trades[known]).all()
    forms = plan.forms(kin.parents, trades)[kin.is_branch]
    assert all(plan.demo.forms[form].has_branches for form in set(forms.tolist()))
    assert (kin.parents[kin.is_branch & ~known] >= 40_000).all()


def test_namesakes_live_in_another_city(plan: Plan, numbers: Numbers, catalog: Catalog) -> None:
    places = plan.places(numbers, plan.provinces(numbers))
    trades = plan.trades(numbers, places)
    elders = plan.elder_namesakes(numbers, places, trades, 0.05)
    shared = np.flatnonzero(elders != numbers)
    assert len(shared) > 300
    assert len(set(elders[shared].tolist())) == len(shared)
    cities = plan.geography.city_index[places]
    assert (cities[elders[shared]] != cities[shared]).all()
    names, is_namesake = NameBook(catalog.demo, plan, 0.05).firms(numbers, trades)
    assert is_namesake.sum() == len(shared)
    assert len(set(names.to_pylist())) == len(numbers)


def test_no_proper_name_is_a_brand_or_given_twice_in_a_province(catalog: Catalog) -> None:
    ranks = np.arange(250_000, dtype=np.int64)
    names = ProperNames(catalog.demo.names, Draws(1), np.array([250_000], dtype=np.int64))
    made = names.of(ranks, np.zeros_like(ranks)).to_pylist()
    assert not set(made) & set(catalog.demo.names.avoid)
    assert len(set(made)) > 0.9999 * len(made)
    assert {len(name) for name in made} == {2, 3}


def test_dates_rise_and_end_with_the_profile(plan: Plan, numbers: Numbers) -> None:
    days = plan.dates(numbers)
    provinces = plan.provinces(numbers)
    within = provinces[1:] == provinces[:-1]
    assert (np.diff(days)[within] >= 0).all()
    last = plan.profile.last_day.toordinal() - 719_163
    assert days.max() <= last
    assert last - 60 < plan.dates(np.array([20_000, 20_001], dtype=np.int64)).min() <= last
