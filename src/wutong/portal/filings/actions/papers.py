"""Papers of a filing: a file that portal/files has kept is added, or taken out; what was there stays on record."""

from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.files.models import StoredFile
from wutong.portal.filings.access import Seen
from wutong.portal.filings.models import FilingPaper, TrackedFiling
from wutong.portal.filings.refusals import TooManyPapers
from wutong.portal.flowing.moving import locked
from wutong.portal.shared.audit.recording import action, nothing_changed, record

MOST = 60


@action
def add(*, seen: Seen, kind: str, file: StoredFile, by: Person) -> FilingPaper:
    """Keep a file of the enterprise's own with its filing, once under one kind. Raises TooManyPapers."""
    filing = locked(seen.filing)
    held = FilingPaper.objects.filter(filing=filing, dropped_at__isnull=True)
    if (same := held.filter(kind=kind, file_id=file.pk).first()) is not None:
        nothing_changed()
        return same
    if held.count() >= MOST:
        raise TooManyPapers(most=MOST)
    made = FilingPaper.objects.create(filing=filing, kind=kind, file_id=file.pk, file_name=file.name, added_by=by)
    _recorded("filing.paper_added", filing, made, by)
    return made


@action
def drop(*, paper: FilingPaper, by: Person) -> None:
    """Take a paper out; its row stays, and the file may then be erased."""
    filing = locked(paper.filing)
    paper = FilingPaper.objects.select_for_update().get(pk=paper.pk)
    if paper.dropped_at is not None:
        nothing_changed()
        return
    paper.dropped_by, paper.dropped_at = by, clock.now()
    paper.save(update_fields=["dropped_by", "dropped_at"])
    _recorded("filing.paper_dropped", filing, paper, by)


def _recorded(act: str, filing: TrackedFiling, paper: FilingPaper, by: Person) -> None:
    """Names the file by its number alone: the record outlives what is erased."""
    after = {"paper": paper.kind, "file": paper.file_id.hex[:8]}
    record(act, about=filing, by=by, organisation=filing.organisation, after=after)
