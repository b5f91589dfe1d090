"""Writes of the files app: keep a file, erase a file. A file is looked at before anything is written."""

from functools import partial
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.files import needs, queries
from wutong.portal.files.keeping import scanning, storage
from wutong.portal.files.keeping.storage import MEGABYTE, Draft
from wutong.portal.files.kinds import Kind
from wutong.portal.files.looking import names
from wutong.portal.files.looking.content import look
from wutong.portal.files.models import StoredFile
from wutong.portal.files.refusals import FileIsNeeded, QuotaUsedUp
from wutong.portal.shared.audit.recording import Named, action, after_commit, nothing_changed, record, snapshot


def keep(
    *, upload: "File[bytes]", organisation: Organisation, kinds: frozenset[str], by: Named, most_mb: int | None = None
) -> StoredFile:
    """Keep an uploaded file as its organisation's own; the same bytes under the same name are kept once.

    `kinds` are those of kinds.py that the form accepts, `most_mb` the form's own limit. What an app makes itself is
    kept in the same way, as `ContentFile(bytes, name="…")`. Call it before an action of your own rather than inside:
    looking takes time, and nothing should be locked meanwhile. Raises a FileRefused that says what to mend.
    """
    name = names.clean(upload.name or "")
    most = min(most_mb or settings.LARGEST_UPLOAD_MB, settings.LARGEST_UPLOAD_MB) * MEGABYTE
    with storage.aside(upload, name=name, most_bytes=most) as draft:
        kind = look(draft.file, name=name, kinds=kinds)
        scanning.scan(draft.file, name)
        return _enter(draft=draft, name=name, kind=kind, organisation=organisation, by=by)


@action
def _enter(*, draft: Draft, name: str, kind: Kind, organisation: Organisation, by: Named) -> StoredFile:
    """Give the draft its row, and its bytes their place; raises QuotaUsedUp."""
    # Held until the end: two uploads at once can neither pass the quota together nor be kept twice.
    owner = Organisation.objects.select_for_update().get(pk=organisation.pk)
    same = StoredFile.objects.filter(organisation=owner, sha256=draft.sha256, erased_at__isnull=True)
    already = same.filter(name=name).first()
    if already is not None:
        nothing_changed()
        return already
    twin = same.first()
    bytes_id = twin.bytes_id if twin else uuid4()
    if twin is None:
        _need_room(draft, name, owner)
    kept = StoredFile.objects.create(
        bytes_id=bytes_id,
        organisation=owner,
        name=name,
        kind=kind,
        media_type=kind.card.media_type,
        size_bytes=draft.size_bytes,
        sha256=draft.sha256,
        uploaded_by=by if isinstance(by, Person) else None,
        uploaded_at=clock.now(),
    )
    after = snapshot(kept, "kind", "size_bytes", "sha256")
    record("file.kept", about=kept, by=by, organisation=owner, after=after)
    if twin is None:
        storage.keep(draft, bytes_id)  # last, so that whatever fails before leaves no bytes behind
    return kept


@action
def erase(*, file: StoredFile, by: Named) -> None:
    """Remove a file's bytes and name; its row says that there was one. Raises FileIsNeeded."""
    owner = Organisation.objects.select_for_update().get(pk=file.organisation_id)
    locked = StoredFile.objects.select_for_update().get(pk=file.pk)
    if locked.is_erased:
        return nothing_changed()
    why = needs.why_needed(locked)
    if why is not None:
        raise FileIsNeeded(name=locked.name, why_zh=why.zh, why_en=why.en)
    record("file.erased", about=locked, by=by, organisation=owner)
    locked.erased_at = clock.now()
    locked.name = ""
    locked.save(update_fields=["erased_at", "name"])
    if not StoredFile.objects.filter(bytes_id=locked.bytes_id, erased_at__isnull=True).exists():
        after_commit(partial(storage.remove, locked.bytes_id))
    return None


def _need_room(draft: Draft, name: str, owner: Organisation) -> None:
    used, most = queries.bytes_used(owner.pk), settings.FILES_QUOTA_MB
    if used + draft.size_bytes > most * MEGABYTE:
        raise QuotaUsedUp(name=name, used_mb=f"{used / MEGABYTE:,.0f}", most_mb=f"{most:,}")
