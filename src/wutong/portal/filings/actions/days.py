"""On which day something that is entered later may have happened. Reads, and raises what refusals.py declares."""

from datetime import date

from wutong.catalog.filings import REVIEW
from wutong.kernel import clock
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.filings.refusals import ConsentCameFirst, DayAhead, DayTooEarly, ExtendedTooLate
from wutong.portal.flowing.positions import clock_rows


def check_in_time(filing: TrackedFiling, on: date) -> None:
    """Refuse an extension of a review whose limit had ended: what is over is not lengthened."""
    ends = [row.due_on for row in clock_rows(filing) if row.clock == REVIEW and row.due_on]
    if ends and on > max(ends):
        raise ExtendedTooLate(day=on, last=max(ends))


def check_day(filing: TrackedFiling, on: date) -> None:
    """Refuse a day that is ahead, before the last move, or after a silence that is consent and not on record yet."""
    if on > clock.today():
        raise DayAhead(day=on)
    last = filing.step_rows.filter(kind__in=["act", "clock"]).order_by("-number").first()
    if last is not None and on < last.on:
        raise DayTooEarly(day=on, last=last.on)
    if filing.state != "reviewing" or filing.flow.clock(REVIEW).on_due is None:
        return
    ends = max((row.due_on for row in clock_rows(filing) if row.clock == REVIEW and row.due_on), default=on)
    if on > ends:
        raise ConsentCameFirst(day=on, last=ends)
