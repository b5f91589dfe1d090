"""An act of the demo's people on a case, by the action of real ones."""

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Person
from wutong.portal.cases.access import seen
from wutong.portal.cases.actions import doing
from wutong.portal.cases.models import Case


def do(case: Case, act: str, who: Person, **told: object) -> Case:
    """The case as it stands after `act`; raises what actions/doing raises."""
    case = Case.objects.get(pk=case.pk)
    reached = seen(Access.of_person(who), case)
    return doing.do(seen=reached, act=act, after=case.steps, by=who, **told)  # type: ignore[arg-type]
