"""What time brings about for petitions, carried out once: see portal/flowing/ticking."""

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Role
from wutong.portal.flowing.ticking import register
from wutong.portal.notices.actions import announce
from wutong.portal.notices.recipients import holders, members
from wutong.portal.shared.audit.recording import Named
from wutong.portal.voice.actions.handling import follow
from wutong.portal.voice.models import Petition
from wutong.workflow.ticking import Event, Kind


def remind(petition: Petition, event: Event, by: Named) -> None:
    """To whoever is to act before a clock ends, or is told that it has."""
    clock = petition.flow.clock(event.clock).title
    late = event.kind is Kind.OVERDUE
    announce(
        to=_answering(petition, event.told),
        key=f"voice:{petition.number}:{event.key}",
        kind="voice.due",
        subject=Text(
            f"{'超期' if late else '即将到期'}：{petition.number} {clock.zh}",
            f"{'Overdue' if late else 'Due soon'}: {petition.number}, {clock.en}",
        ),
        body=Text(f"{petition.title}，期限 {event.day}。", f"{petition.title}, due on {event.day}."),
        address=f"/voice/{petition.number}/",
        by=by,
    )


def _answering(petition: Petition, role: str) -> list[Person]:
    if role == Role.ENTERPRISE_USER.code:
        return [petition.entered_by]
    if role in {Role.LEADER.code, Role.WINDOW_CLERK.code}:
        return holders(role)
    return members(petition.handler_id) if petition.handler_id else []


register(Petition, then=follow, remind=remind, recorded_as="petition.clock")
