"""What time brings about for placements, carried out once: see portal/flowing/ticking."""

from datetime import date

from wutong.kernel.bilingual import Text
from wutong.portal.flowing.moving import by_clock
from wutong.portal.flowing.ticking import TICK, register
from wutong.portal.placements.actions.carrying import follow
from wutong.portal.placements.actions.telling import remind
from wutong.portal.placements.models import Placement
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record
from wutong.workflow.ticking import Event, Kind


@action
def happen(*, placement: Placement, event: Event, today: date, by: Named) -> bool:
    """Do what follows from `event` on `today`; false where it was done before."""
    before = placement.state
    followed = by_clock(placement, event, actor=TICK, today=today, then=follow)
    if followed is None:
        nothing_changed()
        return False
    if event.kind is not Kind.ACT:
        _remind(placement, event, by)
    record(
        "placement.clock",
        about=placement,
        by=by,
        organisation=placement.organisation,
        before={"state": before},
        after={"state": followed.step.to_state, "clock": event.clock, "event": event.kind.value},
    )
    return True


def carry_out(placement: Placement, event: Event, today: date) -> bool:
    """As the tick calls it."""
    return happen(placement=placement, event=event, today=today, by=TICK.who)


def _remind(placement: Placement, event: Event, by: Named) -> None:
    title = placement.flow.clock(event.clock).title
    late = event.kind is Kind.OVERDUE
    remind(
        placement,
        key=f"placement:{placement.number}:{event.key}",
        role=event.told,
        subject=Text(
            f"{'超期' if late else '即将到期'}：{placement.number} {title.zh}",
            f"{'Overdue' if late else 'Due soon'}: {placement.number}, {title.en}",
        ),
        body=Text(f"{placement.topic}，期限 {event.day}。", f"{placement.topic}, due on {event.day}."),
        by=by,
    )


register(Placement, carry_out)
