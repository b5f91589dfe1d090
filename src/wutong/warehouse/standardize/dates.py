"""Dates as registers write them. A date that no calendar knows, or that lies in the future, is a problem."""

from datetime import date

import ibis
import ibis.expr.types as ir

from wutong.catalog.names import Characters
from wutong.warehouse.standardize.text import fold, is_empty

# The oldest enterprises that registers still list were founded in the nineteenth century.
EARLIEST = date(1840, 1, 1)
_ISO = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LOOSE = r"^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})(?:日|[ T]?[0-9:.]*(?:Z|\+[0-9:]+)?)$"
_PARTS = {1: "year", 2: "month", 3: "day"}
_COMPACT = "^([0-9]{4})([0-9]{2})([0-9]{2})$"


def is_plain(text: ir.StringValue) -> ir.BooleanValue:
    """True where `text` has the shape of an ISO date."""
    return text.re_search(_ISO)


def is_sound(day: ir.DateValue, today: ir.DateValue | date) -> ir.BooleanValue:
    """True for a date on which an enterprise can have been registered; false for none."""
    return ((day >= EARLIEST) & (day <= today)).fill_null(False)


def odd_dates(text: ir.Table, *, characters: Characters, empty: tuple[str, ...]) -> ir.Table:
    """Each distinct registered_on_text that is not plain ISO, with the date it means: odd_day, odd_date.

    Slashes, dots, 年月日, eight digits and a time after the date are forgiven.
    """
    written = text.registered_on_text
    odd = text.filter(~is_plain(written), ~is_empty(written, empty))
    distinct = odd.select(odd_day="registered_on_text").distinct().view()
    folded = distinct.mutate(folded=fold(distinct.odd_day, characters)).view()
    is_loose = folded.folded.re_search(_LOOSE)
    parts = folded.select("odd_day", **{part: _part(folded, is_loose, group) for group, part in _PARTS.items()}).view()
    iso = parts.year + "-" + parts.month.lpad(2, "0") + "-" + parts.day.lpad(2, "0")
    return parts.select("odd_day", odd_date=iso.try_cast("date")).view()


def _part(table: ir.Table, is_loose: ir.BooleanValue, group: int) -> ir.StringValue:
    return ibis.ifelse(is_loose, table.folded.re_extract(_LOOSE, group), table.folded.re_extract(_COMPACT, group))
