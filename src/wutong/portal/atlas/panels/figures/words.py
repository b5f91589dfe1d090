"""What values of dimensions, columns and units of indicators are called, in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, pgettext

from wutong.catalog.indicators import Dimension, Indicator, Measure, Words
from wutong.catalog.vocabulary import Titles, titles_of
from wutong.portal.atlas import labels
from wutong.portal.atlas.panels.trials import words as trials
from wutong.portal.atlas.queries import vocabulary
from wutong.portal.atlas.release_reader import ABSENT, Figure
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day, number, percent, yuan

_UNITS = {
    "CNY": gettext_lazy("yuan"),
    "application": gettext_lazy("applications"),
    "approval": gettext_lazy("approvals"),
    "day": gettext_lazy("days"),
    "enterprise": gettext_lazy("enterprises"),
    "indication": gettext_lazy("indications"),
    "issue": gettext_lazy("issues"),
    "node": gettext_lazy("nodes"),
    "participant": gettext_lazy("participants"),
    "platform": gettext_lazy("platforms"),
    "product": gettext_lazy("products"),
    "ratio": gettext_lazy("share"),
    "round": gettext_lazy("rounds"),
    "row": gettext_lazy("rows"),
    "site": gettext_lazy("sites"),
    "times": gettext_lazy("times"),
    "trial": gettext_lazy("trials"),
}
_PAGES = {"trial_id": "atlas:trial", "enterprise_id": "atlas:portrait"}
_LONG = 30


def unit_label(unit: str) -> str:
    """trial → trials."""
    return str(_UNITS.get(unit, unit))


def shown(unit: str, value: float | None, decimals: int = 0) -> str:
    """A value in its unit."""
    if value is not None and value < 0:
        return f"−{shown(unit, -value, decimals)}"
    if unit == "ratio":
        return percent(value)
    if unit == "CNY":
        return yuan(value)
    rounded = value if value is None or not decimals else round(value, decimals)
    return number(int(rounded) if rounded is not None and rounded == int(rounded) else rounded)


def told(indicator: Indicator, figure: Figure) -> str:
    """A figure: its value, or its range, which is never one number."""
    if figure.low is None:
        return shown(indicator.unit, figure.value, indicator.decimals)
    low = shown(indicator.unit, figure.low)
    if figure.high is None:
        return gettext("%(low)s or more") % {"low": low}
    return low if figure.high == figure.low else f"{low} – {shown(indicator.unit, figure.high)}"


def dimension_label(measure: Measure, code: str) -> str:
    """What a dimension is called."""
    return wording(measure.by_code[code].title)


def value_label(measure: Measure, code: str, value: Any) -> str:
    """What a value of a dimension is called, or the value itself."""
    dimension = measure.by_code[code]
    if value is None or value == ABSENT:
        return wording(dimension.none) if dimension.none else pgettext("trial", "Not given")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    text = str(value)
    if dimension.at_most:
        return f"≤ {text}"
    return wording(dimension.values[text]) if text in dimension.values else _called(dimension, text)


def _called(dimension: Dimension, text: str) -> str:
    """What the catalogue calls a code of some kind, or the code itself."""
    if dimension.words is None:
        return text
    say = _BY_WORDS.get(dimension.words)
    if say:
        return say(text)
    title = _titles(dimension.words).get(text)
    return wording(title) if title else text


def _subject(code: str) -> str:
    """A segment, a node, a field or a tier: their codes differ."""
    chain = catalogue().chain
    if code in chain.nodes:
        return labels.node_label(code)
    if code in chain.field_of:
        return labels.segment_label(code)
    fields = {one.code: one.title for one in chain.outline.fields}
    return wording(fields[code]) if code in fields else labels.tier_label(code)


def _source(code: str) -> str:
    source = catalogue().sources.get(code)
    return wording(source.title) if source else code


def _vocabulary(param: str) -> Callable[[str], str]:
    return lambda code: vocabulary.label_of(param, code)


def _trial(facet: str) -> Callable[[str], str]:
    return lambda code: trials.label_of(facet, code)


_BY_WORDS: dict[str, Callable[[str], str]] = {
    **{name: _vocabulary(name) for name in ("tier", "segment", "node", "zone", "kind")},
    **{name: _trial(facet) for name, facet in (("phase", "phase"), ("status", "status"), ("study_type", "type"))},
    "register": _trial("register"),
    "place": lambda code: labels.place_label(code),
    "subject": _subject,
    "source": _source,
    "reason": lambda code: labels.reason_label(code),
}


@cache
def _titles(words: Words) -> Titles:
    """Codes of one kind with their titles, as declared."""
    return titles_of(catalogue(), words)


def asked_value(value: Any) -> str:
    """A value as an address and the filter write it; nothing for no value."""
    if value is None:
        return ABSENT
    return str(value).lower() if isinstance(value, bool) else str(value)


def column_label(measure: Measure, name: str) -> str:
    """A column of the rows behind a figure, as the catalogue titles it."""
    columns = catalogue().released[measure.table].columns
    return next((wording(column.title) for column in columns if column.name == name), name)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as text, and the page that it opens to, or nothing. A long text wants room."""

    text: str
    address: str = ""

    @property
    def is_long(self) -> bool:
        """True for titles and the like."""
        return len(self.text) > _LONG


def cell(measure: Measure, name: str, value: Any, files: Mapping[str, str]) -> Cell:
    """A cell of the rows behind a figure; `files` names files by their ids."""
    if value is None:
        return Cell("")
    if isinstance(value, date | datetime):
        return Cell(day(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(_numeral(name, value))
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if name in _PAGES:
        return Cell(text, reverse(_PAGES[name], args=[text]))
    if name == "file_id":
        return Cell(files.get(text, text))
    if name == "source_id":
        return Cell(_source(text))
    known = {one.expression: code for code, one in measure.by_code.items() if one.words != "place"}
    return Cell(value_label(measure, known[name], value) if name in known else text)


def _numeral(name: str, value: float) -> str:
    """A year as it is, money in the reader's unit, any other number with its separators."""
    if name.endswith("year"):
        return str(value)
    return shown("CNY", value) if name.endswith("_cny") else number(value)
