"""Letters, certificates and who is told: what an act sends, in both languages, kept word for word."""

import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from portal.cases.cast import district, do, sent
from portal.people import signed_in
from wutong.kernel import clock
from wutong.kernel.months import after_months
from wutong.portal.accounts.models import Membership
from wutong.portal.cases.actions import opinions
from wutong.portal.cases.actions.assigning import assign
from wutong.portal.cases.models import Certificate, Letter, Rating
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick
from wutong.portal.imports.models import Approval
from wutong.portal.materials.models import Permit
from wutong.portal.notices.models import Notice
from wutong.portal.shared.catalogue import catalogue

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_every_letter_of_every_flow_is_declared() -> None:
    sent_by_acts = {act.letter for flow in catalogue().flows.values() for act in flow.acts if act.letter}
    assert sent_by_acts == {one.code for one in catalogue().letters.letters}


def test_a_case_is_answered_in_letters_of_both_languages() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    case = do(where.officer, case, "reject", reason="保管条件不符", details={"decision": "不予购用"})
    receipt, acceptance, refusal = Letter.objects.filter(case=case)
    assert receipt.number == "WH-GS19-2026-00001"
    assert "2026年11月30日" in " ".join(receipt.content["zh"]["lines"])  # five working days to ask once
    assert "20 working days" in " ".join(acceptance.content["en"]["lines"])
    assert any("保管条件不符" in line for line in refusal.content["zh"]["lines"])
    assert refusal.content["zh"]["lines"][-1] == catalogue().letters.appeal.text.zh
    told = Notice.objects.filter(recipient=where.user)
    assert told.count() == 3
    assert told.get(subject__contains="refuse").body == "\n\n".join(refusal.content["en"]["lines"])


def test_excluded_time_is_told_with_its_ground_its_length_and_the_law() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    client = signed_in(where.officer)
    address = f"/cases/{case.case_id}/do/suspend/"
    typed = {"steps": case.steps, "reason": "库房须现场核查"}
    for lacking in ({"ground": "inspection"}, {"expected_days": 7}, {"ground": "inspection", "expected_days": 0}):
        assert client.post(address, {**typed, **lacking}).status_code == 422, lacking  # nothing is chosen for them
    assert client.post(address, {**typed, "ground": "inspection", "expected_days": 7}).status_code == 302
    lines = Letter.objects.get(case=case, code="exclusion_notice").content["zh"]["lines"]
    assert "现场" in lines[0]
    assert lines[1:] == ["预计所需时间：7日。", "依据：《行政许可法》第四十五条", "说明：库房须现场核查"]
    assert "7 days" in signed_in(where.user).get(f"/cases/{case.case_id}/").content.decode()


def test_a_decision_tells_its_reason_where_one_was_given_and_its_basis() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    case = do(where.officer, case, "grant", reason="保管条件符合", details={"decision": "准予"})
    lines = Letter.objects.get(case=case, code="decision_granted").content["zh"]["lines"]
    assert "理由：保管条件符合" in lines
    assert any(line.startswith("依据：《麻醉药品") for line in lines)


def test_what_was_asked_for_stands_in_the_letter() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "return", reason="请补齐", details={"papers": ["storage", "persons"]})
    letter = Letter.objects.get(case=case, code="completion_notice")
    assert "储存与保管条件；保管与使用人员名单" in letter.content["zh"]["lines"][1]
    assert len(letter.content["zh"]["lines"]) == 4


def test_letters_are_never_changed() -> None:
    where = district()
    sent(where, "GS19")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_letter SET code = 'other'")


def test_a_certificate_is_issued_once_with_its_end() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    case = do(where.officer, case, "grant", details={"decision": "准予"})
    case = do(where.clerk, case, "deliver")
    held = Certificate.objects.get(case=case)
    assert (held.valid_from, held.valid_to) == (TODAY, date(2027, 2, 22))  # three months, the last day is in
    assert any(held.number in line for line in Letter.objects.get(case=case, code="certificate").content["en"]["lines"])


def test_months_end_where_a_month_is_shorter() -> None:
    assert after_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert after_months(date(2028, 2, 29), -12) == date(2027, 2, 28)


def test_who_answers_is_reminded_and_their_superior_told_once() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    for day in (15, 15, 25, 26):
        tick(working_days().after(TODAY, day))
    reminded = Notice.objects.filter(recipient=where.officer, kind="case.reminder")
    overdue = Notice.objects.filter(recipient=where.leader, kind="case.overdue")
    assert (reminded.count(), overdue.count()) == (1, 1)
    assert case.number in overdue.get().subject


def test_the_administrators_are_told_where_the_applicant_has_left() -> None:
    where = district()
    case = sent(where, "GS19")
    Membership.objects.filter(person=where.user).update(until=clock.now())
    do(where.clerk, case, "accept")
    assert not Notice.objects.filter(recipient=where.user, subject__contains="acceptance").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_letter_is_read_and_taken_away_by_those_who_see_the_case(language: str) -> None:
    where = district()
    letter = Letter.objects.get(case=sent(where, "GS19"))
    address = f"/cases/{letter.case.case_id}/letters/{letter.pk}/"
    client = signed_in(where.user, language)
    assert letter.content[language]["lines"][0] in client.get(address).content.decode()
    file = client.get(f"{address}file/")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages)
    assert letter.number in words
    assert letter.content[language]["title"] in words
    assert signed_in(where.adviser).get(address).status_code == 404


def test_a_granted_purchase_is_a_permit_in_the_ledger_of_controlled_materials() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    case = do(where.officer, case, "grant", details={"decision": "准予"})
    do(where.clerk, case, "deliver")
    permit = Permit.objects.get()
    assert (permit.organisation, permit.granted_for_case) == (where.firm, case.number)
    assert (permit.substance.category, permit.quantity) == ("narcotic", 3)


def test_a_granted_import_is_an_approval_with_its_quantity() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS17"), "accept")
    for opinion in case.opinions.all():
        who = where.officer if opinion.organisation == where.office else where.adviser
        opinions.give(opinion=opinion, verdict="agree", text="同意", by=who)
    case = do(where.officer, case, "conclude")
    case = do(where.officer, case, "grant", details={"decision": "准予"})
    do(where.clerk, case, "deliver")
    approval = Approval.objects.get()
    assert (approval.organisation, approval.case_number, approval.kind) == (where.firm, case.number, "listed_pair")


def test_who_holds_a_certificate_is_reminded_of_its_end_once() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    case = do(where.officer, case, "grant", details={"decision": "准予"})
    do(where.clerk, case, "deliver")
    ends = Certificate.objects.get(case=case).valid_to
    assert ends is not None
    for left in (70, 60, 59, 6, 5):
        tick(ends - timedelta(days=left))
    told = Notice.objects.filter(recipient=where.user, key__startswith="certificate:")
    assert {key.rsplit(":", 1)[1] for key in told.values_list("key", flat=True)} == {"60", "7"}
    assert told.count() == 2


def test_superiors_are_told_what_is_escalated_and_whoever_is_given_a_case() -> None:
    where = district()
    case = do(where.officer, do(where.clerk, sent(where, "GS19"), "accept"), "escalate", reason="用途存疑")
    assert Notice.objects.get(recipient=where.leader, subject__contains=case.number).body == "用途存疑"
    assign(cases=[case], to=where.officer, by=where.leader)
    assert Notice.objects.filter(recipient=where.officer, subject__startswith="A case for you").count() == 1


def test_a_case_is_rated_once_by_its_applicant() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "decline", reason="不属本部门")
    user, address = signed_in(where.user), f"/cases/{case.case_id}/"
    assert f"{address}rate/" in user.get(address).content.decode()
    assert signed_in(where.officer).post(f"{address}rate/", {"stars": "1"}).status_code == 404
    assert user.post(f"{address}rate/", {"stars": "9"}).status_code == 404
    assert user.post(f"{address}rate/", {"stars": "4", "remark": "说得清楚"}).status_code == 302
    assert f"{address}rate/" not in user.get(address).content.decode()
    user.post(f"{address}rate/", {"stars": "1"})
    assert Rating.objects.get().stars == 4
