"""What goes with somebody who is erased: a claim that waits for its answer is taken back. Decided ones stay."""

from django.db.models import QuerySet

from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Goer, register
from wutong.portal.claims.actions import filing
from wutong.portal.claims.models import Claim, State
from wutong.portal.shared.audit.recording import Named


def open_of(person: Person) -> QuerySet[Claim]:
    """Claims that nobody has answered."""
    return Claim.objects.filter(person=person, state=State.OPEN)


def _forget(person: Person, by: Named) -> int:
    waiting = list(open_of(person))
    for claim in waiting:
        filing.withdraw(claim=claim, by=by)
    Claim.objects.filter(pk__in=[claim.pk for claim in waiting]).delete()
    return len(waiting)


register("claims.Claim", Goer(open_of, _forget))
