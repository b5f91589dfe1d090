"""From what a reader typed into an address to a filter. What makes no sense is left out and said, never refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from unicodedata import category, normalize

from django.http import QueryDict
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.portal.atlas.queries.filters import LISTS, Filter, Sort, scope_of
from wutong.portal.atlas.queries.vocabulary import is_known

LONGEST_TEXT = 100
MOST_VALUES = 50
LONGEST_SHOWN = 80
EARLIEST_YEAR = 1900

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that could not be used: which parameter and its value.

    `sentence` tells a reader what was done instead, `fault` tells a program, whose request is refused, what is wrong.
    """

    param: str
    value: str
    sentence: str
    fault: str


@dataclass(slots=True)
class _Reading:
    """Parameters being read, and what has been remarked so far."""

    params: QueryDict
    remarks: list[Remark] = field(default_factory=list)

    def one(self, param: str) -> str:
        return _clean(self.params.get(param, ""))

    def remark(self, param: str, value: str, sentence: str, fault: str, **words: object) -> None:
        told = {"value": value[:LONGEST_SHOWN], **words}
        self.remarks.append(Remark(param, value[:LONGEST_SHOWN], sentence % told, fault % told))

    def unknown(self, param: str, value: str) -> None:
        self.remarks.append(unknown_value(param, value))

    def known(self, param: str) -> tuple[str, ...]:
        values = [value for value in dict.fromkeys(map(_clean, self.params.getlist(param))) if value]
        if len(values) > MOST_VALUES:
            fault = _("At most %(count)d choices of one kind can be asked for.")
            self.remark(param, "", _("At most %(count)d choices of one kind are used."), fault, count=MOST_VALUES)
            values = values[:MOST_VALUES]
        for value in values:
            if not is_known(param, value):
                self.unknown(param, value)
        return tuple(value for value in values if is_known(param, value))

    def year(self, param: str) -> int | None:
        value, latest = self.one(param), clock.today().year
        if not value:
            return None
        if value.isascii() and value.isdigit() and EARLIEST_YEAR <= int(value[:5]) <= latest:
            return int(value)
        sentence = _("“%(value)s” is not a year between %(first)d and %(last)d, so it was left out.")
        fault = _("“%(value)s” is not a year between %(first)d and %(last)d.")
        self.remark(param, value, sentence, fault, first=EARLIEST_YEAR, last=latest)
        return None

    def choice(self, param: str, choices: Mapping[str, T]) -> T | None:
        value = self.one(param)
        if value and value not in choices:
            self.unknown(param, value)
        return choices.get(value)

    def page(self) -> int:
        value = self.one("page")
        if not value:
            return 1
        if value.isascii() and value.isdigit() and len(value) <= 6 and int(value) >= 1:
            return int(value)
        fault = _("“%(value)s” is not a page.")
        self.remark("page", value, _("“%(value)s” is not a page, so the first is shown."), fault)
        return 1

    def text(self) -> str:
        value = " ".join(self.one("q").split())
        if len(value) > LONGEST_TEXT:
            fault = _("At most %(count)d characters can be searched for.")
            sentence = _("Only the first %(count)d characters are searched for.")
            self.remark("q", value, sentence, fault, count=LONGEST_TEXT)
        return value[:LONGEST_TEXT].strip()


def unknown_value(param: str, value: str) -> Remark:
    """That a value is not known here."""
    shown = value[:LONGEST_SHOWN]
    sentence = _("“%(value)s” is not known here, so it was left out of the search.") % {"value": shown}
    return Remark(param, shown, sentence, _("“%(value)s” is not known here.") % {"value": shown})


def read_filter(params: QueryDict) -> tuple[Filter, tuple[Remark, ...]]:
    """The filter that an address describes, and what of the address could not be used."""
    reading = _Reading(params)
    first, last = reading.year("year_from"), reading.year("year_to")
    if first is not None and last is not None and first > last:
        sentence = _("The years were the wrong way round and have been swapped.")
        reading.remark("year_from", str(first), sentence, _("The first year is after the last."))
        first, last = last, first
    lists = {name: reading.known(param) for param, name in LISTS.items()}
    asked = Filter(
        text=reading.text(),
        tiers=scope_of(lists["tiers"]),
        segments=lists["segments"],
        nodes=lists["nodes"],
        divisions=lists["divisions"],
        zones=lists["zones"],
        bands=lists["bands"],
        kinds=lists["kinds"],
        known=lists["known"],
        unknown=lists["unknown"],
        year_from=first,
        year_to=last,
        is_branch=reading.choice("branch", {"yes": True, "no": False}),
        sort=reading.choice("sort", {str(sort): sort for sort in Sort}) or Sort.RELEVANCE,
        page=reading.page(),
    )
    return asked, tuple(reading.remarks)


def _clean(value: str) -> str:
    """Without control characters, full-width letters and digits narrowed, blanks trimmed."""
    narrowed = normalize("NFKC", value)
    return "".join(" " if letter.isspace() else letter for letter in narrowed if _is_shown(letter)).strip()


def _is_shown(letter: str) -> bool:
    return letter.isspace() or category(letter)[0] != "C"
