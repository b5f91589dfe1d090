"""A hospital is not looked for among enterprises; a company that a hospital founded is."""

import pytest

from wutong.catalog.catalog import load_catalog


@pytest.mark.parametrize(
    ("name", "is_institution"),
    [
        ("The First Affiliated Hospital of Invented University", True),
        ("虚构大学附属第一医院", True),
        ("National Institute of Invented Diseases", True),
        ("Hangzhou Kanglin Biotech Co., Ltd.", False),
        ("杭州康霖医院管理有限公司", False),
        ("Kanglin Hospital Management Inc.", False),
        ("江苏样例药物研究院有限公司", False),
        ("Keymed Biosciences", False),
        ("Invented Provincial Hospital", True),  # `inc` within a word is no company
        ("Klinik für Erfundenes, Universitätsklinikum Musterstadt", True),
        ("Centro Inventado de Salud S.A.", False),
    ],
)
def test_institutions_are_told_by_their_words(name: str, is_institution: bool) -> None:
    assert load_catalog().matching.institutions.holds(name) is is_institution
