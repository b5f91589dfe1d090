"""The lists of devices: a JSON document of classes, and decisions whose class is written in many ways."""

import json
from pathlib import Path

import pytest

from sources.readers import put
from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.ingest.errors import ColumnUnknown, FileDamaged, NotWhatItsNameSays
from wutong.warehouse.ingest.parts import Part, Parts
from wutong.warehouse.reference.devices import group_code_of, risk_class_of
from wutong.warehouse.reference.references import References, read_references

CATALOG = load_catalog()
CLASSES = "nmpa_device_catalogue"
DECISIONS = "nmpa_device_decisions"
HEADER = "seq,product,section,year,class_code,mgmt_class,description\n"


def parts_of(folder: Path, source: str, path: Path) -> tuple[Part, ...]:
    return Parts(Home(folder / "home")).ensure(CATALOG.sources[source], path)


def read(folder: Path, source: str, name: str, content: str) -> References:
    return read_references(CATALOG, parts_of(folder, source, put(folder, name, content)))


def entry(code: str, name: str, **more: str) -> dict[str, str]:
    return {"code": code, "name": name, "l1_code": code[:2], "l2_code": code[:5], "l1_name": "虚构器械"} | more


def document(*entries: object, **beside: object) -> str:
    return json.dumps({"version": "1", "l3_count": 2, "items": entries} | beside, ensure_ascii=False)


def test_entries_of_a_json_document_are_read(tmp_path: Path) -> None:
    content = document(entry("90-01-01", "虚构锤"), entry("90-01-02", "虚构镜", device_class="II"))
    references = read(tmp_path, CLASSES, "a.json", content)
    made = [(one.code, one.group_code, one.name, one.risk_class) for one in references.device_classes]
    assert made == [("90-01-01", "90-01", "虚构锤", None), ("90-01-02", "90-01", "虚构镜", "二类")]
    assert (references.issues, sum(references.used.values())) == ((), 2)
    assert references.part_ids == ()


def test_entries_that_stand_twice_or_are_none_are_held_back(tmp_path: Path) -> None:
    content = document(entry("90-01-01", "虚构锤"), entry("90-01-01", "虚构锤"), entry("90-01", "组"), ["x"])
    parts = parts_of(tmp_path, CLASSES, put(tmp_path, "a.json", content))
    references = read_references(CATALOG, parts)
    assert [issue["reason"] for issue in references.issues] == ["code_twice", "code_odd"]
    assert parts[0].report.held_back == {"not_an_object": 1}
    assert parts[0].report.rows_read == sum(references.used.values()) + 3


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (document(entry("90-01-01", "虚构锤"), surprise=1), ColumnUnknown),
        (document(entry("90-01-01", "虚构锤", surprise="1")), ColumnUnknown),
        ('{"items": {}}', FileDamaged),
        ('[{"code": "90-01-01"}]', FileDamaged),
        ('{"items": [', FileDamaged),
        ("code,name\n90-01-01,虚构锤\n", NotWhatItsNameSays),
    ],
)
def test_a_document_of_another_shape_is_refused(tmp_path: Path, content: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(tmp_path, CLASSES, "a.json", content)


@pytest.mark.parametrize(
    ("text", "risk_class"),
    [
        ("二类", "二类"),
        ("第 三 类", "三类"),
        ("III类", "三类"),
        ("Ⅰ类", "一类"),
        ("按第二类医疗器械管理", "二类"),
        ("不作为医疗器械管理", "不作为"),
        ("不单独作为医疗器械管理", "不单独作为"),
        ("按药械组合产品判定", "药械组合"),
        ("视具体情况而定", "分情形"),
        ("待定", None),
    ],
)
def test_the_class_is_known_however_it_is_written(text: str, risk_class: str | None) -> None:
    assert risk_class_of(text) == risk_class


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("16-06", "16-06"),
        ("16-06-01", "16-06"),
        ("07-03.", "07-03"),
        ("14-10、14-11", "14-10"),
        ("6840", "6840"),
        ("6840体外诊断试剂", None),
        ("待定", None),
    ],
)
def test_codes_are_kept_to_four_digits(text: str, code: str | None) -> None:
    assert group_code_of(text) == code


def test_decisions_without_what_is_needed_are_held_back(tmp_path: Path) -> None:
    rows = (
        "1,虚构锤,一类,2020-1,90-01-02,一类,用于叩诊\n2,虚构枕,不作为,2021,,不作为,用于放松\n"
        "3,,一类,2021,90-01,一类,无名\n4,虚构灯,一类,2021,90-01,待定,照明\n"
        "5,虚构灯,一类,2021,九〇,一类,照明\n6,虚构灯,一类,2021,90-01,一类,\n"
    )
    references = read(tmp_path, DECISIONS, "a.csv", HEADER + rows)
    made = [(one.group_code, one.risk_class, one.year, one.batch) for one in references.device_decisions]
    assert made == [("90-01", "一类", 2020, "2020-1"), (None, "不作为", 2021, "2021")]
    assert [(issue["row_number"], issue["reason"]) for issue in references.issues] == [
        (3, "name_missing"),
        (4, "class_odd"),
        (5, "code_odd"),
        (6, "description_missing"),
    ]
    assert sum(references.used.values()) + len(references.issues) == 6


@pytest.mark.real
def test_real_lists_are_read_with_every_row_accounted_for(tmp_path: Path, real_data: Path) -> None:
    classes = parts_of(tmp_path, CLASSES, real_data / "devices" / "classification-catalogue.json")
    decisions = parts_of(tmp_path, DECISIONS, real_data / "devices" / "classification-decisions.csv")
    references = read_references(CATALOG, [*classes, *decisions])
    rows = {part.report.source_id: part.report.rows_read for part in (*classes, *decisions)}
    assert rows == {CLASSES: 1_142, DECISIONS: 1_497}
    assert [issue["reason"] for issue in references.issues] == ["code_twice"] * 10
    assert len(references.device_classes) == 1_132
    assert len(references.device_decisions) == 1_497
    assert sum(references.used.values()) + 10 == sum(rows.values())
    assert {one.risk_class for one in references.device_decisions} == {
        "一类", "二类", "三类", "不作为", "不单独作为", "药械组合", "分情形",
    }  # fmt: skip
