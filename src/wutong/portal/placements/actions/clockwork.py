"""What time brings about for placements, carried out once: see portal/flowing/ticking."""

from wutong.kernel.bilingual import Text
from wutong.portal.flowing.ticking import register
from wutong.portal.placements.actions.carrying import follow
from wutong.portal.placements.actions.telling import remind
from wutong.portal.placements.models import Placement
from wutong.portal.shared.audit.recording import Named
from wutong.workflow.ticking import Event, Kind


def of_event(placement: Placement, event: Event, by: Named) -> None:
    """To whoever is to act before a clock ends, or is told that it has."""
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


register(Placement, then=follow, remind=of_event, recorded_as="placement.clock")
