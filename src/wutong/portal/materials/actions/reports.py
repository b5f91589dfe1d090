"""Reports that purchases owe, filed with the receipt that was given; and acts that only leave a trace."""

from dataclasses import dataclass
from datetime import date

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.materials import refusals
from wutong.portal.materials.models import Report
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record, snapshot
from wutong.portal.shared.ledger.models import Book
from wutong.portal.shared.ledger.verifying import Broken, verify


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The ledgers of one holder, or of all, as the record of acts names them."""

    holder: Organisation | None
    audit_kind: str = "material_holder"

    @property
    def audit_id(self) -> str:
        return self.holder.audit_id if self.holder else "all"

    @property
    def audit_label(self) -> str:
        return self.holder.audit_label if self.holder else "*"


@action
def file_report(*, report: Report, filed_on: date, receipt: str, by: Person) -> None:
    """The purchase was reported on that day; raises FiledBefore."""
    found = Report.objects.select_for_update(of=("self",)).select_related("entry", "stock__organisation")
    locked = found.get(pk=report.pk)
    if locked.filed_on is not None:
        return nothing_changed()
    if not locked.entry.occurred_on <= filed_on <= clock.today():
        raise refusals.FiledBefore(day=filed_on, bought=locked.entry.occurred_on)
    locked.filed_on, locked.filed_at = filed_on, clock.now()
    locked.filed_by, locked.receipt = by.audit_label[:120], receipt
    locked.save(update_fields=["filed_on", "filed_at", "filed_by", "receipt"])
    after = snapshot(locked, "filed_on", "receipt")
    record("material_report.filed", about=locked, by=by, organisation=locked.stock.organisation, after=after)
    return None


@action
def verify_ledgers(*, holder: Organisation | None, by: Named) -> tuple[int, list[Broken]]:
    """How many books there are, and the first broken entry of each that is broken; of one holder, or of all."""
    books = Book.objects.filter(material_stock__isnull=False).order_by("pk")
    if holder is not None:
        books = books.filter(material_stock__organisation=holder)
    count, broken = 0, []
    for book in books:
        count += 1
        found = verify(book)
        if found is not None:
            broken.append(found)
    record(
        "material_ledgers.verified", about=Ledgers(holder), by=by, organisation=holder, after={"broken": len(broken)}
    )
    return count, broken


@action
def note_export(*, holder: Organisation | None, filter_: str, by: Named) -> None:
    """That somebody took a list away."""
    record("material_ledgers.exported", about=Ledgers(holder), by=by, organisation=holder, after={"filter": filter_})
