"""What time brings about in cases, carried out once: see portal/flowing/ticking."""

from datetime import date, timedelta

from wutong.portal.cases.actions import following
from wutong.portal.cases.actions.effects import telling
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.flowing.ticking import TICK, register, register_daily
from wutong.portal.shared.catalogue import catalogue

register(Case, then=following.follow, remind=telling.of_event, recorded_as="case.clock")


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
