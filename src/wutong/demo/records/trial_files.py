"""Trials as registers publish them: the list, details and sites of China's, ClinicalTrials.gov, the WHO's loads."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from wutong.catalog.demo_records import DemoRecords, Trials
from wutong.demo.records.dice import Dice
from wutong.demo.records.hospitals import Hospital
from wutong.demo.records.names import Writer
from wutong.demo.records.trials import Trial

Row = dict[str, object]


def cde_list(trials: Iterable[Trial]) -> Iterator[Row]:
    """The list: number, state, drug, indication, title; no dates, as in the real one."""
    for place, trial in enumerate(trials, 1):
        status = trial.status.zh.replace("（", " ").replace("）", "")
        title = f"{trial.product.name_zh}{trial.phase.zh}临床试验"
        drug, disease = trial.product.name_zh, trial.indication.zh
        yield {
            "row": place,
            "ctr": trial.ctr,
            "status": status,
            "drug": drug,
            "disease": disease,
            "title": title,
            "page": 0,
        }


def cde_details(trials: Iterable[Trial], writer: Writer, seed: int) -> Iterator[Row]:
    """The details: sponsors as written, dates and sizes in the words of the register."""
    for trial in trials:
        dice = Dice(seed, "details", trial.number)
        firms = [trial.product.firm, *([trial.partner] if trial.partner else [])]
        yield {
            "ctr_no": trial.ctr,
            "status": trial.status.zh[:3],
            "detail_status": trial.status.zh,
            "sponsor": "/ ".join(writer.in_chinese(firm.name_zh, dice) for firm in firms),
            "publication_date": trial.registered_on,
            "related_trial_no": trial.nct or "",
            "drug_name": trial.product.name_zh,
            "indication": trial.indication.zh,
            "phase": trial.phase.zh,
            "category": "安全性和有效性",
            "scope": "国际多中心试验" if trial.nct and dice.chance(0.3) else "国内试验",
            "planned_size": f"国内:{trial.size}；",
            "official_name": f"{trial.product.name_zh}治疗{trial.indication.zh}的{trial.phase.zh}临床试验",
            "common_name": f"{trial.product.name_zh}{trial.phase.zh}试验",
            "fpi_Date": f"国内：{trial.started_on}；" if trial.started_on else "",
            "close_date": f"国内：{trial.completed_on}；" if trial.completed_on else "",
            "clinical_register_no": trial.acceptance,
        }


def cde_sites(trials: Iterable[Trial], declared: DemoRecords, seed: int) -> Iterator[Row]:
    """The sites: hospitals as each trial writes them."""
    for trial in trials:
        dice = Dice(seed, "sites", trial.number)
        for hospital in trial.sites:
            name = hospital.as_written(declared.hospitals, dice)
            yield {
                "ctr_no": trial.ctr, "site": name, "country": "中国",
                "province": hospital.province, "city": hospital.city,
            }  # fmt: skip


def ctgov_studies(trials: Iterable[Trial], writer: Writer, seed: int) -> Iterator[str]:
    """Studies that are registered abroad too, one JSON document a line, with sponsors in English."""
    for trial in trials:
        if trial.nct:
            yield json.dumps({"protocolSection": _study(trial, writer, seed), "hasResults": False}, ensure_ascii=False)


def _study(trial: Trial, writer: Writer, seed: int) -> dict[str, object]:
    dice = Dice(seed, "abroad", trial.number)
    disease, drug = trial.indication.en, trial.product.name_en
    partner = [{"name": writer.in_english(trial.partner.name_zh, dice), "class": "INDUSTRY"}] if trial.partner else []
    sponsor = {"name": writer.in_english(trial.product.firm.name_zh, dice), "class": "INDUSTRY"}
    ids = [{"id": trial.ctr, "type": "REGISTRY"}]
    return {
        "identificationModule": {
            "nctId": trial.nct, "briefTitle": f"A Study of {drug} in {disease}", "secondaryIdInfos": ids,
        },
        "statusModule": {
            "overallStatus": trial.status.en,
            "startDateStruct": {"date": f"{trial.started_on or trial.registered_on:%Y-%m}"},
            "studyFirstPostDateStruct": {"date": f"{trial.registered_on}"},
            "lastUpdatePostDateStruct": {"date": f"{trial.completed_on or trial.registered_on}"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": sponsor, "collaborators": partner},
        "conditionsModule": {"conditions": [disease]},
        "designModule": {
            "studyType": "INTERVENTIONAL", "phases": [trial.phase.en], "enrollmentInfo": {"count": trial.size},
        },
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": drug}]},
        "contactsLocationsModule": {"locations": [_place(hospital) for hospital in trial.sites]},
    }  # fmt: skip


def _place(hospital: Hospital) -> dict[str, str]:
    return {"facility": hospital.name_en, "city": hospital.name_en.split()[0], "country": "China"}


def who_loads(hospitals: Sequence[Hospital], declared: DemoRecords, seed: int) -> list[tuple[date, list[Row]]]:
    """Two dated loads of hospitals' own studies: in the second some have gone on, and a few dates are impossible."""
    last = declared.trials.last_day
    first = [_own_study(number, hospitals, declared, seed) for number in range(declared.trials.hospital_led)]
    later = [row | {"recruitment_status": "Completed", "last_refreshed_on": last} for row in first[::3]]
    return [(last - timedelta(days=180), first), (last, later + first[1::3])]


def _own_study(number: int, hospitals: Sequence[Hospital], declared: DemoRecords, seed: int) -> Row:
    dice, trials = Dice(seed, "own", number), declared.trials
    hospital, disease = dice.one(hospitals), dice.one(declared.products.indications)
    registered = dice.day(trials.first_day, trials.last_day - timedelta(days=200))
    return {
        "trialid": f"ChiCTR99{number:08d}",
        "source_register": "ChiCTR",
        "date_registration": registered,
        "date_enrollement": _first_day(registered, trials, dice),
        "recruitment_status": dice.one(["Recruiting", "Not Recruiting", "Pending"]),
        "phase": dice.one(["Phase 1", "Phase 2", "N/A"]),
        "study_type": "Interventional study",
        "countries": "China",
        "public_title": f"A study of cell therapy in {disease.en} at {hospital.name_en}",
        "Primary sponsor": hospital.name_en,
        "Condition": disease.en,
        "intervention": "Invented cell preparation",
        "target_enrollment": dice.between(10, 120),
        "last_refreshed_on": registered + timedelta(days=20),
    }


def _first_day(registered: date, trials: Trials, dice: Dice) -> str:
    if dice.chance(0.05):
        return dice.one(trials.impossible_dates)
    return f"{registered + timedelta(days=dice.between(10, 90)):%B %d, %Y}"
