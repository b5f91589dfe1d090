"""Dates as registers write them. A date that does not exist is told, never guessed."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (?:(\d{1,2}),? )?(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]([A-Za-z]{3,9}|\d{1,2})[-/. ](\d{4})")
_YEAR = re.compile(r"(\d{4})年?")
# Where a cell speaks of home and abroad (国内：…；国际：…), the first date in it counts.
_LABELLED = re.compile(r"(?:国内|国际)[:：]")
_SAYS_NOTHING = re.compile(r"(?i)no date (?:available|given)|暂未填写|未填写|^(?:na|n/a|nil|none)$")
_EARLIEST = 1900


@dataclass(frozen=True, slots=True)
class Told:
    """What a date says: its first day, and whether day and month are given. `problem` where it is no date."""

    day: date | None
    precision: str | None = None  # day, month, year
    problem: str | None = None  # impossible, unreadable


NOTHING = Told(None)


def read_date(text: str | None) -> Told:
    """The date that `text` tells: 2020-01-27 00:00:00, 2009-05, January 25, 2020, 25/12/2020, 20200127."""
    plain = " ".join((text or "").split())
    if not plain:
        return NOTHING
    if _LABELLED.search(plain):
        match = _ISO.search(plain)
        return _made(match[1], match[2], match[3]) if match else NOTHING
    if _SAYS_NOTHING.search(plain):
        return NOTHING
    if match := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _made(match[1], match[2], match[3])
    if match := _MONTH_FIRST.fullmatch(plain):
        return _made(match[3], _month(match[1]), match[2])
    if match := _DAY_FIRST.fullmatch(plain):
        return _made(match[3], match[2] if match[2].isdigit() else _month(match[2]), match[1])
    if match := _YEAR.fullmatch(plain):
        return _made(match[1], "1", None, precision="year")
    return Told(None, problem="unreadable")


def _month(word: str) -> str:
    plain = word.casefold()
    fits = (number for number, name in enumerate(_MONTHS, start=1) if plain in (name, name[:3], name[:4]))
    return str(next(fits, 0))


def _made(year: str, month: str, day: str | None, precision: str | None = None) -> Told:
    try:
        found = date(int(year), int(month), int(day or 1))
    except ValueError:
        return Told(None, problem="impossible")
    if found.year < _EARLIEST or found.year > 2100:
        return Told(None, problem="impossible")
    return Told(found, precision or ("day" if day else "month"))
