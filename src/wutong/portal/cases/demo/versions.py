"""An order that began under the version before the one in force: it goes on by its own until it is taken on."""

import random
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Person
from wutong.portal.cases.access import seen
from wutong.portal.cases.actions import doing, opening
from wutong.portal.cases.demo.answers import answers
from wutong.portal.cases.demo.people import District, member_of
from wutong.portal.cases.models import Case
from wutong.portal.cases.queries.prefill import known
from wutong.portal.flowing.positions import working_days
from wutong.portal.shared.catalogue import catalogue

_CODE = "VS09"  # nothing limits how long such an order is worked on, so that it is under way in a demo of any later day
_LOOKED_BACK = 14  # days in which there surely are two on which offices work
_SAID = {"test": "细胞库支原体与无菌检查", "sample_kind": "冻存细胞", "standard": "《中国药典》通则"}


def order_before_the_change(people: District, draw: random.Random) -> None:
    """Asked for and taken on in the last two working days of the version before.

    Nothing where the service has had one version, where the next is still to come, or where nobody could take it on.
    """
    before = catalogue().services[_CODE][-2:-1]
    last = before[0].effective_to if before else None
    if last is None or last >= clock.today():
        return
    past = (last - timedelta(days=ago) for ago in range(_LOOKED_BACK))
    taken, asked, *_ = (day for day in past if working_days().is_working(day))
    with _on(asked):
        said, origins = known(before[0], people.firm, people.user)
        case = opening.open_case(
            service=before[0],
            organisation=people.firm,
            answers={**answers(before[0], asked, draw), **_SAID, **said},
            origins=origins,
            by=people.user,
        )
        case = _do(case, "submit", people.user)
    provider = member_of(case.lead) if case.lead else None
    if provider is not None:
        with _on(taken):
            _do(case, "take", provider)


def _do(case: Case, act: str, who: Person) -> Case:
    reached = seen(Access.of_person(who), Case.objects.get(pk=case.pk))
    doing.do(seen=reached, act=act, after=reached.case.steps, by=who)
    return Case.objects.get(pk=case.pk)


def _on(day: date) -> AbstractContextManager[None]:
    return clock.standing_on(day, time(14))
