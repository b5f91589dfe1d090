"""Drugs: numbers are taken apart, names tell form and modality, and a product is not its approval."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.records.drawn import CATALOG, reasons, row
from wutong.warehouse.records.drugs.drug_tables import Tables, drug_tables
from wutong.warehouse.records.drugs.names import form_of, is_cut, modality_of, product_id
from wutong.warehouse.records.drugs.numbers import read_numbers
from wutong.warehouse.rows import Account, Row

DRUGS = CATALOG.drugs


def tables(
    approvals: list[Row],
    makers: list[Row] | None = None,
    trials: list[Row] | None = None,
    listed: list[Row] | None = None,
) -> tuple[Tables, Account]:
    account = Account()
    made = drug_tables(approvals, makers or [], trials or [], listed or [], DRUGS, CATALOG.trial_words, account)
    return made, account


@pytest.mark.parametrize(
    ("text", "scheme", "approval_class", "year", "issuer", "is_bulk"),
    [
        ("国药准字S20063025", "domestic", "biological", 2006, "national", False),
        ("国药准字S19991234", "domestic", "biological", 1999, "national", False),
        ("国药准字S10870001", "domestic", "biological", 1987, "ministry", False),
        ("国药准字Z33020001", "domestic", "traditional", 2002, "33", False),
        ("国药准字J20090001", "domestic", "repackaged", 2009, "national", False),
        ("国药准字HJ20210001", "overseas", "chemical", 2021, "national", False),
        ("国药准字SC20220001", "hk_macao_taiwan", "biological", 2022, "national", False),
        ("HC20181010", "hk_macao_taiwan", "chemical", 2018, "national", False),
        ("BH20020623", "imported", "chemical", 2002, "national", True),
        (" Ｈ20171268 ", "imported", "chemical", 2017, "national", False),
    ],
)
def test_a_number_says_scheme_class_and_year(
    text: str, scheme: str, approval_class: str, year: int, issuer: str, is_bulk: bool
) -> None:
    (found,) = read_numbers(text, DRUGS.numbers)
    assert (found.scheme, found.approval_class, found.year, found.issuer, found.is_bulk) == (
        scheme,
        approval_class,
        year,
        issuer,
        is_bulk,
    )


@pytest.mark.parametrize("text", ["", None, "国药准字S2006302", "X20063025", "批准文号", "S20180021以及", "20180021"])
def test_what_is_no_number_is_none(text: str | None) -> None:
    assert read_numbers(text, DRUGS.numbers) == ()


def test_two_numbers_in_a_cell_are_two() -> None:
    assert [one.text for one in read_numbers("S20990001S20990002", DRUGS.numbers)] == ["S20990001", "S20990002"]


@given(st.text(max_size=25))
def test_any_text_is_numbers_of_a_known_class_or_none(text: str) -> None:
    classes = {one.code for one in DRUGS.numbers.classes}
    assert all(one.approval_class in classes for one in read_numbers(text, DRUGS.numbers))


@pytest.mark.parametrize(
    ("name", "generic", "form"),
    [
        ("康霖缓释片(Ⅰ)", "康霖", "modified_release_tablet"),
        ("康霖片", "康霖", "tablet"),
        ("注射用康霖钠", "康霖钠", "powder_for_injection"),
        ("康霖 注射液", "康霖", "injection"),
        ("Kanglin Tablets", "kanglin", "tablet"),
        ("康霖", "康霖", None),
    ],
)
def test_a_name_tells_its_form(name: str, generic: str, form: str | None) -> None:
    assert form_of(name, DRUGS.forms) == (generic, form)


@pytest.mark.parametrize(
    ("name", "approval_class", "modality"),
    [
        ("样例单抗注射液", "biological", "monoclonal_antibody"),
        ("注射用维布妥昔单抗", "biological", "antibody_drug_conjugate"),
        ("样例病毒灭活疫苗(Vero细胞)", "biological", "vaccine"),
        ("疫苗稀释剂", "biological", "other_biological"),
        ("人血白蛋白", "biological", "blood_product"),
        ("重组人凝血因子样例", "biological", "recombinant_protein"),
        ("样例病毒抗体诊断试剂盒(酶联免疫法)", "biological", "diagnostic_kit"),
        ("样例仑赛注射液", "biological", "cell_therapy"),
        ("康霖片", "chemical", "chemical"),
        ("康霖颗粒", "traditional", "traditional"),
        ("康霖片", None, None),
    ],
)
def test_modality_goes_by_words_then_by_class(name: str, approval_class: str | None, modality: str | None) -> None:
    assert modality_of((name,), approval_class, DRUGS)[0] == modality


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("康霖注射液(皮下", True),
        ("康霖…", True),
        ("Vaccine of", True),
        ("康霖片(Ⅰ)", False),
        ("中/长链（C8-24Ve)", False),
        (None, False),
    ],
)
def test_a_name_that_was_cut_is_marked(name: str | None, expected: bool) -> None:
    assert is_cut(name) is expected


def test_an_id_is_the_same_in_any_spelling_and_another_for_another_holder() -> None:
    assert product_id("康霖片（Ⅰ）", None) == product_id(" 康霖片(I) ", None)
    assert product_id("康霖片", None) != product_id("康霖片", "虚构制药") != product_id("康霖胶囊", "虚构制药")


def test_one_product_has_several_approvals() -> None:
    made, account = tables(
        [
            row(1, number_text="H20990001", name_zh="康霖片", name_en="Kanglin Tablets", trade_name_zh="康霖乐"),
            row(2, number_text="HC20990002", name_zh="康霖片", name_en="Kanglin Tablets"),
            row(3, number_text="H20990001", name_zh="康霖片"),
            row(4, number_text="no number", name_zh="康霖片"),
            row(5, number_text="H20990005"),
        ]
    )
    (product,) = made["products"]
    assert (product["approval_count"], product["record_count"], product["trade_names"]) == (2, 3, ["康霖乐"])
    assert [(one["approval_number"], one["product_id"] == product["product_id"]) for one in made["approvals"]] == [
        ("H20990001", True),
        ("HC20990002", True),
    ]
    assert reasons(account) == [
        ("approval_number.unrecognised", "number_text"),
        ("name.absent", "name_zh"),
        ("row.repeated", "number_text"),
    ]
    assert account.used == {"f1": 3}


def test_a_maker_has_its_own_product_with_areas_from_the_names_of_files() -> None:
    makers = [
        row(1, file_id=name, file_name=name, name_zh="康霖片", holder_text="虚构制药", trade_name_zh="康霖宁")
        for name in ("01-热门.json", "14-眼科.json")
    ]
    made, _ = tables([row(number_text="H20990001", name_zh="康霖片")], makers)
    holders = {product["holder"]: product for product in made["products"]}
    assert set(holders) == {None, "虚构制药"}
    assert holders["虚构制药"]["therapeutic_areas"] == ["热门", "眼科"]
    assert holders["虚构制药"]["approval_count"] == 0


def test_a_trial_is_tied_by_the_exact_name_only() -> None:
    trials = [
        row(1, trial_id="CTR20990001", drug_text="康霖片"),
        row(2, trial_id="CTR20990002", drug_text="康霖胶囊"),
        row(3, trial_id="NCT90000001", drug_text='[{"name": "KANGLIN  tablets"}, {"name": "康霖宁"}]'),
        row(4, trial_id="?", drug_text="康霖片"),
    ]
    makers = [row(1, file_id="m", name_zh="康霖片", holder_text="虚构制药", trade_name_zh="康霖宁")]
    made, account = tables([row(number_text="H20990001", name_zh="康霖片", name_en="Kanglin Tablets")], makers, trials)
    plain, held = product_id("康霖片", None), product_id("康霖片", "虚构制药")
    tried = product_id("康霖胶囊", None)
    assert {(one["product_id"], one["trial_id"], one["matched_by"]) for one in made["product_trials"]} == {
        (plain, "CTR20990001", "name"),
        (tried, "CTR20990002", "name"),
        (plain, "NCT90000001", "name"),
        (held, "NCT90000001", "trade_name"),
    }
    assert account.used == {"f1": 1, "m": 1}


@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    rows = [row(n, number_text=f"H2099000{n % 4}", name_zh=("康霖片", "康霖 片", "样例片")[n % 3]) for n in range(6)]
    assert tables([rows[place] for place in order])[0] == tables(rows)[0]


def test_an_acceptance_number_says_what_is_asked_for() -> None:
    trials = [
        row(
            1, trial_id="CTR20990001", drug_text="康霖片", acceptance_text="CXHL2200210/cxhl2200211", sponsor_text="甲"
        ),
        row(2, trial_id="CTR20990002", drug_text="样例", acceptance_text="企业选择不公示"),
        row(3, trial_id="CTR20990003", drug_text="样例", acceptance_text="JYSS2300001；CXHL2200210"),
    ]
    found = tables([], [], trials)[0]["drug_applications"]
    keys = ("acceptance_number", "made", "kind", "approval_class", "asks_for", "year", "drug_text")
    assert [tuple(one[key] for key in keys) for one in found] == [
        ("CXHL2200210", "domestic", "new", "chemical", "clinical_trial", 2022, "康霖片"),
        ("CXHL2200211", "domestic", "new", "chemical", "clinical_trial", 2022, "康霖片"),
        ("JYSS2300001", "imported", "generic", "biological", "marketing", 2023, "样例"),
    ]


def test_a_register_of_drug_trials_names_products_and_others_do_not() -> None:
    trials = [
        row(1, trial_id="CTR20990001", drug_text="康霖 片；KL-007"),
        row(2, trial_id="CTR20990002", drug_text="康霖片"),
        row(3, trial_id="NCT90000001", drug_text='[{"name": "Placebo"}]'),
        row(4, trial_id="CTR20990004", drug_text="已批片"),
    ]
    made, account = tables([row(9, number_text="H20990001", name_zh="已批片")], [], trials)
    found = {product["product_id"]: product for product in made["products"]}
    assert set(found) == {product_id(name, None) for name in ("康霖片", "KL-007", "已批片")}
    tried = found[product_id("康霖片", None)]
    assert (tried["name_zh"], tried["record_count"], tried["approval_count"]) == ("康霖 片", 2, 0)
    assert found[product_id("KL-007", None)]["name_en"] == "KL-007"
    assert account.used == {"f1": 1}


def test_an_application_of_several_lists_is_one_with_its_days() -> None:
    listed = [
        row(1, acceptance_text="CXHL2400001", drug_text="康霖片", accepted_on_text="2024-03-04"),
        row(2, acceptance_text="cxhl2400001", decided_on_text="2024-05-06", decision_text="默示许可"),
        row(3, acceptance_text="CXHL2400001", accepted_on_text="2024-03-09"),
        row(4, acceptance_text="none", drug_text="康霖片"),
        row(5, acceptance_text="JXSS2400002", decision_text="不予批准", decided_on_text="April 99, 9999"),
    ]
    trials = [row(1, trial_id="CTR20990001", drug_text="康霖胶囊", acceptance_text="CXHL2400001", sponsor_text="甲")]
    made, account = tables([], [], trials, listed)
    first, second = made["drug_applications"]
    assert (first["drug_text"], first["applicant_text"], first["decision"]) == ("康霖片", "甲", "consent_implied")
    assert (first["accepted_on"], first["decided_on"]) == (date(2024, 3, 4), date(2024, 5, 6))
    assert (second["decision"], second["decided_on"]) == ("refused", None)
    assert reasons(account) == [
        ("acceptance_number.unrecognised", "acceptance_text"),
        ("date.impossible", "decided_on_text"),
        ("row.repeated", "acceptance_text"),
    ]
    assert account.used == {"f1": 4}


def test_the_view_of_stages_says_what_is_declared() -> None:
    view = CATALOG.tables["product_stages"].view or ""
    for place, stage in enumerate(DRUGS.stages.stages, start=1):
        assert f"'{stage.code}'" in view
        if stage.phases:
            told = ", ".join(f"'{phase}'" for phase in stage.phases)
            fits = f"IN ({told})" if len(stage.phases) > 1 else f"= {told}"
            assert f"WHEN trial.phase {fits} THEN '{stage.code}'" in view
            assert f"WHEN trial.phase {fits} THEN {place}" in view
