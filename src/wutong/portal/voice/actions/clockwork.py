"""What time brings about for petitions, carried out once: see portal/flowing/ticking."""

from datetime import date

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.flowing.moving import by_clock
from wutong.portal.flowing.ticking import TICK, register
from wutong.portal.notices.actions import send
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record
from wutong.portal.voice.actions.handling import follow
from wutong.portal.voice.models import Petition
from wutong.workflow.ticking import Event, Kind


@action
def happen(*, petition: Petition, event: Event, today: date, by: Named) -> bool:
    """Do what follows from `event` on `today`; false where it was done before."""
    before = petition.state
    followed = by_clock(petition, event, actor=TICK, today=today, then=follow)
    if followed is None:
        nothing_changed()
        return False
    if event.kind is not Kind.ACT:
        _remind(petition, event, by)
    after = {"state": followed.step.to_state, "clock": event.clock, "event": event.kind.value}
    record(
        "petition.clock",
        about=petition,
        by=by,
        organisation=petition.organisation,
        before={"state": before},
        after=after,
    )
    return True


def carry_out(petition: Petition, event: Event, today: date) -> bool:
    """As the tick calls it."""
    return happen(petition=petition, event=event, today=today, by=TICK.who)


def _remind(petition: Petition, event: Event, by: Named) -> None:
    clock = petition.flow.clock(event.clock).title
    late = event.kind is Kind.OVERDUE
    send(
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
        rows = Membership.objects.filter(role_code=role)
    else:
        rows = Membership.objects.filter(organisation=petition.handler)
    return list({row.person_id: row.person for row in held_now(rows).select_related("person")}.values())


register(Petition, carry_out)
