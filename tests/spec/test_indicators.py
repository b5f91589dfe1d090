"""Figures asked of a release, drawn: each is the arithmetic of the rows behind it."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from wutong.catalog.catalog import Catalog
from wutong.catalog.indicators import Derived, Dimension, Facts, Indicator, Measure
from wutong.catalog.yaml_file import Label
from wutong.warehouse.indicators.answers import Figure, Question
from wutong.warehouse.indicators.asking import Asking, year_before
from wutong.warehouse.indicators.errors import (
    BoundUnreadable,
    DimensionUnknown,
    IndicatorUnknown,
    NotTold,
    RowsAreSecret,
    SecretsAddedUp,
    ShareOfNothing,
    TableNotReleased,
)

WORDS = Label(zh="虚构", en="invented")


def declared(code: str, **more: Any) -> Indicator:
    words = dict.fromkeys(("title", "definition", "formula", "caveat"), WORDS)
    measure = more.get("measure")
    if "derived" in more or (measure and measure.denominator):
        words |= {"numerator": WORDS, "denominator": WORDS}
    return Indicator(code=code, unit="one", scope="any", since="2026-01-01", **words, **more)


def dimension(code: str, **more: Any) -> Dimension:
    return Dimension(**{"code": code, "title": WORDS, "expression": code, **more})


APPROVALS = Facts(
    code="approvals",
    table="approvals",
    grain=WORDS,
    date="approved_on",
    dimensions=(
        dimension("region"),
        dimension("modality"),
        dimension("node", expression="nodes", many=True),
        dimension("days", at_most=True),
    ),
    rows=("number", "region"),
)
FIRMS = Facts(
    code="firms",
    table="firms",
    grain=WORDS,
    year="year",
    newest="quarter",
    rows=("firm",),
    dimensions=(dimension("quarter", is_period=True), dimension("year", only="quarter LIKE '%Q4'", is_period=True)),
)
ROUNDS = Facts(code="rounds", table="rounds", grain=WORDS, dimensions=(dimension("round"),), rows=("low", "high"))
COUNT = Measure(facts=APPROVALS, value="count(*)", known="count(holder)")
SUMS = Measure(facts=FIRMS, value="sum(spent)", denominator="sum(revenue)")
MEAN = Measure(facts=FIRMS, value="sum(spent / revenue)", denominator="count(*)")
LIKE = "before IS NOT NULL"
LIKE_FOR_LIKE = Measure(
    facts=FIRMS,
    value=f"sum(revenue - before) FILTER (WHERE {LIKE})",
    denominator=f"sum(before) FILTER (WHERE {LIKE})",
    known="count(before)",
)
AMOUNT = Measure(
    facts=ROUNDS,
    value="sum(low)",
    high="sum(high)",
    unbounded="count(*) FILTER (low IS NOT NULL AND high IS NULL)",
    known="count(low)",
)
INDICATORS = {
    one.code: one
    for one in (
        declared("approvals", measure=COUNT),
        declared("approval_share", derived=Derived(of="approvals", kind="share")),
        declared("approval_growth", derived=Derived(of="approvals", kind="growth")),
        declared("intensity_of_sums", measure=SUMS),
        declared("mean_intensity", measure=MEAN),
        declared("revenue", measure=Measure(facts=FIRMS, value="sum(revenue)")),
        declared("revenue_growth", derived=Derived(of="revenue", kind="growth")),
        declared("like_for_like", measure=LIKE_FOR_LIKE),
        declared("amount", measure=AMOUNT),
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
                   DATE '2022-05-01' AS approved_on, CASE WHEN i < 100 THEN 'firm' || i % 3 END AS holder,
                   CASE WHEN i < 30 THEN ['cells', 'genes'] WHEN i < 50 THEN ['cells'] ELSE [] END AS nodes, i AS days
            FROM range(533) AS t(i)
            UNION ALL SELECT 'd' || i, 'device_city', 'device', DATE '2020-03-01', 'maker' || i % 7, NULL, NULL
            FROM range(216) AS t(i)
            UNION ALL SELECT 'e' || i, 'device_city', 'device', DATE '2021-03-01', 'maker' || i % 7, NULL, NULL
            FROM range(359) AS t(i)
            UNION ALL SELECT 'n' || i, NULL, 'other', NULL, NULL, NULL, NULL FROM range(4) AS t(i)
        """)
        self.connection.execute("""
            CREATE TABLE firms AS FROM (VALUES
                ('old', 2014, '2014Q4', 1.0, 2.0, NULL), ('leaves', 2014, '2014Q4', 1.0, 50.0, NULL),
                ('old', 2015, '2015Q3', 1.0, 1.5, NULL),
                ('old', 2015, '2015Q4', 1.0, 2.0, 1.6), ('new', 2015, '2015Q4', 1.0, 98.0, NULL)
            ) AS t(firm, year, quarter, spent, revenue, before)
        """)
        self.connection.execute("""
            CREATE TABLE rounds AS FROM (VALUES
                ('a', 5e6, 5e6), ('a', 1e7, 1e8), ('b', 1e8, NULL), ('b', NULL, NULL)
            ) AS t(round, low, high)
        """)

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(params)).fetchall()


@pytest.fixture(scope="module")
def asking() -> Asking:
    return Asking(INDICATORS, Drawn())


def one(asking: Asking, code: str, by: tuple[str, ...] = (), **more: Any) -> Figure:
    (figure,) = asking.figures(Question(code, by, **more))
    return figure


def test_twenty_of_133_are_fifteen_per_cent(asking: Asking) -> None:
    shanghai = {"region": ("shanghai",)}
    figure = one(asking, "approval_share", where={"modality": ("cell_or_gene",)}, within=shanghai)
    assert (figure.numerator, figure.denominator) == (20, 133)
    assert figure.value == pytest.approx(0.150, abs=0.0005)


def test_the_share_of_a_region_in_a_wider_one_names_its_whole(asking: Asking) -> None:
    of_cells = {"modality": ("cell_or_gene",)}
    figure = one(asking, "approval_share", where={"region": ("shanghai",)}, within=of_cells)
    assert (figure.numerator, figure.denominator, figure.value) == (20, 80, 0.25)
    by_region = asking.figures(Question("approval_share", by=("region",), within=of_cells))
    assert {each.dimensions[0]: each.value for each in by_region} == {"shanghai": 0.25, "elsewhere": 0.75}


def test_growth_on_the_year_before(asking: Asking) -> None:
    devices = {"region": ("device_city",)}
    grown = {each.dimensions: each for each in asking.figures(Question("approval_growth", where=devices))}
    assert grown[(2020,)].value is None
    assert grown[(2021,)].denominator == 216
    assert grown[(2021,)].value == pytest.approx(0.66, abs=0.005)
    only = asking.figures(Question("approval_growth", where={**devices, "year": ("2021",)}))
    assert [each.dimensions for each in only] == [(2021,)]


def test_pages_of_rows_neither_repeat_nor_leave_out(asking: Asking) -> None:
    question = Question("approvals", where={"region": ("shanghai",)})
    count = asking.row_count(question)
    pages = [asking.rows(question, 20, offset)[1] for offset in range(0, count, 20)]
    assert count == 133
    assert [len(page) for page in pages] == [20] * 6 + [13]
    assert len({number for page in pages for number, _ in page}) == count


def test_what_has_no_year_does_not_grow(asking: Asking) -> None:
    years = [each.dimensions[-1] for each in asking.figures(Question("approval_growth"))]
    assert years == [2020, 2021, 2022]


def test_a_mean_of_ratios_is_not_a_ratio_of_sums(asking: Asking) -> None:
    assert one(asking, "intensity_of_sums").value == pytest.approx(0.02)
    assert one(asking, "mean_intensity").value == pytest.approx((0.5 + 1 / 98) / 2)


def test_figures_of_several_periods_are_not_added_up(asking: Asking) -> None:
    """Quarters count from the start of the year: the newest is told unless another is asked for."""
    assert asking.settled(Question("revenue")).where == {"quarter": ("2015Q4",)}
    assert one(asking, "revenue").value == 100
    assert one(asking, "revenue", where={"quarter": ("2015Q3",)}).value == 1.5
    by_year = {each.dimensions[0]: each.value for each in asking.figures(Question("revenue", ("year",)))}
    assert by_year == {2014: 52, 2015: 100}


def test_growth_by_quarter_is_on_the_same_quarter_a_year_before(asking: Asking) -> None:
    grown = {each.dimensions: each.value for each in asking.figures(Question("revenue_growth"))}
    assert grown == {("2014Q4",): None, ("2015Q3",): None, ("2015Q4",): pytest.approx(100 / 52 - 1)}
    assert [year_before(period) for period in (2021, "2021Q3", None)] == [2020, "2020Q3", None]


def test_like_for_like_counts_the_same_firms_in_both_years(asking: Asking) -> None:
    figure = one(asking, "like_for_like")
    assert figure.value == pytest.approx(0.25)
    assert (figure.known, figure.rows) == (1, 2)


def test_a_range_is_never_a_point(asking: Asking) -> None:
    figure = one(asking, "amount", where={"round": ("a",)})
    assert (figure.value, figure.low, figure.high) == (None, 15e6, 105e6)
    unbounded = one(asking, "amount", where={"round": ("b",)})
    assert (unbounded.low, unbounded.high, unbounded.known, unbounded.rows) == (1e8, None, 1, 2)


def test_figures_state_what_they_cover(asking: Asking) -> None:
    figure = one(asking, "approvals", where={"region": ("shanghai",)})
    assert (figure.value, figure.rows, figure.known) == (133, 133, 100)
    assert figure.coverage == pytest.approx(100 / 133)


def test_a_number_opens_to_its_rows(asking: Asking) -> None:
    question = Question("approval_share", where={"modality": ("cell_or_gene",)}, within={"region": ("shanghai",)})
    columns, rows = asking.rows(question)
    assert columns == ("number", "region")
    assert len(rows) == 20


@pytest.mark.parametrize("by", ["region", "node", "year"])
def test_every_line_opens_to_as_many_rows_as_it_counts(asking: Asking, by: str) -> None:
    """That of no value too: what has no region, stands on no node, has no date."""
    figures = asking.figures(Question("approvals", (by,)))
    assert None in [each.dimensions[0] for each in figures]
    for figure in figures:
        (value,) = figure.dimensions
        where = {by: ("" if value is None else str(value),)}
        assert len(asking.rows(Question("approvals", where=where), None)[1]) == figure.rows
        assert one(asking, "approvals", where=where).value == figure.value


def test_a_row_counts_under_each_entry_of_a_list(asking: Asking) -> None:
    by_node = {each.dimensions[0]: each.value for each in asking.figures(Question("approvals", ("node",)))}
    assert by_node == {"cells": 50, "genes": 30, None: 1112 - 50}
    both = asking.figures(Question("approvals", ("node", "region"), where={"node": ("genes", "")}))
    assert {each.dimensions[0] for each in both} == {"genes", None}
    assert one(asking, "approvals", where={"node": ("cells", "genes")}).value == 50


def test_a_bound_narrows(asking: Asking) -> None:
    assert one(asking, "approvals", where={"days": ("30",)}).value == 31


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question("nothing"), IndicatorUnknown),
        (Question("approval_share"), ShareOfNothing),
        (Question("approvals", by=("1; DROP TABLE approvals",)), DimensionUnknown),
        (Question("approvals", where={"colour": ("red",)}), DimensionUnknown),
        (Question("approvals", by=("days",)), NotTold),
        (Question("approvals", where={"days": ("soon",)}), BoundUnreadable),
    ],
)
def test_odd_questions_are_refused(asking: Asking, question: Question, error: type[Exception]) -> None:
    with pytest.raises(error):
        asking.figures(question)


def test_a_release_of_an_earlier_program_says_what_it_lacks() -> None:
    with pytest.raises(TableNotReleased):
        Asking(INDICATORS, Drawn(), {"rounds"}).figures(Question("approvals"))


SECRETS = Facts(
    code="secrets",
    table="secrets",
    grain=WORDS,
    year="year",
    dimensions=(dimension("city"), dimension("segment")),
    rows=("firm",),
    firms="firm",
)


@pytest.fixture(scope="module")
def secret() -> Asking:
    """Nine firms of a city in two segments, of which one has two firms; four of another city; two years."""
    drawn = Drawn()
    drawn.connection.execute("""
        CREATE TABLE secrets AS
        SELECT 'f' || i AS firm, CASE WHEN i < 14 THEN 'big' ELSE 'small' END AS city,
               CASE WHEN i < 2 THEN 'rare' WHEN i < 8 THEN 'drugs' ELSE 'devices' END AS segment, y AS year,
               1000.0 * i + y AS revenue
        FROM range(18) AS t(i), range(2022, 2024) AS s(y)
    """)
    total = declared("turnover", measure=Measure(facts=SECRETS, value="sum(revenue)"))
    share = declared("turnover_share", derived=Derived(of="turnover", kind="share"))
    growth = declared("turnover_growth", derived=Derived(of="turnover", kind="growth"))
    return Asking({each.code: each for each in (total, share, growth)}, drawn)


def test_trade_secrets_of_few_firms_are_withheld_and_so_is_what_would_tell_them(secret: Asking) -> None:
    year = {"year": ("2023",)}
    assert not one(secret, "turnover", where=year).is_withheld
    segments = {each.dimensions[0]: each for each in secret.figures(Question("turnover", ("segment",), year))}
    assert segments["rare"].is_withheld
    assert segments["rare"].value is segments["rare"].numerator is None
    assert segments["rare"].rows == 2
    # With the total and one of the two others, the rare one would be a subtraction away.
    assert sum(each.is_withheld for each in segments.values()) == 2
    # Four firms stand in the small city, so the big one cannot be told beside the total either.
    assert all(each.is_withheld for each in secret.figures(Question("turnover", ("city",), year)))


def test_shares_and_growth_of_what_is_withheld_are_withheld(secret: Asking) -> None:
    rare = {"segment": ("rare",), "year": ("2023",)}
    assert one(secret, "turnover_share", where=rare).is_withheld
    grown = secret.figures(Question("turnover_growth", ("segment",)))
    assert {each.dimensions[0] for each in grown if not each.is_withheld} == {
        each.dimensions[0] for each in secret.figures(Question("turnover", ("segment", "year"))) if not each.is_withheld
    }


def test_secrets_are_not_added_up_at_will(secret: Asking) -> None:
    with pytest.raises(SecretsAddedUp):
        secret.figures(Question("turnover", where={"segment": ("drugs", "devices")}))
    with pytest.raises(RowsAreSecret):
        secret.rows(Question("turnover"))


def test_figures_of_secrets_are_of_all_their_facts() -> None:
    with pytest.raises(ValueError, match="trade secrets"):
        Measure(facts=SECRETS, value="sum(revenue)", where="revenue > 0")


def test_every_declared_figure_can_be_computed(catalog: Catalog) -> None:
    """On empty tables of the declared columns: every expression names columns that are there."""
    connection = duckdb.connect()
    for name, table in catalog.released.items():
        kinds = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
        kinds |= {"timestamp": "TIMESTAMP"}
        columns = ", ".join(f'"{one}" {kinds.get(kind, "VARCHAR[]")}' for one, kind in table.types.items())
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
    answers = SimpleNamespace(query=lambda sql, params=(): connection.execute(sql, list(params)).fetchall())
    asking = Asking(catalog.indicators, answers)
    assert len(catalog.indicators) >= 80
    for code in catalog.indicators:
        facts = asking.measure_of(code).facts
        by = tuple(name for name, told in facts.by_code.items() if not told.at_most)
        assert asking.figures(Question(code, by=by)) == []
        where = {name: (next(iter(told.values), "1"),) for name, told in facts.by_code.items()}
        assert asking.figures(Question(code, ("year",) if "year" in by else (), where)) is not None
        if not facts.firms:
            assert asking.rows(Question(code))[1] == []


def test_figures_of_records_are_told_by_region_cluster_segment_node_and_period(catalog: Catalog) -> None:
    """Of whatever has an enterprise, a place is told down to the district; secrets end at the city."""
    for code, indicator in catalog.indicators.items():
        facts = Asking(catalog.indicators, Drawn()).measure_of(code).facts
        if facts.code in {"chain", "files", "issues", "trial_sites"}:
            continue  # the chain is by place and subject as it is; the others have no enterprise
        further = set() if facts.table == "monitored_reports" else {"district", "cluster", "node"}
        assert {"province", "city", "segment"} | further <= set(facts.by_code), code
        assert facts.periods or facts.code in {"indications"}, code
        assert bool(indicator.derived) or indicator.measure is not None
