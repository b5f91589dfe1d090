"""The only way from a request to a file. What one may not read answers as what does not exist; so does an erased file.

A file is read by those of its own organisation who keep its files, and by whoever uploaded it while they belong there.
Apps that build on files let others read by `readers.register(rule)` in their `AppConfig.ready`; `needs.py` keeps a
file from being erased while it is needed.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.permissions import Permission
from wutong.portal.files import needs as needs  # found here by apps that let others read
from wutong.portal.files.models import StoredFile

Reader = Callable[[Access, StoredFile], bool]


class Readers:
    """Rules of other apps about who may read a file beside its own organisation."""

    def __init__(self) -> None:
        self._rules: list[Reader] = []

    def register(self, rule: Reader) -> None:
        """Let `rule(access, file)` allow reading, such as for the department that handles the file's case."""
        self._rules.append(rule)

    def allow(self, access: Access, file: StoredFile) -> bool:
        """True where any rule allows it."""
        return any(rule(access, file) for rule in self._rules)


readers = Readers()


def readable(request: HttpRequest, file_id: UUID) -> StoredFile:
    """The file of that number, where whoever asks may read it; raises Http404 otherwise."""
    access = Access.of(request)
    found = _living(file_id)
    if not (is_keeper(access, found) or readers.allow(access, found)):
        raise Http404
    return found


def erasable(request: HttpRequest, file_id: UUID) -> StoredFile:
    """The file of that number, where whoever asks may erase it; raises Http404 otherwise."""
    found = _living(file_id)
    if not is_keeper(Access.of(request), found):
        raise Http404
    return found


def is_keeper(access: Access, file: StoredFile) -> bool:
    """True for those who keep the files of its organisation, and for who uploaded it while they belong there."""
    if file.organisation_id in access.organisations(Permission.FILE_KEEP):
        return True
    belongs = file.organisation_id in {grant.organisation_id for grant in access.grants}
    return belongs and access.person is not None and file.uploaded_by_id == access.person.pk


def kept_organisations(request: HttpRequest) -> frozenset[int]:
    """The organisations whose files whoever asks keeps."""
    return Access.of(request).organisations(Permission.FILE_KEEP)


def _living(file_id: UUID) -> StoredFile:
    found = StoredFile.objects.select_related("organisation").filter(pk=file_id, erased_at__isnull=True).first()
    if found is None:
        raise Http404
    return found
