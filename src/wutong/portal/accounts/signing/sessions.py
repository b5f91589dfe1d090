"""The sessions of somebody, found by what they hold: they name nobody in a column."""

from django.contrib.sessions.models import Session

from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Goer, register
from wutong.portal.shared.audit.recording import Named


def sessions_of(person: Person) -> list[Session]:
    """Those in which `person` has signed in."""
    return [one for one in Session.objects.all() if one.get_decoded().get("_auth_user_id") == str(person.pk)]


def held_in(person: Person, key: str) -> list[str]:
    """What their sessions hold under `key`."""
    said = (one.get_decoded().get(key) for one in sessions_of(person))
    return sorted({str(one) for one in said if one})


def _forget(person: Person, by: Named) -> int:
    keys = [one.pk for one in sessions_of(person)]
    return Session.objects.filter(pk__in=keys).delete()[0]


register(
    "sessions.Session",
    Goer(lambda person: Session.objects.filter(pk__in=[one.pk for one in sessions_of(person)]), _forget, is_last=True),
)
