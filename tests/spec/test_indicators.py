"""Figures asked of a release, drawn: each is the arithmetic of the rows behind it."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from wutong.catalog.catalog import Catalog
from wutong.catalog.indicators import Derived, Dimension, Indicator, Measure
from wutong.catalog.yaml_file import Label
from wutong.warehouse.indicators.asking import (
    Asking,
    DimensionUnknown,
    IndicatorNotAsked,
    IndicatorUnknown,
    Question,
    RowsAreSecret,
    ShareOfNothing,
)

WORDS = Label(zh="虚构", en="invented")


def declared(code: str, **more: Any) -> Indicator:
    words = dict.fromkeys(("title", "definition", "formula", "caveat"), WORDS)
    return Indicator(code=code, unit="one", grain=("asked",), since="2026-01-01", **words, **more)


APPROVALS = Measure(
    table="approvals",
    value="count(*)",
    period="approved_on",
    known="count(holder)",
    dimensions=(
        Dimension(code="region", title=WORDS, expression="region"),
        Dimension(code="modality", title=WORDS, expression="modality"),
    ),
    rows=("number", "region"),
)
SECRETS = APPROVALS.model_copy(update={"value": "sum(stock)", "firms": "count(DISTINCT holder)", "least_firms": 5})
RATIO_OF_SUMS = APPROVALS.model_copy(update={"value": "sum(spent)", "denominator": "sum(revenue)", "table": "firms"})
MEAN_OF_RATIOS = APPROVALS.model_copy(update={"value": "avg(spent / revenue)", "table": "firms"})
INDICATORS = {
    one.code: one
    for one in (
        declared("approvals", measure=APPROVALS),
        declared("approval_share", derived=Derived(of="approvals", kind="share")),
        declared("approval_growth", derived=Derived(of="approvals", kind="growth")),
        declared("stock", measure=SECRETS),
        declared("intensity_of_sums", measure=RATIO_OF_SUMS.model_copy(update={"known": None})),
        declared("mean_intensity", measure=MEAN_OF_RATIOS.model_copy(update={"known": None})),
        declared("of_a_page"),
    )
}


class Drawn:
    """Answers from drawn tables."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        # 133 approvals of a city, 20 of them for cell and gene therapy; 400 elsewhere; 216 then 359 devices.
        self.connection.execute("""
            CREATE TABLE approvals AS
            SELECT 'a' || i AS number, CASE WHEN i < 133 THEN 'shanghai' ELSE 'elsewhere' END AS region,
                   CASE WHEN i < 20 OR (i >= 133 AND i < 193) THEN 'cell_or_gene' ELSE 'other' END AS modality,
                   DATE '2022-05-01' AS approved_on, CASE WHEN i < 100 THEN 'firm' || i % 3 END AS holder, i AS stock
            FROM range(533) AS t(i)
            UNION ALL SELECT 'd' || i, 'device_city', 'device', DATE '2020-03-01', 'maker' || i % 7, 1
            FROM range(216) AS t(i)
            UNION ALL SELECT 'e' || i, 'device_city', 'device', DATE '2021-03-01', 'maker' || i % 7, 1
            FROM range(359) AS t(i)
        """)
        self.connection.execute("CREATE TABLE firms AS FROM (VALUES (1.0, 2.0), (1.0, 98.0)) AS t(spent, revenue)")

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(params)).fetchall()


@pytest.fixture(scope="module")
def asking() -> Asking:
    return Asking(INDICATORS, Drawn())


def value(asking: Asking, question: Question) -> float | None:
    (figure,) = asking.figures(question)
    return figure.value


def test_twenty_of_133_are_fifteen_per_cent(asking: Asking) -> None:
    shanghai = {"region": ("shanghai",)}
    question = Question("approval_share", where={"modality": ("cell_or_gene",)}, within=shanghai)
    (figure,) = asking.figures(question)
    assert (figure.numerator, figure.denominator) == (20, 133)
    assert figure.value == pytest.approx(0.150, abs=0.0005)


def test_the_share_of_a_region_in_a_wider_one_names_its_whole(asking: Asking) -> None:
    of_cells = {"modality": ("cell_or_gene",)}
    (figure,) = asking.figures(Question("approval_share", where={"region": ("shanghai",)}, within=of_cells))
    assert (figure.numerator, figure.denominator, figure.value) == (20, 80, 0.25)
    by_region = asking.figures(Question("approval_share", by=("region",), within=of_cells))
    assert {one.dimensions[0]: one.value for one in by_region} == {"shanghai": 0.25, "elsewhere": 0.75}


def test_growth_on_the_year_before(asking: Asking) -> None:
    devices = {"region": ("device_city",)}
    grown = {one.dimensions: one for one in asking.figures(Question("approval_growth", where=devices))}
    assert grown[(2020,)].value is None
    assert grown[(2021,)].denominator == 216
    assert grown[(2021,)].value == pytest.approx(0.66, abs=0.005)
    only = asking.figures(Question("approval_growth", where={**devices, "year": ("2021",)}))
    assert [one.dimensions for one in only] == [(2021,)]


def test_a_mean_of_ratios_is_not_a_ratio_of_sums(asking: Asking) -> None:
    assert value(asking, Question("intensity_of_sums")) == pytest.approx(0.02)
    assert value(asking, Question("mean_intensity")) == pytest.approx((0.5 + 1 / 98) / 2)


def test_figures_state_what_they_cover(asking: Asking) -> None:
    (figure,) = asking.figures(Question("approvals", where={"region": ("shanghai",)}))
    assert (figure.value, figure.rows, figure.known) == (133, 133, 100)
    assert figure.coverage == pytest.approx(100 / 133)


def test_trade_secrets_of_few_firms_are_withheld(asking: Asking) -> None:
    hidden, shown = (
        asking.figures(Question("stock", where={"region": (region,)}))[0] for region in ("shanghai", "device_city")
    )
    assert hidden.is_withheld
    assert hidden.value is hidden.numerator is hidden.denominator is None
    assert not shown.is_withheld
    assert shown.value == 575


def test_the_rows_behind_a_secret_stay_closed(asking: Asking) -> None:
    with pytest.raises(RowsAreSecret):
        asking.rows(Question("stock"))


def test_a_number_opens_to_its_rows(asking: Asking) -> None:
    question = Question("approval_share", where={"region": ("shanghai",), "modality": ("cell_or_gene",)})
    columns, rows = asking.rows(question)
    assert columns == ("number", "region")
    assert len(rows) == 20


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question("nothing"), IndicatorUnknown),
        (Question("of_a_page"), IndicatorNotAsked),
        (Question("approval_share"), ShareOfNothing),
        (Question("approvals", by=("1; DROP TABLE approvals",)), DimensionUnknown),
        (Question("approvals", where={"colour": ("red",)}), DimensionUnknown),
    ],
)
def test_odd_questions_are_refused(asking: Asking, question: Question, error: type[Exception]) -> None:
    with pytest.raises(error):
        asking.figures(question)


def test_values_are_never_sql(asking: Asking) -> None:
    (figure,) = asking.figures(Question("approvals", where={"region": ("x') OR 1=1 --",)}))
    assert figure.value == 0


def test_every_declared_figure_can_be_computed(catalog: Catalog) -> None:
    """On empty tables of the declared columns: every expression names columns that are there."""
    connection = duckdb.connect()
    for name, table in catalog.released.items():
        kinds = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
        columns = ", ".join(f'"{one}" {kinds.get(kind, "VARCHAR[]")}' for one, kind in table.types.items())
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
    answers = SimpleNamespace(query=lambda sql, params=(): connection.execute(sql, list(params)).fetchall())
    asking = Asking(catalog.indicators, answers)
    asked = [one for one in catalog.indicators.values() if one.can_be_asked]
    assert len(catalog.indicators) >= 40
    for one in asked:
        measure = one.measure or catalog.indicators[one.derived.of].measure  # type: ignore[union-attr]
        assert measure is not None
        by = tuple(measure.by_code)
        assert asking.figures(Question(one.code, by=by)) == []
        assert asking.rows(Question(one.code))[1] == []
