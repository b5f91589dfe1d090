"""The rule on what must be left of a batch's shelf life, asked of a case before it is sent and before it is granted."""

from datetime import date

from wutong.catalog.imports import ShelfLife
from wutong.kernel import clock
from wutong.portal.cases.actions import grants
from wutong.portal.cases.models import Case
from wutong.portal.imports import refusals
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_shelf_life import Batch, last_arrival, too_late


def rule_of(case: Case) -> ShelfLife | None:
    """The rule that holds for what a case of this service grants."""
    kinds = catalogue().imports.approvals.kinds
    return next((one.shelf_life for one in kinds if one.service == case.service_code and one.shelf_life), None)


def arrives_by(case: Case) -> date | None:
    """The last day on which the batch of a case may arrive; None where no rule or no expiry is known."""
    rule = rule_of(case)
    batch = _batch(case, rule) if rule else None
    return last_arrival(batch, rule) if rule and batch else None


def check(case: Case) -> None:
    """Raise ShelfLifeTooShort where too little is left on arrival. A case without a day of arrival arrives today."""
    rule = rule_of(case)
    batch = _batch(case, rule) if rule else None
    if rule and batch and (why := too_late(batch, rule)) is not None:
        raise refusals.ShelfLifeTooShort(zh=why.zh, en=why.en)


def _batch(case: Case, rule: ShelfLife) -> Batch | None:
    expires_on = _day(case, rule.expires)
    if expires_on is None:
        return None
    return Batch(expires_on, _day(case, rule.arrives) or clock.today(), case.answers.get(rule.short_lived) is True)


def _day(case: Case, field: str) -> date | None:
    try:
        return date.fromisoformat(str(case.answers.get(field, "")))
    except ValueError:
        return None


for _kind in catalogue().imports.approvals.kinds:
    if _kind.shelf_life is not None:
        grants.register_check(_kind.service, check)
