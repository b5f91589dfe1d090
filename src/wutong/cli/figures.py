"""`wutong indicator`: a declared figure, by what and of what, and the rows behind it."""

from collections.abc import Iterable
from typing import Annotated

import typer

from wutong.catalog.catalog import load_catalog
from wutong.catalog.indicators import Indicator
from wutong.cli.terminal import HomeOption, home_of, say, show_json, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.indicators.asking import Asking, Figure, Filter, Question
from wutong.warehouse.publish.reading import Bounds, Reading
from wutong.warehouse.publish.release import serving

_WITHHELD = Text(zh="（不足五家，不公布）", en="(too few firms: withheld)")


class FilterMisspelt(WutongError):
    code = "indicator.filter_misspelt"
    exit_code = 2
    sentence = Text(
        zh="“{given}”应写成 维度=值，例如 city=330100；多个值用逗号分开。",
        en="“{given}” must be DIMENSION=VALUE, for example city=330100; part several values by commas.",
    )


def indicator(
    code: Annotated[str, typer.Argument(help="Code of an indicator; see `wutong catalog indicators`. 指标代码。")],
    by: Annotated[list[str] | None, typer.Option(help="Dimension to tell it by; again for more. 分组维度。")] = None,
    where: Annotated[list[str] | None, typer.Option(help="DIMENSION=VALUE[,VALUE]. 筛选条件。")] = None,
    within: Annotated[list[str] | None, typer.Option(help="Of a share: the whole. 占比的分母范围。")] = None,
    rows: Annotated[int, typer.Option(help="Show so many rows behind the figure instead. 列出依据的行数。")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a figure. 每个数字一行 JSON。")] = False,
    home: HomeOption = None,
) -> None:
    """A figure of the promoted release, with its coverage. 查询当前版本的指标及其覆盖率。

    Example: `wutong indicator trials_registered --by phase --where register=cde`
    """
    declared = load_catalog().indicators
    question = Question(code, tuple(by or ()), _filter(where or ()), _filter(within or ()))
    release = serving(home_of(home))
    with Reading(release, Bounds(seconds=600, memory_mib=2048)) as reading:
        asking = Asking(declared, reading)
        if rows:
            show_table(*asking.rows(question, rows))
            return
        figures = asking.figures(question)
    if as_json:
        for figure in figures:
            show_json(_told(question, figure, release.version))
        return
    _show(declared[code], question, figures, release.version)


def _filter(given: Iterable[str]) -> Filter:
    chosen: dict[str, tuple[str, ...]] = {}
    for one in given:
        dimension, equals, values = one.partition("=")
        if not equals or not values:
            raise FilterMisspelt(given=one)
        chosen[dimension] = tuple(values.split(","))
    return chosen


def _told(question: Question, figure: Figure, version: str) -> dict[str, object]:
    by = (*(code for code in question.by if code != "year"), "year") if _has_year(question, figure) else question.by
    return {
        "indicator": question.indicator,
        "release": version,
        **dict(zip(by, figure.dimensions, strict=True)),
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "rows": figure.rows,
        "coverage": figure.coverage,
        "is_withheld": figure.is_withheld,
    }


def _has_year(question: Question, figure: Figure) -> bool:
    """Growth is always told by year, asked for or not."""
    return len(figure.dimensions) > len(question.by) or "year" in question.by


def _show(declared: Indicator, question: Question, figures: list[Figure], version: str) -> None:
    language = environment.language()
    first = figures[0] if figures else None
    by = [name for name in _told(question, first, version) if name not in _FIXED] if first else list(question.by)
    cells = [(*one.dimensions, _value(declared, one), *map(_number, (one.numerator, one.denominator)), one.rows,
              "" if one.coverage is None else f"{one.coverage:.1%}") for one in figures]  # fmt: skip
    title = declared.title.text().in_language(language)
    show_table((*by, f"{title} ({declared.unit})", "numerator", "denominator", "rows", "coverage"), cells)
    formula, caveat = declared.formula.text(), declared.caveat.text()
    say(
        f"{formula.zh}。{caveat.zh} 数据版本 {version}。",
        f"{formula.en}. {caveat.en} Release {version}.",
    )


_FIXED = {"indicator", "release", "value", "numerator", "denominator", "rows", "coverage", "is_withheld"}


def _value(declared: Indicator, figure: Figure) -> str:
    if figure.is_withheld:
        return _WITHHELD.in_language(environment.language())
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
