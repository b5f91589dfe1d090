"""What time alone tells of imports: approvals that end soon, opinions that are due or late. Each once."""

from datetime import date, timedelta

from wutong.portal.imports.actions import telling
from wutong.portal.imports.clocks import running
from wutong.portal.imports.models import Approval, Opinion
from wutong.portal.shared.audit.recording import Program
from wutong.portal.shared.catalogue import catalogue

_BY = Program("wutong tick", "wutong tick")


def remind(day: date) -> int:
    """Tell what is to be told by `day`; says how many were told now. Asked again, it tells nobody twice."""
    return _of_ends(day) + _of_opinions(day)


def _of_ends(day: date) -> int:
    soon = day + timedelta(days=catalogue().imports.approvals.warn_days)
    found = Approval.objects.filter(withdrawn_on__isnull=True, valid_to__gte=day, valid_to__lte=soon)
    return sum(telling.approval_ends(one, by=_BY) for one in found.select_related("organisation").order_by("pk"))


def _of_opinions(day: date) -> int:
    told = 0
    waiting = Opinion.objects.filter(stage=Opinion.Stage.ASKED).select_related("organisation")
    for one in waiting.order_by("pk"):
        clock = running(one, day)
        if clock.is_late or clock.whole - clock.used <= 1:
            told += telling.opinion_due(one, clock.due_on, is_late=clock.is_late, by=_BY)
    return told
