"""What goes with somebody who is erased: visits that are still ahead are cancelled, so that others can book."""

from django.db.models import Q, QuerySet

from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Goer, register
from wutong.portal.appointments.actions import booking
from wutong.portal.appointments.models import Appointment, State
from wutong.portal.shared.audit.recording import Named


def ahead_of(person: Person) -> QuerySet[Appointment]:
    """Visits of theirs that have not begun."""
    now = clock.now().astimezone(clock.SHANGHAI)
    later = Q(day__gt=now.date()) | Q(day=now.date(), slot__begins__gt=now.time())
    return Appointment.objects.filter(later, holder=person, state=State.BOOKED)


def _forget(person: Person, by: Named) -> int:
    return sum(booking.free(appointment=one, by=by) for one in list(ahead_of(person)))


register("appointments.Appointment", Goer(ahead_of, _forget))
