"""Invented trials of several registers, for the release that pages are tested on."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

# Every page of a list and every kind of link has something to show with these.
STUDIES = 30
CHINESE = 4
CHANGED = "NCT90000001"
TIED = "CTR20990001"
_PHASES = ("PHASE1", "PHASE2", "PHASE3", "PHASE4", "")
_STATUSES = ("RECRUITING", "COMPLETED", "TERMINATED")
_PLACES = (("Hangzhou", "Zhejiang", "China"), ("Boston", "Massachusetts", "United States"))


def draw(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Write the files into `folder`; returns what to build from, by source."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_studies(folder / "studies.jsonl")
    _write_chinese(folder / "list.tsv")
    _write_load(folder / "load-2024.csv", "Not Recruiting", "2024-01-15")
    return {
        "ctgov_studies": (str(folder / "studies.jsonl"),),
        "cde_trials": (str(folder / "list.tsv"),),
        "ictrp_trials": (str(folder / "load-*.csv"),),
    }


def _write_studies(path: Path) -> None:
    lines = [json.dumps({"protocolSection": _study(number)}) for number in range(1, STUDIES + 1)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _study(number: int) -> dict[str, object]:
    city, state, country = _PLACES[number % 2]
    phase = _PHASES[number % len(_PHASES)]
    others = [{"id": TIED}, {"id": "LOCAL-7"}] if number == 1 else []
    return {
        "identificationModule": {
            "nctId": f"NCT{90000000 + number}",
            "briefTitle": f"A Study of KL-{number:03d} in Adults With Invented Disease",
            "orgStudyIdInfo": {"id": f"KL-{number}01"},
            "secondaryIdInfos": others,
        },
        "statusModule": {
            "overallStatus": _STATUSES[number % len(_STATUSES)],
            "startDateStruct": {"date": "2024-03"},
            "studyFirstPostDateStruct": {"date": f"{2019 + number % 6}-02-11"},
            "lastUpdatePostDateStruct": {"date": "2025-05-06"},
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "Invented Therapeutics Inc.", "class": "INDUSTRY"},
            "collaborators": [{"name": "Invented University"}],
        },
        "conditionsModule": {"conditions": ["Invented Lung Cancer" if number % 3 else "Invented Disease"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": [phase] if phase else [],
            "enrollmentInfo": {"count": 10 * number},
        },
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": f"KL-{number:03d}"}]},
        "contactsLocationsModule": {
            "locations": [{"facility": f"Invented Hospital {number}", "city": city, "state": state, "country": country}]
        },
    }


def _write_chinese(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        for number in range(1, CHINESE + 1):
            title = f"样例片{number}在健康受试者中的生物等效性试验"
            writer.writerow([number, f"CTR2099{number:04d}", "进行中 招募中", f"样例片{number}", "虚构病症", title, 0])


def _write_load(path: Path, status: str, day: str) -> None:
    """An earlier word on the first study, and one trial whose number holds strokes."""
    head = ("trialid", "date_registration", "recruitment_status", "public_title", "phase", "last_refreshed_on")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerow([CHANGED, "2020-02-11", status, "A study of an invented drug", "Phase 1", day])
        writer.writerow(["CTRI/2099/01/000001", "2023-01-05", "Recruiting", "A study of another", "Phase 2", day])
