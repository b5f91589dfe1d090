"""What time brings about in cases, carried out once: see portal/flowing/ticking."""

from datetime import date

from wutong.portal.cases.actions import following
from wutong.portal.cases.actions.effects import telling
from wutong.portal.cases.models import Case
from wutong.portal.flowing.moving import by_clock
from wutong.portal.flowing.ticking import TICK, register
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record
from wutong.workflow.ticking import Event


@action
def happen(*, case: Case, event: Event, today: date, by: Named) -> bool:
    """Do what follows from `event` on `today`; false where it was done before."""
    before = case.state
    followed = by_clock(case, event, actor=TICK, today=today, then=following.follow)
    if followed is None:
        nothing_changed()
        return False
    telling.of_event(case, event, by)
    record(
        "case.clock",
        about=case,
        by=by,
        organisation=case.organisation,
        before={"state": before},
        after={"state": followed.step.to_state, "clock": event.clock, "event": event.kind.value},
    )
    return True


def carry_out(case: Case, event: Event, today: date) -> bool:
    """As the tick calls it."""
    return happen(case=case, event=event, today=today, by=TICK.who)


register(Case, carry_out)
