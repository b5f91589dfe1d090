"""An applicant at the pages: begin with what is known, save, papers, what is missing, send; and whoever may not."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.cases.cast import District, district, draft, filled, sent, service
from portal.files.drawn import pdf
from portal.people import organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.actions import opening
from wutong.portal.cases.models import Case, CasePaper

pytestmark = pytest.mark.django_db

PDF = pdf()


@pytest.fixture
def where(empty_home: Home) -> District:
    return district()


def begun(where: District, code: str) -> Case:
    answer = signed_in(where.user).post(f"/cases/begin/{code}/", {"organisation": where.firm.pk})
    assert answer.status_code == 302
    return Case.objects.get()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_the_way_answers(where: District, language: str) -> None:
    client = signed_in(where.user, language)
    assert client.get("/cases/begin/GS17/").status_code == 200
    case = draft(where, "GS17")
    for page in ("", *(f"{case.case_id}/fill/{page.code}/" for page in case.service.pages)):
        assert client.get(f"/cases/{page}").status_code == 200
    assert client.get(f"/cases/{case.case_id}/papers/").status_code == 200
    assert case.service.title.model_dump()[language] in client.get(f"/cases/{case.case_id}/send/").content.decode()


def test_a_case_begins_with_what_is_known_and_says_whence(where: District) -> None:
    case = begun(where, "GS19")
    assert case.answers["applicant_name"] == where.firm.name_zh
    assert case.origins["applicant_name"] == {"from": "organisation"}
    page = signed_in(where.user).get(f"/cases/{case.case_id}/fill/applicant/").content.decode()
    assert "Filled in from the organisation" in page


@pytest.mark.parametrize(
    ("page", "field", "typed", "is_kept"),
    [
        ("controlled", "goods_amount", "-5", False),
        ("controlled", "goods_amount", "0", False),
        ("controlled", "goods_amount", "0.5", True),
        ("premises", "site_area", "0", False),
        ("applicant", "credit_code", "91310115MA1K000000", False),
        ("applicant", "credit_code", "91310115133782106K", True),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_typed(
    where: District, page: str, field: str, typed: str, is_kept: bool
) -> None:
    case = begun(where, "GS19")
    answer = signed_in(where.user).post(f"/cases/{case.case_id}/fill/{page}/", {field: typed})
    assert answer.status_code == (302 if is_kept else 422)
    case.refresh_from_db()
    assert (case.answers.get(field) not in (None, "")) is is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(-1, False), (0, True), (30, True)])
def test_a_day_that_is_planned_is_not_past(where: District, days: int, is_kept: bool) -> None:
    case = begun(where, "GS19")
    page = next(one.code for one in case.service.pages for field in one.fields if field.code == "used_by")
    with clock.standing(clock.now()):
        typed = (clock.today() + timedelta(days=days)).isoformat()
        answer = signed_in(where.user, "zh").post(f"/cases/{case.case_id}/fill/{page}/", {"used_by": typed})
    assert answer.status_code == (302 if is_kept else 422)
    assert ("请填写今天或以后的日期。" in answer.content.decode()) is not is_kept
    case.refresh_from_db()
    assert (case.answers.get("used_by") == typed) is is_kept


def test_going_back_after_sending_leads_to_the_case(where: District) -> None:
    case = sent(where, "GS19")
    client = signed_in(where.user)
    for path in ("fill/controlled/", "papers/", "send/"):
        answer = client.get(f"/cases/{case.case_id}/{path}")
        assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.case_id}/")
    again = client.post(f"/cases/{case.case_id}/send/", {"steps": 0}, follow=True)
    assert "sent already" in again.content.decode()
    client.post(f"/cases/{case.case_id}/fill/controlled/", {"goods_name": "另一种"})
    case.refresh_from_db()
    assert case.answers["goods_name"] != "另一种"


def test_a_value_that_was_changed_loses_its_origin(where: District) -> None:
    case = begun(where, "GS19")
    address = f"/cases/{case.case_id}/fill/applicant/"
    asked = {"applicant_name": "另一个名称", "contact_phone": "0571"}
    assert signed_in(where.user).post(address, asked).status_code == 302
    case.refresh_from_db()
    assert case.answers["applicant_name"] == "另一个名称"
    assert "applicant_name" not in case.origins


def test_what_can_be_read_is_saved_beside_what_cannot(where: District) -> None:
    case = begun(where, "GS19")
    asked = {"goods_name": "试剂甲", "goods_amount": "three"}
    answer = signed_in(where.user).post(f"/cases/{case.case_id}/fill/controlled/", asked)
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.answers["goods_name"] == "试剂甲"
    assert case.answers.get("goods_amount") is None


def test_papers_are_sent_up_taken_out_and_used_again(where: District) -> None:
    earlier = sent(where, "GS19")
    case = draft(where, "GS19")
    client, base = signed_in(where.user), f"/cases/{case.case_id}/papers/"
    held = CasePaper.objects.get(case=case, paper_code="storage")
    assert client.post(f"{base}{held.pk}/drop/").status_code == 302
    assert "Missing" in client.get(base).content.decode()
    again = CasePaper.objects.get(case=earlier, paper_code="storage")
    assert client.post(f"{base}storage/add/", {"earlier": again.pk}).status_code == 302
    upload = SimpleUploadedFile("储存.pdf", PDF, "application/pdf")
    assert client.post(f"{base}storage/add/", {"files": [upload]}).status_code == 302
    names = CasePaper.objects.filter(case=case, paper_code="storage", dropped_at__isnull=True)
    assert [one.file_name for one in names] == ["storage.pdf", "储存.pdf"]
    wrong = SimpleUploadedFile("x.pdf", b"MZ not a pdf", "application/pdf")
    assert client.post(f"{base}storage/add/", {"files": [wrong]}).status_code == 422


def test_an_upload_is_read_by_who_handles_the_case_and_nobody_else(where: District) -> None:
    case = draft(where, "GS19")
    upload = SimpleUploadedFile("储存.pdf", PDF, "application/pdf")
    signed_in(where.user).post(f"/cases/{case.case_id}/papers/storage/add/", {"files": [upload]})
    file_id = CasePaper.objects.get(case=case, file_name="储存.pdf").file_id
    officer = signed_in(where.officer)
    assert officer.get(f"/files/{file_id}/").status_code == 404  # a draft is the applicant's own
    signed_in(where.user).post(f"/cases/{case.case_id}/send/", {"steps": case.steps})
    assert b"".join(officer.get(f"/files/{file_id}/").streaming_content) == PDF
    assert signed_in(where.adviser).get(f"/files/{file_id}/").status_code == 404


def test_what_is_missing_leads_to_where_it_is_mended(where: District) -> None:
    case = begun(where, "GS19")
    page = signed_in(where.user).get(f"/cases/{case.case_id}/send/").content.decode()
    assert f"/cases/{case.case_id}/fill/controlled/#id_goods_name" in page
    assert f"/cases/{case.case_id}/papers/#paper-storage" in page
    assert re.search(r"<button[^>]*disabled", page)


def test_a_field_that_is_not_asked_is_not_missing(where: District) -> None:
    declared = service("GS17")
    answers = {**filled(declared), "scheme": "enterprise", "country": ""}
    case = opening.open_case(service=declared, organisation=where.firm, answers=answers, origins={}, by=where.user)
    page = signed_in(where.user).get(f"/cases/{case.case_id}/send/").content.decode()
    assert "#id_country" not in page


def test_others_find_neither_the_case_nor_its_form(where: District) -> None:
    case = draft(where, "GS19")
    rival = somebody("rival", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    for who in (rival, where.officer, where.clerk, where.leader):
        client = signed_in(who)
        for path in ("fill/controlled/", "papers/", "send/"):
            assert client.get(f"/cases/{case.case_id}/{path}").status_code == 404
        assert client.post(f"/cases/{case.case_id}/send/", {"steps": 0}).status_code == 404
    assert signed_in(rival).post("/cases/begin/GS19/", {"organisation": where.firm.pk}).status_code == 404


def test_a_case_that_was_sent_is_edited_no_more(where: District) -> None:
    case = sent(where, "GS19")
    with pytest.raises(opening.NotEditable):
        opening.save_answers(case=case, answers={"goods_name": "别的"}, by=where.user)
