"""Papers that an enterprise keeps with its filings: its own alone, held while a filing rests on them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from portal.files.drawn import WHOLE
from portal.filing_firm import TODAY, Firm
from portal.people import signed_in
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.access import Access
from wutong.portal.files import actions as files
from wutong.portal.files.keeping.forgetting import unused_of
from wutong.portal.files.models import StoredFile
from wutong.portal.files.refusals import FileIsNeeded
from wutong.portal.filings.access import Seen
from wutong.portal.filings.actions import papers
from wutong.portal.filings.acts import PAPERS
from wutong.portal.filings.models import FilingPaper, PaperKind, TrackedFiling
from wutong.portal.filings.queries.papers import may_read
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch, empty_home: Home) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def brought(client: Client, filing: TrackedFiling, *names: str, kind: str = "acceptance") -> int:
    """Send files of a filing, each drawn by its ending; the status."""
    uploads = [SimpleUploadedFile(name, WHOLE.get(name.rpartition(".")[2], b"MZ")) for name in names]
    told = {"papers-kind": kind, "papers-uploads": uploads}
    return client.post(f"/filings/tracked/{filing.number}/papers/", told).status_code


def test_papers_are_kept_with_a_filing_and_seen_by_its_enterprise_alone() -> None:
    firm, rival = Firm(), Firm("别家生物有限公司", "other-")
    filing, client = firm.enter(), signed_in(firm.user)
    assert set(PAPERS) == set(PaperKind.values)
    assert brought(client, filing, "受理通知书.pdf", "附页.png") == 302
    assert brought(client, filing, "受理通知书.pdf") == 302  # the same one is there already
    assert brought(client, filing, "木马.exe") == 422
    assert brought(client, filing, "受理通知书.pdf", kind="nothing") == 422
    paper = FilingPaper.objects.get(file_name="受理通知书.pdf")
    assert FilingPaper.objects.count() == 2
    assert AuditEntry.objects.filter(act="filing.paper_added", object_id=filing.number).count() == 2
    page, address = f"/filings/tracked/{filing.number}/", f"/files/{paper.file_id}/"
    assert "受理通知书.pdf" in client.get(page).content.decode()
    assert client.get(f"/api/v1/filings/{filing.number}").json()["papers"][0]["file"] == str(paper.file_id)
    told = signed_in(firm.user).get("/accounts/me/data.json").json()["filing_papers"]
    assert [one["file_name"] for one in told] == ["受理通知书.pdf", "附页.png"]
    for who, found in ((firm.manager, 200), (rival.user, 404), (rival.manager, 404)):
        answer = signed_in(who).get(address)
        assert answer.status_code == found
        assert not answer.streaming or b"".join(answer.streaming_content) == WHOLE["pdf"]
        file = StoredFile.objects.get(pk=paper.file_id)
        assert may_read(Access.of_person(who), file) == (found == 200)
    stranger = signed_in(rival.user)
    assert brought(stranger, filing, "附页.png") == 404
    theirs = rival.enter()
    for one in (filing, theirs):  # neither by their own filing's address
        assert stranger.post(f"/filings/tracked/{one.number}/papers/{paper.pk}/drop/").status_code == 404


def test_a_paper_is_held_while_a_filing_rests_on_it_also_when_somebody_goes() -> None:
    firm = Firm()
    filing, client = firm.enter(), signed_in(firm.user)
    brought(client, filing, "批件.pdf", kind="decision")
    paper = FilingPaper.objects.get()
    file = StoredFile.objects.get(pk=paper.file_id)
    with pytest.raises(FileIsNeeded):
        files.erase(file=file, by=firm.user)
    assert not unused_of(firm.user).exists()
    for _ in range(2):
        papers.drop(paper=paper, by=firm.manager)
    assert AuditEntry.objects.filter(act="filing.paper_dropped", object_id=filing.number).count() == 1
    assert "批件.pdf" not in client.get(f"/filings/tracked/{filing.number}/").content.decode()
    assert unused_of(firm.user).get() == file
    again = papers.add(seen=Seen(filing, Access.of_person(firm.user)), kind="decision", file=file, by=firm.user)
    assert again.pk != paper.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        FilingPaper.objects.create(
            filing=filing, kind="decision", file_id=file.pk, file_name="批件.pdf", added_by=firm.user
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        FilingPaper.objects.filter(pk=again.pk).update(dropped_at=clock.now())


def test_a_filing_keeps_so_many_papers_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MOST", 1)
    firm = Firm()
    filing, client = firm.enter(), signed_in(firm.user)
    assert brought(client, filing, "一.pdf") == 302
    assert brought(client, filing, "二.png") == 409
