"""The lists of letters give exactly the names that hold all that is wanted, the most prominent first."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wutong.warehouse.search.keeping import grams
from wutong.warehouse.search.keeping.preparing import split

LETTERS = "康霖青禾𠮷a"
names = st.lists(st.text(LETTERS, max_size=6), min_size=1, max_size=12)
wanted = st.lists(st.text(LETTERS, min_size=1, max_size=2), min_size=1, max_size=4)


def written(folder: Path, drawn: list[str]) -> grams.Grams:
    """The lists of `drawn`, fed three at a time; each name is more prominent than the one before."""
    letters = grams.Letters()
    for begin in range(0, len(drawn), 3):
        letters.add(*split(pa.array(drawn[begin : begin + 3], pa.string())))
    letters.write(folder, np.arange(len(drawn), dtype=np.uint32))
    return grams.Grams(folder)


@settings(max_examples=60, deadline=None)
@given(drawn=names, asked=wanted, most=st.integers(1, 5))
def test_names_that_hold_all(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[str], asked: list[str], most: int
) -> None:
    found = written(tmp_path_factory.mktemp("grams"), drawn).with_all(asked, most)
    holding = [place for place, name in enumerate(drawn) if all(gram in name for gram in asked)]
    assert found == holding[::-1][:most]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=names, asked=wanted)
def test_letters_in_most_names_exclude_nothing_and_hide_nothing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, drawn: list[str], asked: list[str]
) -> None:
    monkeypatch.setattr(grams, "_LEAST_OFTEN", 2)
    found = written(tmp_path_factory.mktemp("grams"), drawn).with_all(asked, len(drawn))
    holding = {place for place, name in enumerate(drawn) if all(gram in name for gram in asked)}
    assert holding <= set(found)
    assert found == sorted(set(found), reverse=True)
