"""One certificate that the demo's firm was granted nearly five years ago, so that it is to be renewed now."""

import random
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

from wutong.kernel import clock
from wutong.kernel.months import after_months
from wutong.portal.accounts.access import Access, held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.cases.access import seen
from wutong.portal.cases.actions import doing, opening
from wutong.portal.cases.demo.answers import answers, bring_papers
from wutong.portal.cases.demo.people import District
from wutong.portal.cases.models import Case
from wutong.portal.cases.queries.prefill import known
from wutong.portal.files.models import StoredFile
from wutong.portal.shared.catalogue import catalogue

_CODE = "GS10"
_DAYS_LEFT = 85  # about sixty working days: between the first and the last day for renewal
_LONG_AGO = date(2020, 1, 1)  # the service as the catalogue has it is newer than the certificate


def grant_long_ago(people: District, sheet: StoredFile, draw: random.Random) -> None:
    """The case that led to it, by the actions of real ones; nothing where its people were not there then."""
    declared = catalogue().services[_CODE][-1]
    validity = declared.certificate.validity if declared.certificate else None
    assert validity is not None and validity.unit == "year"
    delivered = after_months(clock.today() + timedelta(days=_DAYS_LEFT), -12 * validity.amount)
    with _on(delivered - timedelta(days=30)):
        acting = (people.user, people.clerk, people.officer)
        if held_now(Membership.objects.filter(person__in=acting)).count() < len(acting):
            return
        then = declared.model_copy(update={"effective_from": _LONG_AGO})
        said, origins = known(then, people.firm, people.user)
        case = opening.open_case(
            service=then,
            organisation=people.firm,
            answers={**answers(then, clock.today(), draw), **said},
            origins=origins,
            by=people.user,
        )
        bring_papers(case, people.user, sheet)
        _do(case, "submit", people.user)
    for days, act, who in ((27, "accept", people.clerk), (6, "grant", people.officer), (0, "deliver", people.clerk)):
        with _on(delivered - timedelta(days=days)):
            _do(case, act, who)


def _do(case: Case, act: str, who: Person) -> None:
    case = Case.objects.get(pk=case.pk)
    reached = seen(Access.of_person(who), case)
    doing.do(seen=reached, act=act, after=case.steps, by=who, details={"decision": "符合条件，准予"})


def _on(day: date) -> AbstractContextManager[None]:
    return clock.standing_on(day, time(11))
