"""Files of cases: read by whoever sees such a case, and not erased while a case that was sent rests on them."""

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import Access
from wutong.portal.cases.access import visible
from wutong.portal.cases.models import CasePaper
from wutong.portal.files.access import needs, readers
from wutong.portal.files.models import StoredFile


def may_read(access: Access, file: StoredFile) -> bool:
    """Whether a case that somebody sees has the file among its papers."""
    cases = CasePaper.objects.filter(file_id=file.pk, dropped_at__isnull=True).values("case_id")
    return visible(access).filter(pk__in=cases).exists()


def why_needed(file: StoredFile) -> Text | None:
    """A case that was sent rests on its papers."""
    rows = CasePaper.objects.filter(file_id=file.pk, dropped_at__isnull=True).exclude(case__number="")
    number = rows.values_list("case__number", flat=True).first()
    return Text(f"办件 {number} 的材料", f"a paper of case {number}") if number else None


readers.register(may_read)
needs.register(why_needed)
