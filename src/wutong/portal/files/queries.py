"""Reads of the files app: which files an organisation has, and what they take."""

from collections.abc import Collection

from django.db.models import QuerySet, Sum

from wutong.portal.files.models import StoredFile


def kept_by(organisations: Collection[int]) -> QuerySet[StoredFile]:
    """The files of these organisations that are not erased, newest first."""
    living = StoredFile.objects.filter(organisation_id__in=organisations, erased_at__isnull=True)
    return living.order_by("-uploaded_at", "file_id")


def bytes_used(organisation_id: int) -> int:
    """What the files of an organisation take on disk; bytes that several files share count once."""
    each = kept_by([organisation_id]).order_by().values("bytes_id", "size_bytes").distinct()
    return int(each.aggregate(total=Sum("size_bytes"))["total"] or 0)
