"""What one row of a trial register says, and what is told of the cells that cannot be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.records.drawn import CATALOG, reasons, row
from wutong.warehouse.records.merging import HISTORIC, by_trial, history, merged
from wutong.warehouse.records.trial_tables import Tables, trial_tables
from wutong.warehouse.records.trials import TrialSaid, read_trial
from wutong.warehouse.rows import Account, Row

WORDS = CATALOG.trial_words


def tables(rows: list[Row], sites: list[Row] | None = None) -> tuple[Tables, Account]:
    account = Account()
    return trial_tables(rows, sites or [], WORDS, account), account


def test_a_row_becomes_a_trial() -> None:
    made, account = tables(
        [
            row(
                trial_id="CTR20990001",
                status_text="进行中\u00a0招募中",
                phase_text="II期",
                title_zh="康霖片的II期临床试验",
                registered_on_text="2024-02-30",
                started_on_text="2024.3.1",
                sponsor_text="杭州康霖生物有限公司/虚构大学附属医院",
                collaborators='[{"name": "Invented Inc."}]',
                size_text="国内:45；",
            )
        ]
    )
    trial = made["trials"][0]
    assert (trial["register"], trial["status"], trial["phase"], trial["planned_size"]) == ("cde", "recruiting", "2", 45)
    assert (trial.get("registered_on"), trial["started_on"]) == (None, date(2024, 3, 1))
    assert [(one["position"], one["name"], one["role"]) for one in made["trial_sponsors"]] == [
        (1, "杭州康霖生物有限公司", "lead"),
        (2, "虚构大学附属医院", "lead"),
        (3, "Invented Inc.", "collaborator"),
    ]
    assert reasons(account) == [("date.impossible", "registered_on_text")]
    assert account.used == {"f1": 1}


def test_a_row_without_a_register_number_is_held_back() -> None:
    made, account = tables([row(1, title_en="x"), row(2, trial_id="?")])
    assert made["trials"] == []
    assert [issue["is_held_back"] for issue in account.issues] == [True, True]
    assert account.used == {}


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("PHASE1", "1"),
        ('["PHASE2", "PHASE3"]', "2/3"),
        ("Ⅲ期", "3"),
        ("I期", "1"),
        ("II期", "2"),
        ("IV期", "4"),
        ("Phase 1 / Phase 2", "1/2"),
        ("其它:生物等效性试验", "bioequivalence"),
        ("2020-02-01 00:00:00", "1/2"),
        ("Human pharmacology (Phase I): no Therapeutic exploratory (Phase II): yes", "2"),
    ],
)
def test_phases(text: str, phase: str) -> None:
    found = read_trial(row(trial_id="CTR20990001", phase_text=text), WORDS, Account())
    assert found is not None
    assert found.facts["phase"] == phase


def test_sites_of_lists_join_those_of_trials_and_repeats_are_told() -> None:
    told = row(trial_id="NCT90000001", sites='[{"facility": "First Hospital", "city": "Hangzhou", "contacts": []}]')
    listed = [
        row(1, file_id="s", source_id="cde_trial_sites", trial_id="NCT90000001", site_name="虚构医院"),
        row(2, file_id="s", source_id="cde_trial_sites", trial_id="NCT90000001", site_name="虚构医院"),
        row(3, file_id="s", source_id="cde_trial_sites", trial_id="NCT90000001"),
    ]
    made, account = tables([told], listed)
    assert [(one["position"], one["name"]) for one in made["trial_sites"]] == [(1, "First Hospital"), (2, "虚构医院")]
    assert reasons(account) == [("row.repeated", "site_name"), ("name.absent", "site_name")]
    assert account.used == {"f1": 1, "s": 2}


SAID = st.lists(
    st.builds(
        lambda number, file_id, trial, day, status, size: row(
            number,
            file_id=file_id,
            trial_id=f"NCT9000000{trial}",
            updated_on_text=day,
            status_text=status,
            size_text=size,
        ),
        st.integers(1, 4),
        st.sampled_from("ab"),
        st.integers(1, 2),
        st.sampled_from(["", "2020-01-01", "2020-02-01", "2020-03-01"]),
        st.sampled_from(["", "Recruiting", "Completed", "Suspended"]),
        st.sampled_from(["", "10", "20"]),
    ),
    max_size=8,
    unique_by=lambda one: (one.file_id, one.row_number),
)


@given(SAID, st.randoms())
def test_the_order_of_files_and_rows_changes_nothing(rows: list[Row], chance: object) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert tables(mixed)[0] == tables(rows)[0]


@given(SAID, st.dates(date(2019, 12, 1), date(2020, 4, 1)))
def test_history_tells_what_a_record_said_on_any_day(rows: list[Row], day: date) -> None:
    account = Account()
    said = [one for one in (read_trial(one, WORDS, account) for one in rows) if one]
    for trial_id, group in by_trial(said):
        until = [one for one in group if (one.said_on or date.min) <= day]
        told = {
            change["field"]: change["value"]
            for change in history(trial_id, group)
            if (change["said_on"] or date.min) <= day
        }
        assert told == _known(trial_id, until)


def _known(trial_id: str, said: list[TrialSaid]) -> dict[str, str]:
    if not said:
        return {}
    facts = merged(trial_id, said)
    return {name: str(facts[name]) for name in HISTORIC if facts.get(name) is not None}


def test_other_numbers_of_a_trial_are_kept_by_scheme() -> None:
    made, _ = tables(
        [
            row(
                trial_id="CTR20990001",
                other_ids='[{"id": "NCT90000001"}, {"id": "KL 7"}]',
                acceptance_text="CXHL2200210",
            )
        ]
    )
    assert {(one["scheme"], one["value"]) for one in made["trial_identifiers"]} == {
        ("ctgov", "NCT90000001"),
        ("other", "KL 7"),
        ("acceptance_number", "CXHL2200210"),
    }


def test_a_change_is_told_once_and_a_return_again() -> None:
    days = ("2020-01-01", "2020-02-01", "2020-03-01", "2020-04-01")
    words = ("Recruiting", "Recruiting", "Completed", "Recruiting")
    rows = [
        row(number, trial_id="NCT90000001", updated_on_text=day, status_text=word)
        for number, (day, word) in enumerate(zip(days, words, strict=True), start=1)
    ]
    made, _ = tables(rows)
    assert [(one["value"], str(one["said_on"])) for one in made["trial_history"]] == [
        ("recruiting", "2020-01-01"),
        ("completed", "2020-03-01"),
        ("recruiting", "2020-04-01"),
    ]
    assert made["trials"][0]["record_count"] == 4


@pytest.mark.parametrize(
    ("indication", "title", "fields"),
    [
        ("晚期非小细胞肺癌", "", ["oncology"]),
        ("2型糖尿病合并高血压", "", ["cardiovascular", "metabolic"]),
        ("Type 2 Diabetes; Heart Failure", "", ["cardiovascular", "metabolic"]),
        ("", "虚构片治疗抑郁症", ["psychiatry"]),
        ("Delivery of care", "A study of lung cancer", []),
        ("", "Invented", []),
    ],
)
def test_fields_are_told_by_the_indication_or_else_the_title(indication: str, title: str, fields: list[str]) -> None:
    account = Account()
    one = row(1, trial_id="CTR20990001", indication_text=indication, title_zh=title)
    assert trial_tables([one], [], CATALOG.trial_words, account)["trials"][0]["fields"] == fields
