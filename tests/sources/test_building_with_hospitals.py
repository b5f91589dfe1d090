"""A build that is given hospitals and trials ties sites and sponsors to standard names; judgements rule there too."""

import json
from pathlib import Path

import pytest

from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Built, Request, build
from wutong.warehouse.publish.reading import Reading
from wutong.warehouse.records.hospitals import hospital_id

pytestmark = pytest.mark.slow
STANDARD = ("衢州市霁岚医院", "澜川大学附属第一医院", "桐庐县人民医院")
SITES = (("衢州霁岚医院", "衢州市"), ("Lanchuan University First Hospital", ""), ("研究中心", "衢州市"))


def _trial(number: int, sponsor: str) -> dict[str, object]:
    """A study as ClinicalTrials.gov tells it, with the sites of `SITES`."""
    locations = [{"facility": name, "city": city, "country": "China"} for name, city in SITES]
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08d}", "briefTitle": "An invented study"},
            "statusModule": {"overallStatus": "COMPLETED"},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": sponsor}},
            "contactsLocationsModule": {"locations": locations},
        }
    }


def _build(folder: Path, home: str) -> Built:
    catalog = load_catalog()
    globs = {
        "cn_registrations": (str(catalog.root / "sources" / "cn_registrations" / "sample.csv"),),
        "hospital_names": (str(folder / "*.txt"),),
        "ctgov_studies": (str(folder / "studies.jsonl"),),
        **({"portal_feedback": (str(folder / "feedback.jsonl"),)} if (folder / "feedback.jsonl").exists() else {}),
    }
    return build(Request(home=Home(folder / home), catalog=catalog, globs=globs))


def _asked(built: Built, sql: str) -> list[tuple[object, ...]]:
    with Reading(built.release) as reading:
        return list(reading.query(sql).rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "standard.txt").write_text("\n".join(STANDARD) + "\n", "utf-8")
    (tmp_path / "names.txt").write_text("桐庐县人民医院(原:桐庐县医院)\n虚构县人民医院\n", "utf-8")
    studies = [_trial(1, "The First Affiliated Hospital of Lanchuan University"), _trial(2, "Invented Firm Inc.")]
    (tmp_path / "studies.jsonl").write_text("\n".join(map(json.dumps, studies)) + "\n", "utf-8")
    return tmp_path


def test_sites_and_sponsors_are_tied_and_judgements_rule(folder: Path) -> None:
    built = _build(folder, "a")
    first = hospital_id("衢州市霁岚医院")
    assert _asked(built, "SELECT DISTINCT name, hospital_id, hospital FROM site_hospitals ORDER BY 1") == [
        ("Lanchuan University First Hospital", hospital_id("澜川大学附属第一医院"), "澜川大学附属第一医院"),
        ("衢州霁岚医院", first, "衢州市霁岚医院"),
    ]
    assert _asked(built, "SELECT trial_id, hospital FROM sponsor_hospitals") == [
        ("NCT00000001", "澜川大学附属第一医院")
    ]
    ties = dict(_asked(built, "SELECT name, verdict FROM hospital_ties"))
    assert ties["桐庐县人民医院(原:桐庐县医院)"] == "same"
    assert ties["虚构县人民医院"] == "none"
    assert "Invented Firm Inc." not in ties
    assert _asked(built, "SELECT records, tables FROM hospital_ties WHERE name = '衢州霁岚医院'") == [
        (2, ["trial_sites"])
    ]
    told = {
        "judgement_id": "h1",
        "kind": "hospital_name",
        "name": "研究中心",
        "enterprise_id": first,
        "verdict": "same",
    }
    record = {**told, "judged_by": "17", "judged_at": "2026-03-01T00:00:00Z", "why": "电话核实"}
    (folder / "feedback.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
    anew = _build(folder, "b")
    judged = _asked(anew, "SELECT hospital, origin, judgement_id FROM hospital_ties WHERE name = '研究中心'")
    assert judged == [("衢州市霁岚医院", "judged", "h1")]


def test_without_standard_names_nothing_is_tied(folder: Path) -> None:
    (folder / "standard.txt").unlink()
    assert _asked(_build(folder, "a"), "SELECT count(*) FROM hospital_ties") == [(0,)]


def test_the_id_of_a_hospital_does_not_change_with_width_or_blanks() -> None:
    assert hospital_id("衢州市霁岚医院（东院）") == hospital_id(" 衢州市霁岚医院(东院) ")
    assert hospital_id("衢州市霁岚医院") != hospital_id("衢州市霁岚医院(东院)")
