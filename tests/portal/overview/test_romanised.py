"""Places in Latin letters, as readers of English know them."""

import pytest

from wutong.portal.atlas.romanised import romanised
from wutong.portal.shared.catalogue import catalogue


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("浙江省", "Zhejiang"),
        ("陕西省", "Shaanxi"),
        ("杭州市", "Hangzhou"),
        ("西安市", "Xi'an"),
        ("重庆市", "Chongqing"),
        ("浦东新区", "Pudong New Area"),
        ("钱塘区", "Qiantang District"),
        ("景宁畲族自治县", "Jingning County"),
        ("黔东南苗族侗族自治州", "Qiandongnan Prefecture"),
        ("吕梁市", "Luliang"),
    ],
)
def test_known_places(name: str, expected: str) -> None:
    assert romanised(name) == expected


def test_every_division_has_a_latin_name() -> None:
    for division in catalogue().divisions.rows:
        assert romanised(division.name).isascii(), division.name
