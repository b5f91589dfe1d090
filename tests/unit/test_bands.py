"""Bands cover every amount once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.catalog.bands import Scale
from wutong.catalog.catalog import load_catalog
from wutong.catalog.yaml_file import DeclarationRefused, parse_declaration

CAPITAL = load_catalog().bands.capital
LABEL = {"zh": "甲", "en": "A"}


@given(st.floats(min_value=0, max_value=1e14))
def test_every_amount_lies_in_exactly_one_band(amount: float) -> None:
    holding = [band.code for band in CAPITAL.bands if band.holds(amount)]
    assert holding == [CAPITAL.band_of(amount)]


def test_an_amount_that_is_not_known_has_its_own_band() -> None:
    assert CAPITAL.band_of(None) == "unknown"
    assert CAPITAL.band_of(999_999) == "under_1m"
    assert CAPITAL.band_of(1_000_000) == "1m_5m"


@pytest.mark.parametrize(
    "bands",
    [
        [{"code": "a", "title": LABEL, "below": 5}, {"code": "b", "title": LABEL, "least": 6}],
        [{"code": "a", "title": LABEL, "least": 1}],
        [{"code": "a", "title": LABEL, "below": 5}, {"code": "b", "title": LABEL, "least": 5, "below": 9}],
    ],
    ids=["gap", "closed below", "closed above"],
)
def test_a_scale_with_a_gap_is_refused(bands: list[dict[str, object]]) -> None:
    raw = {"since": "2025-01-01", "source": LABEL, "bands": bands, "unknown": {"code": "u", "title": LABEL}}
    with pytest.raises(DeclarationRefused):
        parse_declaration(raw, Scale, Path("bands.yml"))
