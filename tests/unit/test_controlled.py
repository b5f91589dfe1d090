"""Categories of controlled substances: what is declared fits the services, and what is odd is refused."""

from pathlib import Path

import pytest

from wutong.catalog.catalog import load_catalog
from wutong.catalog.controlled import load_controlled
from wutong.catalog.yaml_file import DeclarationRefused

FOLDER = load_catalog().root / "catalog" / "controlled"


def test_what_a_service_lets_one_choose_is_a_category() -> None:
    declared = load_catalog().controlled.categories
    for code, versions in load_catalog().services.items():
        chosen = versions[-1].fields.get("control_class")
        for option in chosen.options if chosen else ():
            assert code in declared[option.code].services


def test_only_categories_with_a_known_rule_owe_a_report_and_its_unit_is_told() -> None:
    owing = {code: one.report.limit for code, one in load_catalog().controlled.categories.items() if one.report}
    assert {(code, limit.amount, str(limit.unit)) for code, limit in owing.items()} == {
        ("highly_toxic", 5, "calendar_day"),
        ("explosive", 5, "calendar_day"),
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("code: explosive", "code: fireworks"),
        ("services: [GS21]", "services: [GS99]"),
        ("order: 80", "order: 80\nlist: [secret]"),
        ("  limit: {unit: calendar_day, amount: 5}", "  limit: {unit: none}"),
    ],
)
def test_odd_declarations_are_refused(tmp_path: Path, old: str, new: str) -> None:
    for name in ("units.yml", "explosive.yml"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationRefused):
        load_controlled(tmp_path)
