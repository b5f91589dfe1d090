"""What codes of records are called in the reader's language; a code that nothing declares stands as it is."""

from collections.abc import Iterable
from functools import cache
from typing import Protocol

from django.utils.translation import gettext as _

from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import Bilingual, wording
from wutong.portal.shared.templatetags.wutong import UNKNOWN, number, yuan


class _Titled(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def title(self) -> Bilingual: ...


def _by_code(found: Iterable[_Titled]) -> dict[str, Bilingual]:
    return {one.code: one.title for one in found}


@cache
def _titles() -> dict[str, dict[str, Bilingual]]:
    drugs, finance, trials = catalogue().drugs, catalogue().finance, catalogue().trial_words
    return {
        "modality": _by_code((*drugs.modalities.modalities, *drugs.modalities.further)),
        "form": _by_code(drugs.forms.forms),
        "class": _by_code(drugs.numbers.classes),
        "kind": _by_code(drugs.acceptance.kinds),
        "asks": _by_code(drugs.acceptance.asks),
        "decision": _by_code(drugs.acceptance.decisions),
        "stage": _by_code(drugs.stages.stages),
        "round": _by_code(finance.rounds.rounds),
        "unit": _by_code(finance.statements.units),
        "phase": _by_code(trials.phases),
        "status": _by_code(trials.statuses),
        "register": _by_code(trials.registers),
    }


def title(what: str, code: str | None) -> str:
    """The title of `code`; a dash where there is none."""
    if not code:
        return UNKNOWN
    found = _titles()[what].get(code)
    return wording(found) if found else code


def metric_title(statement: str, metric: str) -> str:
    """What a figure of a statement is called."""
    for one in catalogue().finance.statements.statements:
        for held in one.metrics:
            if one.code == statement and held.metric == metric:
                return wording(held.title)
    return metric


def amount(value: float, unit: str) -> str:
    """A figure in the unit in which it is thought of."""
    if unit == "CNY":
        return f"−{yuan(-value)}" if value < 0 else yuan(value)
    return f"{number(round(value, 2))}%" if unit == "percent" else number(round(value, 2))


def money(low: float | None, high: float | None, text: str | None) -> str:
    """A range of money as it was read, and the words it was read from."""
    if low is None and high is None:
        return text or _("not disclosed")
    if low == high:
        said = yuan(low)
    elif high is None:
        said = _("at least %(low)s") % {"low": yuan(low)}
    else:
        said = f"{yuan(low)} – {yuan(high)}"
    return f"{said} ({text})" if text else said
