"""What time brings about in cases, carried out once: see portal/flowing/ticking."""

from datetime import date, timedelta

from wutong.portal.cases.actions import following
from wutong.portal.cases.actions.effects import telling
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.flowing.moving import by_clock
from wutong.portal.flowing.ticking import TICK, register, register_daily
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record
from wutong.portal.shared.catalogue import catalogue
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


def remind_of_renewals(today: date) -> int:
    """Tell holders of certificates that end soon, at each of the declared days before; how many were told now.

    After days of downtime only the nearest is told. A notice is sent once by its key.
    """
    days = sorted(catalogue().letters.renewal.days_before)
    last = today + timedelta(days=days[-1])
    ending = Certificate.objects.filter(valid_to__gte=today, valid_to__lte=last, renewed_by__isnull=True)
    told = 0
    for one in ending.select_related("case__organisation", "case__opened_by"):
        assert one.valid_to is not None
        left = next(before for before in days if one.valid_to <= today + timedelta(days=before))
        told += telling.of_renewal(one, left, TICK.who)
    return told


register_daily("certificates", remind_of_renewals)
