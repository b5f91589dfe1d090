"""The page of a case: what each side sees of it, why each date is what it is, and the acts that it offers."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.cases.cast import District, as_, district, do, draft, experts, sent
from portal.people import organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.actions import opinions
from wutong.portal.cases.models import Case, Opinion
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

TODAY = date(2026, 11, 23)  # a Monday


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def page_of(client: Client, case: Case) -> str:
    answer = client.get(reverse("cases:case", args=[case.case_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, case: Case, code: str, **told: object) -> tuple[int, str]:
    steps = told.pop("steps", Case.objects.get(pk=case.pk).steps)
    answer = client.post(reverse("cases:do", args=[case.case_id, code]), {"steps": steps, **told})
    return answer.status_code, answer.content.decode()


def test_each_side_is_offered_its_own_acts() -> None:
    where = district()
    case = sent(where, "GS19")
    for who, offered, other in (
        (where.user, {"withdraw"}, {"accept", "return"}),
        (where.clerk, {"accept", "return", "decline", "correct", "escalate"}, {"withdraw", "submit"}),
        (where.leader, set(), {"accept", "withdraw"}),
    ):
        text = page_of(signed_in(who), case)
        assert all(f'id="act-{code}"' in text for code in offered), who
        assert not any(f'id="act-{code}"' in text for code in other), who


def test_others_find_nothing() -> None:
    where = district()
    case = sent(where, "GS19")
    stranger = somebody("stranger", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    for name, arguments in (("case", []), ("do", ["withdraw"]), ("assign", [])):
        address = reverse(f"cases:{name}", args=[case.case_id, *arguments])
        client = signed_in(stranger)
        assert (client.get(address) if name == "case" else client.post(address)).status_code == 404
    assert Client().get(reverse("cases:case", args=[case.case_id])).status_code == 302


def test_every_date_says_why() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    case = do(where.officer, case, "suspend", reason="现场检查", ground="inspection")
    text = page_of(signed_in(where.user), case)
    assert "Limit 20 working days: No limit of its own was found" in text
    assert "Began on 23 Nov 2026 with “Accept”; that day does not count." in text
    assert "Inspection on site, since 23 Nov 2026: 0 working days taken out so far." in text
    assert "While it is paused it has no end" in text
    case = do(where.officer, case, "resume")
    case = do(where.leader, case, "extend", reason="案情复杂")
    text = page_of(signed_in(where.user, "zh"), case)
    assert "延长 10 个工作日" in text
    assert "案情复杂" in text
    assert "尚未公布" in text  # the end lies in 2027, whose holidays are expected only


def test_an_act_asks_for_what_it_needs_and_keeps_what_was_typed() -> None:
    where = district()
    case = sent(where, "GS19")
    clerk = signed_in(where.clerk)
    status, text = act(clerk, case, "return", reason="缺少材料")
    assert status == 422
    assert "缺少材料" in text
    assert Case.objects.get(pk=case.pk).state == "submitted"
    assert act(clerk, case, "return", reason="缺少材料", papers=["storage"])[0] == 302
    case = Case.objects.get(pk=case.pk)
    assert case.state == "correcting"
    assert case.step_rows.last().details == {"papers": ["storage"]}
    assert "Storage and custody" in page_of(signed_in(where.user), case)


def test_what_cannot_be_undone_is_confirmed_first() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    officer = signed_in(where.officer)
    assert act(officer, case, "grant", decision="符合条件")[0] == 422
    assert Case.objects.get(pk=case.pk).state == "reviewing"
    assert act(officer, case, "reject", decision="不符", reason="不符合条件")[0] == 422
    assert act(officer, case, "grant", decision="符合条件", confirmed="on")[0] == 302
    assert Case.objects.get(pk=case.pk).state == "granted"


def test_whoever_comes_second_is_told_and_loses_nothing() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    seen = case.steps
    do(where.officer, case, "grant", details={"decision": "符合"})
    status, text = act(
        signed_in(where.officer), case, "reject", steps=seen, decision="不符合", reason="我的理由", confirmed="on"
    )
    assert status == 409
    assert "Since you opened the page, Officer has done “Grant”" in text
    assert "我的理由" in text
    assert Case.objects.get(pk=case.pk).state == "granted"


def test_a_slip_is_put_right_and_what_it_was_is_kept() -> None:
    where = district()
    case = sent(where, "GS19")
    clerk = signed_in(where.clerk)
    assert act(clerk, case, "correct", reason="笔误", field="goods_name", value="")[0] == 422
    assert act(clerk, case, "correct", reason="笔误", field="goods_name", value="氯胺酮")[0] == 302
    case = Case.objects.get(pk=case.pk)
    assert case.answers["goods_name"] == "氯胺酮"
    assert case.step_rows.last().details["correct"]["before"] == "江畔路一号"
    assert "“江畔路一号” → “氯胺酮”" in page_of(clerk, case)


def test_a_window_withdraws_only_what_it_took_in() -> None:
    where = district()
    case = sent(where, "GS19")
    status, _ = act(signed_in(where.clerk), case, "withdraw", confirmed="on")
    assert status == 409
    assert Case.objects.get(pk=case.pk).state == "submitted"


def test_time_is_told_apart_from_people_and_reminders_are_folded() -> None:
    where = district()
    case = sent(where, "GS19")
    for days in (3, 4, 6):
        tick(working_days().after(TODAY, days))
    text = page_of(signed_in(where.user), case)
    assert "2 reminders: Asking once" in text
    assert "Deemed accepted: nobody acted within the limit" in text
    assert text.count("is-reminded") == 1


def test_what_is_noted_among_officers_is_not_the_applicants() -> None:
    where = district()
    case = sent(where, "GS19")
    client = signed_in(where.officer)
    colleague = somebody("colleague", Role.DEPARTMENT_REVIEWER, where.office)
    address = reverse("cases:assign", args=[case.case_id])
    assert client.post(address, {"to": colleague.pk, "why": "专长"}).status_code == 302
    assert "assigned it to Colleague" in page_of(client, case)
    assert "Colleague" not in page_of(signed_in(where.user), case)
    assert signed_in(where.user).post(address, {"to": colleague.pk}).status_code == 404
    assert client.post(address, {"to": where.user.pk}).status_code == 404


def panel(where: District) -> tuple[Case, list[Opinion]]:
    experts(4)
    case = do(where.clerk, sent(where, "GS07"), "accept")
    case = do(where.officer, case, "convene", reason="需要评审", ground="expert_review")
    return case, list(case.opinions.select_related("expert"))


def test_experts_give_sealed_opinions_on_their_page() -> None:
    where = district()
    case, asked = panel(where)
    for number, one in enumerate(asked):
        assert one.expert is not None
        client = signed_in(one.expert)
        address = reverse("cases:opinion", args=[case.case_id, one.pk])
        assert client.get(address).status_code == 200
        told = {"verdict": "agree", "text": f"封存意见{number}"}
        assert client.post(address, told).status_code == 422  # says nothing about conflicts
        assert "封存意见" not in page_of(signed_in(where.officer), case)
        others = reverse("cases:opinion", args=[case.case_id, asked[number - 1].pk])
        assert client.get(others).status_code == 404
        assert client.post(address, {**told, "no_conflict": "on"}).status_code == 302
        assert client.get(address).status_code == 404
    assert "封存意见0" in page_of(signed_in(where.officer), case)
    assert "封存意见" not in page_of(signed_in(where.user), case)


def test_an_expert_sees_no_personal_data_and_may_step_back() -> None:
    where = district()
    case, asked = panel(where)
    first = asked[0]
    assert first.expert is not None
    client = signed_in(first.expert)
    assert page_of(client, case).count("•••") == 2  # who to call, and under which number
    answer = client.post(reverse("cases:conflict", args=[case.case_id, first.pk]), {"reason": "曾任顾问"})
    assert answer.status_code == 302
    assert client.get(reverse("cases:case", args=[case.case_id])).status_code == 404


def test_departments_read_and_give_opinions_and_the_lead_waits_for_them() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS17"), "accept")
    one = case.opinions.get(organisation=where.beside)
    adviser = signed_in(where.adviser)
    assert "0 of 2 opinions are in" in page_of(signed_in(where.officer), case)
    told = {"verdict": "conditions", "text": "需补充追溯"}
    assert adviser.post(reverse("cases:opinion", args=[case.case_id, one.pk]), told).status_code == 302
    assert "需补充追溯" in page_of(signed_in(where.officer), case)
    other = case.opinions.get(organisation=where.office)
    opinions.give(opinion=other, verdict="agree", text="同意", by=where.officer)
    assert act(signed_in(where.officer), case, "conclude", confirmed="on")[0] == 302


def test_the_way_of_a_draft_and_its_end() -> None:
    where = district()
    case = draft(where, "GS20")
    client = signed_in(where.user)
    assert reverse("cases:send", args=[case.case_id]) in page_of(client, case)
    assert act(client, case, "discard", confirmed="on")[0] == 302
    assert "The case has ended" in page_of(client, case)
    assert as_(where.user, Case.objects.get(pk=case.pk)).case.state == "withdrawn"


def test_organisations_are_named_in_the_language_of_the_reader() -> None:
    where = district()
    for one, zh, en in ((where.firm, "江畔甲公司", "Riverside One"), (where.office, "江畔科", "Riverside Section")):
        Organisation.objects.filter(pk=one.pk).update(name_zh=zh, name_en=en)
    case = sent(where, "GS19")
    for address in ("/cases/", f"/cases/{case.case_id}/", f"/cases/{case.case_id}/receipt/"):
        for language, firm, other in (("en", "Riverside One", "江畔甲公司"), ("zh", "江畔甲公司", "Riverside One")):
            text = signed_in(where.user, language).get(address).content.decode()
            main = text[text.index("<main") :]
            assert firm in main, (address, language)
            assert other not in main, (address, language)
