"""What time brings about in cases, carried out once: see portal/flowing/ticking."""

from datetime import date, timedelta

from wutong.portal.cases.actions import following
from wutong.portal.cases.actions.effects import telling
from wutong.portal.cases.models import Case
from wutong.portal.cases.queries.continuing.renewals import reminded
from wutong.portal.flowing.ticking import TICK, register, register_daily
from wutong.portal.shared.catalogue import catalogue

register(Case, then=following.follow, remind=telling.of_event, recorded_as="case.clock")


def remind_of_renewals(today: date) -> int:
    """Tell holders of certificates that are to be renewed soon, or end, at each of the declared days before.

    How many were told now. After days of downtime only the nearest is told; a notice is sent once by its key.
    """
    days = sorted(catalogue().letters.renewal.days_before)
    told = 0
    for one in reminded(today, today + timedelta(days=days[-1])):
        closes = one.renewal_closes_on
        due = closes if closes is not None and closes >= today else one.valid_to
        left = next((before for before in days if due is not None and due <= today + timedelta(days=before)), None)
        if due is not None and left is not None:
            told += telling.of_renewal(one, due, left, TICK.who)
    return told


register_daily("certificates", remind_of_renewals)
