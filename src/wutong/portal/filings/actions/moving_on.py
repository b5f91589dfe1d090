"""What an enterprise has heard of a filing, or done with it, written down with the day on which it happened."""

from datetime import date

from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.filings.access import Seen
from wutong.portal.filings.actions.days import check_day, check_in_time
from wutong.portal.filings.actions.following import follow
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.filings.refusals import DayAhead
from wutong.portal.flowing import moving
from wutong.portal.flowing.moving import Told
from wutong.portal.shared.audit.recording import action, record

# What is done to the record now; all else happened on a day that is asked for.
OF_TODAY = frozenset({"void", "later_word"})
CORRECTION, EXTENSION = "correction", "extend"


@action
def do(
    *,
    seen: Seen,
    act: str,
    after: int,
    by: Person,
    on: date | None = None,
    reason: str = "",
    ground: str = "",
    decision: str = "",
    told_on: date | None = None,
    days: int | None = None,
) -> TrackedFiling:
    """Do the act `act` as of the day `on`, which is today where it is of the record itself.

    `told_on` is the day of an authority's word that corrects, `days` by how many it extends. Raises ActRefused,
    SomebodyActed, and what refusals.py declares.
    """
    filing, before = seen.filing, seen.filing.state
    day = clock.today() if act in OF_TODAY or on is None else on
    if act not in OF_TODAY:
        check_day(filing, day)
    if act == EXTENSION:
        check_in_time(filing, day)
    _not_ahead(told_on)
    said = {"decision": decision.strip(), "told_on": told_on.isoformat() if told_on else "", "days": days}
    told = Told(
        reason=reason,
        ground=ground,
        things=frozenset({"decision"}) if said["decision"] else frozenset(),
        details={name: value for name, value in said.items() if value},
        days=days,
    )
    followed = moving.act(filing, act, actor=seen.actor, seen=after, told=told, then=follow, on=day)
    record(
        "filing.moved",
        about=filing,
        by=by,
        organisation=filing.organisation,
        before={"state": before},
        after={
            "state": followed.step.to_state,
            "act": act,
            "on": day.isoformat(),
            "reason": reason.strip() or None,
            "decision": said["decision"] or None,
            "days": days,
        },
    )
    return TrackedFiling.objects.get(pk=filing.pk)


@action
def correct(*, seen: Seen, reason: str, by: Person, told_on: date | None = None) -> TrackedFiling:
    """Add to a filing what puts its record right; it moves nothing, and nothing of it goes. Raises DayAhead."""
    _not_ahead(told_on)
    details = {"told_on": told_on.isoformat()} if told_on else {}
    moving.note(seen.filing, CORRECTION, actor=seen.actor, told=Told(reason=reason, details=details))
    record(
        "filing.moved",
        about=seen.filing,
        by=by,
        organisation=seen.filing.organisation,
        after={"act": CORRECTION, "reason": reason.strip()},
    )
    return TrackedFiling.objects.get(pk=seen.filing.pk)


def _not_ahead(day: date | None) -> None:
    if day is not None and day > clock.today():
        raise DayAhead(day=day)
