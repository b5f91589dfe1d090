"""`wutong indicator`: a declared figure, by what and of what, and the rows behind it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Annotated

import typer

from wutong.catalog.catalog import load_catalog
from wutong.catalog.indicators import Indicator, Measure
from wutong.catalog.vocabulary import titles_of
from wutong.cli.terminal import HomeOption, home_of, say, show_json, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.indicators.answers import Figure, Filter, Question
from wutong.warehouse.indicators.asking import Asking, told_by
from wutong.warehouse.publish.reading import Bounds, Reading
from wutong.warehouse.publish.release import serving

_WITHHELD = Text(zh="（商业秘密，不公布）", en="(trade secret: withheld)")


class FilterMisspelt(WutongError):
    code = "indicator.filter_misspelt"
    exit_code = 2
    sentence = Text(
        zh="“{given}”应写成 维度=值，例如 city=330100；多个值用逗号分开，“district=”表示没有值。",
        en="“{given}” must be DIMENSION=VALUE, for example city=330100; part several values by commas; "
        "“district=” means none at all.",
    )


def indicator(
    code: Annotated[str, typer.Argument(help="Code of an indicator; see `wutong catalog indicators`. 指标代码。")],
    by: Annotated[list[str] | None, typer.Option(help="Dimension to tell it by; again for more. 分组维度。")] = None,
    where: Annotated[list[str] | None, typer.Option(help="DIMENSION=VALUE[,VALUE]. 筛选条件。")] = None,
    within: Annotated[list[str] | None, typer.Option(help="Of a share: the whole. 占比的分母范围。")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Also say what it means. 附上口径说明。")] = False,
    rows: Annotated[int, typer.Option(min=0, help="Show so many rows behind the figure instead. 列出依据的行数。")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a figure. 每个数字一行 JSON。")] = False,
    home: HomeOption = None,
) -> None:
    """A figure of the promoted release, with its coverage. 查询当前版本的指标及其覆盖率。

    Example: `wutong indicator trials_registered --by phase --where register=cde`
    """
    catalog = load_catalog()
    declared = catalog.indicators
    question = Question(code, tuple(by or ()), _filter(where or ()), _filter(within or ()))
    release = serving(home_of(home))
    with Reading(release, Bounds(seconds=600, memory_mib=2048)) as reading:
        asking = Asking(declared, reading, release.manifest.row_counts, titles_of=partial(titles_of, catalog))
        if rows:
            show_table(*asking.rows(question, rows))
            return
        settled = asking.settled(question)
        figures = asking.figures(settled)
        measure = asking.measure_of(code)
    told = told_by(declared[code], measure.facts, settled)
    if as_json:
        for figure in figures:
            show_json(_told(settled, told, figure, release.version))
        return
    _show(declared[code], settled, told, figures, release.version)
    if explain:
        _explain(declared[code], measure)


def _filter(given: Iterable[str]) -> Filter:
    chosen: dict[str, tuple[str, ...]] = {}
    for one in given:
        dimension, equals, values = one.partition("=")
        if not equals or not dimension:
            raise FilterMisspelt(given=one)
        chosen[dimension] = tuple(values.split(","))
    return chosen


def _told(question: Question, by: tuple[str, ...], figure: Figure, version: str) -> dict[str, object]:
    return {
        "indicator": question.indicator,
        "release": version,
        "where": question.where,
        "within": question.within,
        **dict(zip(by, figure.dimensions, strict=True)),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "rows": figure.rows,
        "coverage": figure.coverage,
        "is_withheld": figure.is_withheld,
    }


def _show(
    declared: Indicator, question: Question, by: tuple[str, ...], figures: Sequence[Figure], version: str
) -> None:
    language = environment.language()
    cells = [(*one.dimensions, _value(declared, one), *map(_number, (one.numerator, one.denominator)), one.rows,
              "" if one.coverage is None else f"{one.coverage:.1%}") for one in figures]  # fmt: skip
    title = declared.title.text().in_language(language)
    parts = [one.text().in_language(language) if one else "" for one in (declared.numerator, declared.denominator)]
    heads = (*by, f"{title} ({declared.unit})", parts[0] or "numerator", parts[1] or "denominator", "rows", "coverage")
    show_table(heads, cells)
    filters = "; ".join(_written(question.where)) or "—"
    whole = "; ".join(_written(question.within)) or "—"
    formula, caveat = declared.formula.text(), declared.caveat.text()
    say(
        f"{formula.zh}。{caveat.zh} 筛选：{filters}。分母范围：{whole}。数据版本 {version}。",
        f"{formula.en}. {caveat.en} Filter: {filters}. The whole of a share: {whole}. Release {version}.",
    )


def _written(chosen: Filter) -> list[str]:
    return [f"{name}={','.join(values)}" for name, values in chosen.items()]


def _explain(declared: Indicator, measure: Measure) -> None:
    """What it means, what a row is, and what it can be told by."""
    definition, grain = declared.definition.text(), measure.facts.grain.text()
    known = ", ".join(measure.by_code)
    say(
        f"{definition.zh} 一行是{grain.zh}（{measure.table}），企业范围 {declared.scope}。维度：{known}。",
        f"{definition.en} A row is {grain.en} ({measure.table}), scope {declared.scope}. It can be told by {known}.",
    )


def _value(declared: Indicator, figure: Figure) -> str:
    if figure.is_withheld:
        return _WITHHELD.in_language(environment.language())
    if figure.low is not None:
        return f"{_number(figure.low)} – {'…' if figure.high is None else _number(figure.high)}"
    if figure.value is None:
        return "—"
    return f"{figure.value:.1%}" if declared.unit == "ratio" else _number(figure.value)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}"


def register(app: typer.Typer) -> None:
    """Add this module's command to `app`."""
    app.command()(indicator)
