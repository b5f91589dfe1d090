"""Files of filings: read by whoever follows these, and kept from being erased while they are there."""

from django.db.models import QuerySet

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import Access
from wutong.portal.files.access import needs, readers
from wutong.portal.files.models import StoredFile
from wutong.portal.filings.access import visible
from wutong.portal.filings.models import FilingPaper, TrackedFiling


def papers_of(filing: TrackedFiling) -> QuerySet[FilingPaper]:
    """What is there now."""
    return FilingPaper.objects.filter(filing=filing, dropped_at__isnull=True).select_related("added_by")


def may_read(access: Access, file: StoredFile) -> bool:
    """Whether a filing that somebody sees has the file among its papers."""
    return visible(access).filter(papers__file_id=file.pk, papers__dropped_at__isnull=True).exists()


def why_needed(file: StoredFile) -> Text | None:
    """The record of a filing rests on its papers."""
    rows = FilingPaper.objects.filter(file_id=file.pk, dropped_at__isnull=True)
    number = rows.values_list("filing__number", flat=True).first()
    return Text(f"申报 {number} 的材料", f"a paper of filing {number}") if number else None


readers.register(may_read)
needs.register(why_needed)
