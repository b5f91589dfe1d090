"""What a case grants for a time: its certificate, and when that is to be renewed."""

from datetime import date, timedelta

from wutong.catalog.services import Certificate as Declared
from wutong.catalog.services import Lead, Period
from wutong.kernel.months import after_months
from wutong.portal.cases.actions import grants
from wutong.portal.cases.actions.continuing import renewing
from wutong.portal.cases.actions.numbers import next_number
from wutong.portal.cases.models import Case, CaseStep, Certificate
from wutong.portal.flowing.positions import working_days
from wutong.portal.shared.audit.recording import Program, record
from wutong.workflow.moves import Moved

_ISSUING = frozenset({"deliver", "publish"})


def follow(case: Case, step: CaseStep, moved: Moved) -> None:
    """Issue the certificate of a service with the act that delivers it; once a case."""
    declared = case.service.certificate
    if declared is None or moved.act.code not in _ISSUING or Certificate.objects.filter(case=case).exists():
        return
    dates = _dates(declared, renewing.begins_on(case, declared, moved.on))
    made = Certificate.objects.create(case=case, number=next_number(f"ZS-{case.service_code}", moved.on), **dates)
    after = {"number": made.number, "valid_to": str(made.valid_to) if made.valid_to else None}
    who = Program(str(step.by_person_id or "tick"), step.by_name)
    record("certificate.issued", about=made, by=who, organisation=case.organisation, after=after)
    if case.renews is not None and case.renews.renewed_by_id is None:
        renewing.replace(case.renews, made, who)
    grants.follow(case, made, who)


def _dates(declared: Declared, on: date) -> dict[str, date | None]:
    end = _last_day(on, declared.validity) if declared.validity else None
    opens = _before(end, declared.renewal_opens) if end and declared.renewal_opens else None
    closes = _before(end, declared.renewal_closes) if end and declared.renewal_closes else None
    return {"valid_from": on, "valid_to": end, "renewal_opens_on": opens, "renewal_closes_on": closes}


def _last_day(start: date, validity: Period) -> date:
    """The day before the one on which the time is over."""
    return after_months(start, validity.amount * (12 if validity.unit == "year" else 1)) - timedelta(days=1)


def _before(end: date, lead: Lead) -> date:
    if lead.unit == "month":
        return after_months(end, -lead.amount)
    calendar, day = working_days(), end - timedelta(days=lead.amount)
    while calendar.count(day, end) < lead.amount:
        day -= timedelta(days=1)
    return day
