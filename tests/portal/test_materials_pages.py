"""Pages and API of controlled materials: who reaches them, what forms do; statements, and what falls due."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from portal.materials_store import TODAY, Store, granted
from portal.people import SETUP, organisation, signed_in, somebody
from wutong.cli import checkup
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.materials import due
from wutong.portal.materials.actions import grant_permit
from wutong.portal.materials.actions.entries import enter
from wutong.portal.materials.actions.reports import file_report
from wutong.portal.materials.models import Permit, Proposal, Report
from wutong.portal.materials.notices import tell_due
from wutong.portal.materials.queries.duties import open_duties
from wutong.portal.materials.queries.statements import month_of, statement
from wutong.portal.notices.models import Notice
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.ledger.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

MOST_QUERIES = 12
LISTS = ("", "permits/", "waiting/", "reports/", "places/", "statement/")
STOCK = "stocks/{stock}/"


@pytest.fixture
def store() -> Store:
    """A holder with a month of entries."""
    made = Store()
    made.enter("received", "60", ago=20, supplier="甲供应社")
    made.enter("issued", "10", ago=10, purpose="assay 7")
    made.enter("used", "8", ago=9, purpose="assay 7")
    made.enter("returned", "2", ago=9)
    made.enter("counted", "51.5", ago=1)
    enter(stock=made.stock, said=made.say("issued", "3", purpose="assay 8"), by=made.one)
    return made


@pytest.fixture
def officer() -> Client:
    """A reviewing officer of some department at the browser."""
    return signed_in(somebody("officer", Role.DEPARTMENT_REVIEWER, organisation("药监科", Kind.DEPARTMENT)))


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.content.decode())


def posted(client: Client, path: str, **fields: object) -> str:
    """The page that a form leads to, or the form itself where it was refused."""
    answer = client.post(path, fields, follow=True)
    return unescape(answer.content.decode())


@pytest.mark.parametrize("path", [*LISTS, STOCK])
def test_lists_ask_little_of_the_database(store: Store, path: str) -> None:
    client = signed_in(store.one)
    with CaptureQueriesContext(connection) as asked:
        text(client, f"/materials/{path}".format(stock=store.stock.pk))
    assert len(asked) <= MOST_QUERIES


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_keeper_sees_stock_ledger_and_what_waits(store: Store, language: str) -> None:
    client = signed_in(store.one, language)
    page = text(client, f"/materials/stocks/{store.stock.pk}/")
    assert "assay 7" in page and "assay 8" in page and "P-1" in page
    assert ("领用出库" if language == "zh" else "Issued to use") in page
    assert store.stock.substance.name in text(client, "/materials/")
    assert text(client, f"/materials/stocks/{store.stock.pk}/?kind=used&sort=day").count("<tr id=") == 1
    assert text(client, f"/materials/stocks/{store.stock.pk}/?kind=odd&since=x&page=99").count("<tr id=") == 6 - 1


def test_another_firm_s_materials_do_not_exist(store: Store) -> None:
    rival = Store("江北试剂", mark="2")
    client = signed_in(rival.one)
    proposal = Proposal.objects.get(stock=store.stock, state="waiting")
    for path in (
        f"stocks/{store.stock.pk}/",
        f"stocks/{store.stock.pk}/file/",
        f"stocks/{store.stock.pk}/enter/received/",
        f"stocks/{store.stock.pk}/entries/1/correct/",
        f"permits/{store.permit.pk}/",
        f"statement/?holder={store.holder.pk}",
        "permits/add/",
        "supervision/",
    ):
        text(client, f"/materials/{path}", 404)
    for path in (
        f"stocks/{store.stock.pk}/verify/",
        f"waiting/{proposal.pk}/confirm/",
        f"waiting/{proposal.pk}/refuse/",
        f"places/{store.place.pk}/keepers/",
        f"permits/{store.permit.pk}/withdraw/",
        f"reports/{Report.objects.get(stock=store.stock).pk}/file/",
        "supervision/verify/",
    ):
        assert client.post(f"/materials/{path}", {"reason": "x"}).status_code == 404, path
    for path in (f"stocks/{store.stock.pk}/entries", "stocks/0/entries"):
        assert client.get(f"/api/v1/materials/{path}").status_code == 404
    assert store.holder.name_zh not in text(client, "/materials/permits/") + text(client, "/materials/")
    items = client.get("/api/v1/materials/stocks").json()["items"]
    assert [one["holder"] for one in items] == ["江北试剂"]


def test_strangers_sign_in_and_others_find_nothing(store: Store) -> None:
    assert Client().get("/materials/").status_code == 302
    investor = signed_in(somebody("investor", Role.INVESTOR, organisation("栖枝", Kind.INVESTOR)))
    for path in LISTS:
        text(investor, f"/materials/{path}", 404)
    assert Client().get("/api/v1/materials/stocks").status_code == 401


def test_entering_by_form_refuses_clearly_and_asks_for_a_second_keeper(store: Store) -> None:
    client = signed_in(store.one)
    address = f"/materials/stocks/{store.stock.pk}/enter/received/"
    fields = {
        "quantity": "41",
        "occurred_on": TODAY.isoformat(),
        "permit": store.permit.pk,
        "supplier": "甲",
        "note": "",
    }
    refused = posted(client, address, **fields)
    assert "Under permit P-1 40 g may still be bought; 41 g cannot be entered." in refused
    assert "Entered as number 7." not in refused
    assert "Entered as number 6." in posted(client, address, **{**fields, "quantity": "1"})
    asked = posted(
        client,
        f"/materials/stocks/{store.stock.pk}/enter/destroyed/",
        quantity="1",
        occurred_on=TODAY.isoformat(),
        purpose="expired",
        witness="Second",
    )
    assert "Somebody who does not must see the destruction" in asked
    assert "It waits for another keeper" in posted(
        client,
        f"/materials/stocks/{store.stock.pk}/enter/issued/",
        quantity="1",
        occurred_on=TODAY.isoformat(),
        purpose="p",
    )
    text(client, f"/materials/stocks/{store.stock.pk}/enter/stolen/", 404)


def test_the_second_keeper_confirms_or_refuses(store: Store) -> None:
    proposal = Proposal.objects.get(state="waiting")
    address = f"/materials/waiting/{proposal.pk}/"
    assert "another keeper must confirm it" in posted(signed_in(store.one), f"{address}confirm/")
    second = signed_in(store.other)
    assert "Say why it is refused." in posted(second, f"{address}refuse/")
    assert "Confirmed and entered." in posted(second, f"{address}confirm/")
    assert store.levels == (Decimal(49), Decimal(3))
    assert "has settled this already" in posted(second, f"{address}refuse/", reason="late")


def test_a_correction_gives_its_reason_and_both_stay(store: Store) -> None:
    client = signed_in(store.one)
    address = f"/materials/stocks/{store.stock.pk}/entries/3/correct/"
    assert 'value="8"' in text(client, address)
    fields = {"quantity": "7", "occurred_on": (TODAY - timedelta(days=9)).isoformat(), "purpose": "assay 7"}
    assert Entry.objects.count() == 5
    posted(client, address, **fields)  # without a reason
    assert Entry.objects.count() == 5
    page = posted(client, address, **fields, reason="misread")
    assert "corrected by entry 6" in page and "misread" in page
    assert store.levels == (Decimal(52), Decimal(1))
    page = posted(
        client, f"/materials/stocks/{store.stock.pk}/entries/6/correct/", **{"void": "1", "void-reason": "no"}
    )
    assert "takes back entry 6" in page
    text(client, f"/materials/stocks/{store.stock.pk}/entries/99/correct/", 404)


def test_places_and_keepers_are_managed_by_administrators(store: Store) -> None:
    text(signed_in(store.one), "/materials/places/add/", 404)
    client = signed_in(store.other)
    assert "Entered. Now name two keepers." in posted(client, "/materials/places/add/", name="二号库", location="B2")
    assert "already" in posted(client, "/materials/places/add/", name="二号库")
    dismissed = f"/materials/places/{store.place.pk}/keepers/{store.one.pk}/dismiss/"
    assert "no longer keeps" in posted(client, dismissed)
    assert "Two are needed" in text(client, "/materials/places/")
    assert "keeps 一号库" in posted(client, f"/materials/places/{store.place.pk}/keepers/", person=store.one.pk)
    place = store.holder.material_places.get(name="二号库")
    fields = {"substance": store.stock.substance_id, "place": place.pk}
    assert "二号库" in posted(client, "/materials/stocks/add/", **fields)
    assert "has a ledger" in posted(client, "/materials/stocks/add/", **fields)


def test_officers_see_every_holder_enter_permits_and_verify(store: Store, officer: Client) -> None:
    assert officer.get("/materials/").headers["Location"] == "/materials/supervision/"
    page = text(officer, "/materials/supervision/")
    assert store.holder.name_zh in page
    assert "material-late" in page  # received 20 days ago and not reported
    fields = {
        "holder": store.holder.name_zh,
        "category": "narcotic",
        "service_code": "GS19",
        "substance": "对照品丙",
        "quantity": "5",
        "unit": "mg",
        "number": "N-1",
        "issuer": "省药监",
        "valid_from": TODAY.isoformat(),
        "valid_to": TODAY.isoformat(),
    }
    assert "is not granted" not in posted(officer, "/materials/permits/add/", **fields)
    permit = Permit.objects.get(number="N-1")
    assert "are not granted by GS21" in posted(
        officer, "/materials/permits/add/", **{**fields, "number": "N-2", "service_code": "GS21"}
    )
    assert "No one organisation" in posted(officer, "/materials/permits/add/", **{**fields, "holder": "nobody"})
    assert "Withdrawn." in posted(officer, f"/materials/permits/{permit.pk}/withdraw/", reason="entered twice")
    assert "every chain is whole" in posted(officer, "/materials/supervision/verify/")
    assert "every chain is whole" in posted(officer, f"/materials/stocks/{store.stock.pk}/verify/")
    text(officer, f"/materials/stocks/{store.stock.pk}/enter/received/", 404)
    text(officer, f"/materials/statement/?holder={store.holder.pk}")


def test_files_hold_what_pages_show_and_taking_them_is_recorded(store: Store) -> None:
    client = signed_in(store.one, "zh")
    grant_permit(holder=store.holder, granted=granted("=1+1", substance="=cmd"), by=SETUP)
    for path in ("file/", "permits/file/", f"stocks/{store.stock.pk}/file/", "statement/file/"):
        answer = client.get(f"/materials/{path}?format=csv")
        content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        rows = list(csv.reader(io.StringIO(content)))
        assert len(rows) > 1, path
        assert not any(cell.startswith("=") for row in rows for cell in row)
        sheet = client.get(f"/materials/{path}?format=xlsx")
        assert b"".join(sheet.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert AuditEntry.objects.filter(act="material_ledgers.exported").count() == 8


def test_the_statement_adds_up_and_compares_with_the_count() -> None:
    store = Store()
    first = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)  # of the month before, which is over
    ago = (TODAY - first).days
    store.enter("received", "50", ago=ago + 2)
    store.enter("received", "20", ago=ago)
    store.enter("issued", "30", ago=ago, purpose="x")
    store.enter("used", "12", ago=ago - 1, purpose="x")
    store.enter("returned", "8", ago=ago - 2)
    store.enter("counted", "47.5", ago=ago - 2)
    store.enter("lost", "5", ago=ago - 3, purpose="broken")
    found = statement(store.holder, first)
    line = found.lines[0]
    assert (line.opening, line.came_in, line.went_out, line.closing) == (50, 28, 35, 43)
    assert line.opening + line.came_in - line.went_out == line.closing
    assert (line.opening_in_use, line.closing_in_use, line.difference) == (0, 10, Decimal("-0.5"))
    after = statement(store.holder, TODAY.replace(day=1)).lines[0]
    assert (after.opening, after.opening_in_use, after.difference) == (43, 10, None)
    page = text(signed_in(store.one), f"/materials/statement/?month={first:%Y-%m}")
    assert "47.5" in page and "−0.5" in page


def test_the_statement_is_printed(store: Store) -> None:
    if not (settings.FRONTEND_ROOT / "node_modules").is_dir():
        pytest.skip("the front-end libraries are not installed; run make setup")
    file = signed_in(store.one, "zh").get("/materials/statement/file/?format=pdf")
    content = io.BytesIO(b"".join(file.streaming_content))  # type: ignore[attr-defined]
    read = "".join(page.extract_text() for page in PdfReader(content).pages)
    assert "试剂甲" in read and "实物盘点" in read


@pytest.mark.parametrize("asked", ["2026-13", "1999-12", "x", "9999-01", "2026-1", ""])
def test_odd_months_are_this_month(asked: str) -> None:
    assert month_of(asked, date(2026, 11, 22)) == date(2026, 11, 1)


def test_a_report_falls_due_after_five_days_and_is_told_once_for_each_key() -> None:
    store = Store()
    entry = store.enter("received", "1", ago=20)
    report = Report.objects.get()
    bought = entry.occurred_on
    duty = open_duties(Report.objects.all(), bought)[0]
    assert duty.due_on >= bought + timedelta(days=5)  # later where that is no working day
    keys: list[str] = []
    for days in range(20):  # a report whose day is a holiday is due when people work again
        today = bought + timedelta(days=days)
        found = [one for one in due.events(today) if one.kind.startswith("materials.report")]
        assert all(one.day <= today for one in found)
        keys += [one.key for one in found if one.key not in keys]
    assert len(keys) == 3  # two days before, on the day, and once it is late
    assert keys[-1].startswith("materials.report_overdue")
    assert tell_due(duty.due_on) == 4  # two messages to each of two people
    assert tell_due(duty.due_on) == 0
    assert {one.recipient for one in Notice.objects.filter(kind="materials.report_due")} == {store.one, store.other}
    file_report(report=report, filed_on=bought + timedelta(days=2), receipt="R-1", by=store.one)
    assert not [one for one in due.events(TODAY) if one.kind.startswith("materials.report")]


def test_the_end_of_a_permit_is_told_ahead() -> None:
    store = Store()
    found = due.events(store.permit.valid_to - timedelta(days=7))
    assert [one.key.rsplit(":", 1)[1] for one in found if one.kind == "materials.permit_ends"] == ["30", "7"]
    assert found[0].address == reverse("materials:permit", args=[store.permit.pk])


def test_reports_are_filed_by_form(store: Store) -> None:
    client = signed_in(store.one)
    report = Report.objects.get()
    address = f"/materials/reports/{report.pk}/file/"
    early = (report.entry.occurred_on - timedelta(days=1)).isoformat()
    assert "earlier than the purchase" in posted(client, address, filed_on=early)
    assert "Give the day" in posted(client, address, filed_on="x")
    assert "Recorded as reported." in posted(client, address, filed_on=TODAY.isoformat(), receipt="R-7")
    assert "R-7" in text(client, "/materials/reports/")


def test_programs_read_the_same(store: Store, officer: Client) -> None:
    got = officer.get("/api/v1/materials/permits?state=valid").json()["items"][0]
    assert (got["number"], Decimal(got["remaining"])) == ("P-1", Decimal(40))
    entries = officer.get(f"/api/v1/materials/stocks/{store.stock.pk}/entries?holding=true").json()
    assert entries["total"] == 5
    assert entries["items"][-1]["hash"] == Entry.objects.get(number=1).hash
    assert officer.get("/api/v1/materials/due").json()[0]["is_overdue"]


def test_doctor_reads_every_chain(store: Store, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_has_portal", lambda home: True)
    monkeypatch.setattr(checkup, "start_django", lambda home: None)
    found = list(checkup._ledgers(Home(tmp_path)))  # type: ignore[arg-type]
    assert [one.is_failure for one in found] == [False]
    last = Entry.objects.get(number=5)
    values = {name: getattr(last, name) for name in ("book", "occurred_on", "entered_at", "by_id", "by_name")}
    Entry.objects.create(**values, number=6, kind="used", previous_hash=last.hash, hash="0" * 64)
    found = list(checkup._ledgers(Home(tmp_path)))  # type: ignore[arg-type]
    assert [one.is_failure for one in found] == [True]
    assert "entry 6" in found[0].sentence.en
