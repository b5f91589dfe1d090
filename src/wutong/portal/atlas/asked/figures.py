"""From an address to the question that it asks of an indicator. What makes no sense is left out and said."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from wutong.catalog.indicators import Indicator, Measure
from wutong.portal.atlas.access import Release
from wutong.portal.atlas.forms import LONGEST_SHOWN, MOST_VALUES, Remark, unknown_value
from wutong.portal.atlas.queries.figures import unknown_in
from wutong.portal.atlas.release_reader import ABSENT, Filter, Question, Unknown
from wutong.portal.shared.language import wording

MOST = "most."  # before the name of a bound: most.days=30
_LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Read:
    """A question, and what of the address could not be used."""

    question: Question
    remarks: tuple[Remark, ...]


def read_known(release: Release, indicator: Indicator, measure: Measure, params: QueryDict) -> Read:
    """As `read_question`, without the values that neither the catalogue nor a row of the release knows."""
    read = read_question(indicator, measure, params)
    unknown = unknown_in(release, read.question)
    if not unknown:
        return read
    slips = {(one.dimension.code, one.value) for one in unknown}
    question = replace(
        read.question, where=_without(read.question.where, slips), within=_without(read.question.within, slips)
    )
    return Read(question, (*read.remarks, *(_no_such_value(read.question, one) for one in unknown)))


def _without(chosen: Filter, slips: Container[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    kept = {code: tuple(value for value in values if (code, value) not in slips) for code, values in chosen.items()}
    return {code: values for code, values in kept.items() if values}


def _no_such_value(question: Question, one: Unknown) -> Remark:
    code = one.dimension.code
    param = "where" if one.value in question.where.get(code, ()) else "within"
    words = {
        "value": one.value[:LONGEST_SHOWN],
        "dimension": wording(one.dimension.title),
        "known": wording(one.known()),
    }
    sentence = _("“%(value)s” is no value of “%(dimension)s”, so it was left out. There is %(known)s.") % words
    fault = _("“%(value)s” is no value of “%(dimension)s”. There is %(known)s.") % words
    return Remark(param, f"{code}:{one.value}"[:LONGEST_SHOWN], sentence, fault)


def read_question(indicator: Indicator, measure: Measure, params: QueryDict) -> Read:
    """`by=phase`, `where=register:cde` and `within=…`, each as often as one likes; `where=district:` wants no value."""
    remarks: list[Remark] = []
    told = {code for code, one in measure.by_code.items() if not one.at_most}
    by = tuple(dict.fromkeys(code for code in params.getlist("by") if code))
    remarks += [unknown_value("by", code) for code in by if code not in told]
    bounds = [f"{name.removeprefix(MOST)}:{value}" for name, value in params.items() if _is_bound(name, str(value))]
    question = Question(
        indicator=indicator.code,
        by=tuple(code for code in by if code in told),
        where=_filter("where", [*params.getlist("where"), *bounds], measure, remarks),
        within=_filter("within", params.getlist("within"), measure, remarks),
    )
    return Read(question, tuple(remarks))


def _is_bound(name: str, value: str) -> bool:
    return name.startswith(MOST) and bool(value)


def _filter(param: str, given: Iterable[str], measure: Measure, remarks: list[Remark]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for one in list(dict.fromkeys(given))[:MOST_VALUES]:
        code, colon, value = one.partition(":")
        if colon and _can_be_asked(measure, code, value):
            held = () if measure.by_code[code].at_most else chosen.get(code, ())
            chosen[code] = (*held, value)
        elif one:
            remarks.append(unknown_value(param, one))
    return dict(sorted(chosen.items()))


def _can_be_asked(measure: Measure, code: str, value: str) -> bool:
    if code not in measure.by_code or len(value) > _LONGEST_VALUE or not (value.isprintable() or value == ABSENT):
        return False
    return value.isascii() and value.isdigit() if measure.by_code[code].at_most else True
