"""Values that a filter asks for: known ones without rows are a nought, others are told with what there is."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pytest

from wutong.catalog.indicators import Dimension, Facts, Indicator, Measure
from wutong.catalog.yaml_file import Label
from wutong.warehouse.indicators.answers import Question
from wutong.warehouse.indicators.asking import Asking
from wutong.warehouse.indicators.errors import ValueUnknown

WORDS = Label(zh="虚构", en="invented")
INJECTED = "x') OR 1=1 --"
MODALITIES = {"cell_or_gene": Label(zh="细胞与基因", en="Cells and genes"), "vaccine": None, INJECTED: None}


class Drawn:
    """Answers from one drawn table."""

    def __init__(self, columns: str, rows: str) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(f"CREATE TABLE drawn AS SELECT {columns} FROM {rows}")

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(params)).fetchall()


def dimension(code: str, **more: Any) -> Dimension:
    return Dimension(**{"code": code, "title": WORDS, "expression": code, **more})


def asking_of(drawn: Drawn, *dimensions: Dimension, **more: Any) -> Asking:
    facts = Facts(code="drawn", table="drawn", grain=WORDS, dimensions=dimensions, rows=("number",), **more)
    words = dict.fromkeys(("title", "definition", "formula", "caveat"), WORDS)
    measure = Measure(facts=facts, value="count(*)")
    count = Indicator(code="count", unit="one", scope="any", since="2026-01-01", measure=measure, **words)
    return Asking({"count": count}, drawn, titles_of=lambda words: MODALITIES)


@pytest.fixture(scope="module")
def titled() -> Asking:
    """Six approvals; the modalities are declared, and include some that no row has."""
    rows = """(VALUES (1, 'shanghai', 'cell_or_gene', DATE '2020-03-01'), (2, 'elsewhere', 'other', DATE '2021-03-01'),
        (3, 'device_city', 'device', DATE '2022-03-01'), (4, NULL, 'device', DATE '2022-05-01'))
        AS t(number, region, modality, approved_on)"""
    told = (dimension("modality", words="modality"), dimension("region"))
    return asking_of(Drawn("*", rows), *told, date="approved_on")


@pytest.mark.parametrize(
    "where", [{"modality": ("vaccine",)}, {"year": ("1999",)}, {"region": ("",), "year": ("2020",)}]
)
def test_a_known_value_without_rows_is_nought(titled: Asking, where: dict[str, tuple[str, ...]]) -> None:
    assert titled.figures(Question("count", where=where))[0].value == 0


@pytest.mark.parametrize(
    ("where", "known"),
    [
        ({"modality": ("cell",)}, ["cell_or_gene (Cells and genes)", "device", "other"]),
        ({"modality": ("Cells and gene",)}, ["cell_or_gene (Cells and genes)", "device", "other"]),
        ({"region": ("shanghei",)}, ["shanghai", "device_city", "elsewhere"]),
        ({"year": ("soon",)}, ["2020", "2021", "2022"]),
    ],
)
def test_a_value_that_nobody_knows_is_told_with_what_there_is(
    titled: Asking, where: dict[str, tuple[str, ...]], known: list[str]
) -> None:
    for question in (Question("count", where=where), Question("count", ("region",), within=where)):
        with pytest.raises(ValueUnknown) as refused:
            titled.figures(question)
        assert refused.value.text.en.endswith(f"There is {', '.join(known)}.")
        with pytest.raises(ValueUnknown):
            titled.rows(question)


def test_many_values_are_counted_and_the_near_ones_told_first() -> None:
    asking = asking_of(Drawn("i AS number, 'place' || i AS place", "range(40) AS t(i)"), dimension("place"))
    with pytest.raises(ValueUnknown) as refused:
        asking.figures(Question("count", where={"place": ("plaze39",)}))
    assert "可用的值：place39、" in refused.value.text.zh
    assert refused.value.text.zh.endswith("，另有 28 个。")


def test_either_truth_can_be_asked_for_whichever_rows_have() -> None:
    asking = asking_of(Drawn("i AS number, false AS is_rare", "range(3) AS t(i)"), dimension("is_rare"))
    assert asking.figures(Question("count", where={"is_rare": ("true",)}))[0].value == 0
    with pytest.raises(ValueUnknown, match=r"true \(yes\), false \(no\)"):
        asking.figures(Question("count", where={"is_rare": ("maybe",)}))


def test_values_are_never_sql(titled: Asking) -> None:
    assert titled.figures(Question("count", where={"modality": (INJECTED,)}))[0].value == 0
