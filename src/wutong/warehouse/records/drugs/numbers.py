"""What an approval number says by itself: scheme, class, year, who issued it. Looks nothing up."""

import re
import unicodedata
from dataclasses import dataclass

from wutong.catalog.drugs import Issuers, Numbers

_ONE = re.compile(r"(?:国药准字)?[A-Z]{1,3}[0-9]{8}")
_BETWEEN = re.compile(r"[\s,;、/|]+")
_TURN = 50  # two digits of a year: 87 is 1987, 02 is 2002


@dataclass(frozen=True, slots=True)
class ApprovalNumber:
    """One number. `issuer` is national, ministry, or the two digits of a province whose number it replaced."""

    text: str
    scheme: str
    approval_class: str
    year: int | None
    issuer: str | None
    is_bulk: bool


def read_numbers(text: str | None, numbers: Numbers) -> tuple[ApprovalNumber, ...]:
    """The numbers of one cell; none where anything in it is no number of a known scheme."""
    whole = _BETWEEN.sub("", unicodedata.normalize("NFKC", text or "").upper())
    found = tuple(_ONE.findall(whole))
    if "".join(found) != whole:
        return ()
    read = [_read(one, numbers) for one in dict.fromkeys(found)]
    return tuple(one for one in read if one) if all(read) else ()


def _read(text: str, numbers: Numbers) -> ApprovalNumber | None:
    for pattern, scheme in numbers.patterns:
        if match := pattern.fullmatch(text):
            told = match.groupdict()
            issuer = _issuer(told.get("issuer"), numbers.issuers)
            year = _year(told)
            return ApprovalNumber(text, scheme, numbers.class_of[told["letter"]], year, issuer, bool(told.get("bulk")))
    return None


def _issuer(digits: str | None, issuers: Issuers) -> str | None:
    if digits is None or digits in issuers.national:
        return "national"
    return "ministry" if digits in issuers.ministry else digits


def _year(told: dict[str, str | None]) -> int | None:
    if year := told.get("year"):
        return int(year)
    short = int(told["short_year"] or 0)
    first = told["issuer"] or ""
    if first in {"19", "20"}:
        return int(first) * 100 + short
    return (1900 if short >= _TURN else 2000) + short
