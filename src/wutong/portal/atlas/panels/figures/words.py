"""What values of dimensions, columns and units of indicators are called, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, pgettext

from wutong.catalog.indicators import Measure
from wutong.portal.atlas import labels
from wutong.portal.atlas.panels.trials import words as trials
from wutong.portal.atlas.queries import vocabulary
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day, number, percent, yuan

_UNITS = {
    "CNY": gettext_lazy("yuan"),
    "enterprise": gettext_lazy("enterprises"),
    "issue": gettext_lazy("issues"),
    "node": gettext_lazy("nodes"),
    "participant": gettext_lazy("participants"),
    "ratio": gettext_lazy("share"),
    "row": gettext_lazy("rows"),
    "site": gettext_lazy("sites"),
    "trial": gettext_lazy("trials"),
}
_PAGES = {"trial_id": "atlas:trial", "enterprise_id": "atlas:portrait"}
_LONG = 30
_OF_TRIALS = {"phase": "phase", "status": "status", "study_type": "type", "register": "register"}


def unit_label(unit: str) -> str:
    """trial → trials."""
    return str(_UNITS.get(unit, unit))


def shown(unit: str, value: float | None) -> str:
    """A value in its unit."""
    if unit == "ratio":
        return percent(value)
    if unit == "CNY":
        return yuan(value)
    return number(int(value) if value is not None and value == int(value) else value)


def dimension_label(measure: Measure, code: str) -> str:
    """What a dimension is called."""
    return wording(measure.by_code[code].title)


def value_label(measure: Measure, code: str, value: Any) -> str:
    """What a value of a dimension is called, or the value itself."""
    if value is None:
        return pgettext("trial", "Not given")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    text = str(value)
    if measure.table.startswith("trial") and code != "source":
        return trials.label_of(_OF_TRIALS[code], text) if code in _OF_TRIALS else text
    if code in {"province", "city", "district"}:
        return labels.place_label(text)
    if code in {"tier", "segment", "kind"}:
        return vocabulary.label_of(code, text)
    if code == "reason":
        return labels.reason_label(text)
    source = catalogue().sources.get(text) if code == "source" else None
    return wording(source.title) if source else text


def asked_value(value: Any) -> str:
    """A value as an address and the filter write it."""
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
    if isinstance(value, date):
        return Cell(day(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(number(value))
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if name in _PAGES:
        return Cell(text, reverse(_PAGES[name], args=[text]))
    if name == "file_id":
        return Cell(files.get(text, text))
    if name == "source_id":
        return Cell(value_label(measure, "source", text))
    known = {one.code for one in measure.dimensions} - {"province", "city", "district"}
    return Cell(value_label(measure, name, value) if name in known else text)
