"""A certificate is renewed in its time by a new case; undecided at its end, the law takes it as renewed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.cases.cast import District, as_, district, do, filled
from portal.people import organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.actions import opening
from wutong.portal.cases.actions.continuing import renewing
from wutong.portal.cases.actions.continuing.renewing import NeverRenewed, NotYetRenewed, RenewedAlready, TooLateToRenew
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.cases.queries.completeness import papers_asked
from wutong.portal.cases.queries.continuing.renewals import Holding, renewal_of
from wutong.portal.flowing.ticking import tick
from wutong.portal.notices.models import Notice
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.catalogue import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

GRANTED = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The day of the first grant; calling the fixture moves it."""

    def move(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    move(GRANTED)
    return move


def granted(where: District, case: Case) -> Certificate:
    """The certificate of a case that is sent, accepted, granted and delivered."""
    for who, act in (
        (where.user, "submit"),
        (where.clerk, "accept"),
        (where.officer, "grant"),
        (where.clerk, "deliver"),
    ):
        case = do(who, case, act, details={"decision": "准予"})
    return Certificate.objects.get(case=case)


def held(where: District, code: str = "GS10") -> Certificate:
    declared = catalogue().services[code][-1]
    answers = filled(declared)
    case = opening.open_case(service=declared, organisation=where.firm, answers=answers, origins={}, by=where.user)
    return granted(where, brought(case, where.user))


def brought(case: Case, by: Person) -> Case:
    """With every paper that it asks for."""
    for paper in papers_asked(case.service, case.answers):
        if paper.how != "shared":
            made = case.papers.create(case=case, paper_code=paper.code, how="pledge", added_by=by)
            assert made.pk
    return case


def begun(where: District, old: Certificate) -> Case:
    return brought(renewing.renew(certificate=old, by=where.user), where.user)


def page(who: Person, name: str, case: Case, language: str = "en") -> str:
    answer = signed_in(who, language).get(reverse(f"cases:{name}", args=[case.case_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_renewed_in_its_time_and_the_new_one_follows(today: Any) -> None:
    where = district()
    old = held(where)
    opens, closes, ends = old.renewal_opens_on, old.renewal_closes_on, old.valid_to
    assert opens and closes and ends
    address = reverse("cases:renew", args=[old.case.case_id])
    client = signed_in(where.user)
    today(opens - DAY)
    assert "it is too early now" in page(where.user, "renew", old.case)
    assert client.post(address).status_code == 409
    assert address not in client.get(reverse("cases:mine")).content.decode()
    today(opens)
    assert address in client.get(reverse("cases:mine")).content.decode()
    assert address in page(where.user, "case", old.case)
    answer = client.post(address)
    case = Case.objects.get(renews=old)
    assert answer.headers["Location"] == reverse("cases:fill", args=[case.case_id, case.service.pages[0].code])
    assert client.post(address).headers["Location"] == answer.headers["Location"]  # gone on with, not begun twice
    assert (case.flow_code, case.answers["registration_number"]) == ("renewal", "江畔路一号")
    assert case.origins["registration_number"] == {"from": "case", "number": old.case.number}
    assert case.origins["applicant_name"] == {"from": "organisation"}
    assert old.case.number in client.get(answer.headers["Location"]).content.decode()
    new = granted(where, brought(case, where.user))
    assert new.valid_from == ends + DAY
    assert new.valid_to == date(ends.year + 5, ends.month, ends.day)
    old.refresh_from_db()
    assert old.renewed_by == new
    assert AuditEntry.objects.get(act="certificate.renewed").after == {"renewed_by": new.number}
    assert new.number in page(where.user, "case", old.case)
    assert old.number in page(where.officer, "case", new.case)
    assert client.post(address).status_code == 409
    told = client.get(f"/api/v1/cases/{new.case.case_id}").json()
    assert (told["renews"], told["certificate"]["holding"], told["certificate"]["renewal"]) == (
        old.number,
        "coming",
        "early",
    )
    with pytest.raises(RenewedAlready):
        renewing.renew(certificate=old, by=where.user)
    row = new.case.clock_rows.get(clock="validity")
    assert (row.unit, row.amount, row.stopped_on) == ("calendar_day", (ends - opens).days, opens)


def test_after_its_time_a_new_application_is_needed(today: Any) -> None:
    where = district()
    old = held(where)
    assert old.renewal_closes_on and old.valid_to
    today(old.renewal_closes_on)
    case = begun(where, old)
    today(old.renewal_closes_on + DAY)
    with pytest.raises(TooLateToRenew):
        do(where.user, case, "submit")
    do(where.user, case, "discard")
    text = page(where.user, "renew", old.case, "zh")
    assert "不再受理延续" in text and reverse("cases:begin", args=["GS10"]) in text
    with pytest.raises(TooLateToRenew):
        renewing.renew(certificate=old, by=where.user)
    today(old.valid_to + DAY)
    assert renewal_of(old, clock.today()).holding is Holding.ENDED


def test_what_has_no_declared_renewal_is_applied_for_again(today: Any) -> None:
    where = district()
    old = held(where, "GS20")
    with pytest.raises(NeverRenewed):
        renewing.renew(certificate=old, by=where.user)
    with pytest.raises(NotYetRenewed):
        renewing.renew(certificate=held(where), by=where.user)


def test_undecided_at_its_end_it_counts_as_renewed_once(today: Any) -> None:
    where = district()
    old = held(where)
    assert old.renewal_closes_on and old.valid_to
    today(old.renewal_closes_on)
    case = do(where.clerk, do(where.user, begun(where, old), "submit"), "accept")
    case = do(where.officer, case, "suspend", reason="现场检查", ground="inspection")
    over = case.clock_rows.get(clock="validity").due_on
    assert over is not None and over >= old.valid_to
    today(old.valid_to)
    tick(old.valid_to)
    assert Case.objects.get(pk=case.pk).state == "paused"
    later = over + 20 * DAY  # nobody looked for weeks
    today(later)
    assert renewal_of(old, later).holding is Holding.KEPT
    assert "holds until that is decided" in page(where.user, "case", old.case)
    for _ in range(3):
        tick(later)
    case = Case.objects.get(pk=case.pk)
    assert case.state == "granted"
    assert case.step_rows.filter(act="deem_renewed").count() == 1
    assert case.letters.filter(code="deemed_renewal_notice").count() == 1
    assert renewal_of(old, later).holding is Holding.KEPT  # until the new one is delivered
    do(where.clerk, case, "deliver")
    assert Certificate.objects.get(case=case).valid_from == old.valid_to + DAY
    old.refresh_from_db()
    assert renewal_of(old, later).holding is Holding.RENEWED


def test_what_is_still_to_be_completed_at_its_end_is_not_renewed(today: Any) -> None:
    where = district()
    old = held(where)
    assert old.renewal_closes_on and old.valid_to
    today(old.renewal_closes_on)
    case = do(where.user, begun(where, old), "submit")
    case = do(where.clerk, case, "return", reason="请补充", details={"papers": ["manual"]})
    # The time to complete it outlasts the certificate.
    row = case.clock_rows.get(clock="supply")
    row.amount, row.due_on = 90, old.valid_to + 60 * DAY
    row.save()
    today(old.valid_to + 10 * DAY)
    tick(clock.today())
    case = Case.objects.get(pk=case.pk)
    assert case.state == "correcting"
    assert renewal_of(old, clock.today()).holding is Holding.ENDED
    with pytest.raises(TooLateToRenew):
        do(where.user, case, "supply")


def test_a_refusal_leaves_the_old_one_as_it_was(today: Any) -> None:
    where = district()
    old = held(where)
    assert old.renewal_opens_on and old.valid_to
    today(old.renewal_opens_on)
    case = do(where.clerk, do(where.user, begun(where, old), "submit"), "accept")
    case = do(where.officer, case, "reject", reason="不符合条件", details={"decision": "不予延续"})
    assert not case.clock_rows.filter(clock="validity", stopped_on=None).exists()
    today(old.valid_to)
    tick(old.valid_to)
    old.refresh_from_db()
    assert (old.renewed_by, renewal_of(old, old.valid_to).holding) == (None, Holding.VALID)


def test_reminders_speak_of_the_time_for_renewal_and_stop_with_it(today: Any) -> None:
    where = district()
    old = held(where)
    assert old.renewal_closes_on and old.renewal_opens_on
    kinds = Notice.objects.filter(key__startswith="certificate:")
    near = old.renewal_closes_on - 30 * DAY
    today(near)
    for _ in range(2):
        tick(near)
    notice = kinds.get()
    assert str(old.renewal_closes_on) in notice.body
    assert notice.address == reverse("cases:renew", args=[old.case.case_id])
    case = begun(where, old)
    do(where.user, case, "submit")
    nearer = old.renewal_closes_on - 5 * DAY
    today(nearer)
    tick(nearer)
    assert kinds.count() == 1
    do(where.user, case, "withdraw")
    tick(nearer)
    assert kinds.count() == 2


def test_strangers_find_nothing_and_officers_no_renewal(today: Any) -> None:
    where = district()
    old = held(where)
    assert old.renewal_opens_on
    today(old.renewal_opens_on)
    stranger = somebody("stranger", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    address = reverse("cases:renew", args=[old.case.case_id])
    for who in (stranger, where.officer, where.clerk, where.leader):
        client = signed_in(who)
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404), who
    bare = opening.open_case(
        service=catalogue().services["GS10"][-1], organisation=where.firm, answers={}, origins={}, by=where.user
    )
    assert signed_in(where.user).get(reverse("cases:renew", args=[bare.case_id])).status_code == 404
    assert not Case.objects.filter(renews=old).exists()


def test_the_database_knows_one_renewal_at_a_time(today: Any) -> None:
    where = district()
    old = held(where)
    assert old.renewal_opens_on
    today(old.renewal_opens_on)
    case = renewing.renew(certificate=old, by=where.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        opening.open_case(
            service=case.service, organisation=where.firm, answers={}, origins={}, by=where.user, renews=old
        )
    do(where.user, case, "discard")
    assert renewing.renew(certificate=old, by=where.user).pk != case.pk
    assert as_(where.user, case).case.pk == case.pk
