"""What goes with somebody who is erased: files that they sent up and on which nothing rests."""

from collections.abc import Callable

from django.db.models import QuerySet

from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Goer, register
from wutong.portal.files import actions, needs
from wutong.portal.files.models import StoredFile
from wutong.portal.shared.audit.recording import Named

# Apps add what else a file may serve that nobody would call needed when its owner erases it: somebody else's draft.
used_elsewhere: list[Callable[[StoredFile], bool]] = []


def unused_of(person: Person) -> QuerySet[StoredFile]:
    """Files of theirs that nothing needs."""
    own = StoredFile.objects.filter(uploaded_by=person, erased_at__isnull=True).select_related("uploaded_by")
    free = [one.pk for one in own if needs.why_needed(one) is None and not any(used(one) for used in used_elsewhere)]
    return StoredFile.objects.filter(pk__in=free)


def _forget(person: Person, by: Named) -> int:
    unused = list(unused_of(person))
    for one in unused:
        actions.erase(file=one, by=by)
    return len(unused)


register("files.StoredFile", Goer(unused_of, _forget, is_last=True))
