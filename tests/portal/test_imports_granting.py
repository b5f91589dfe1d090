"""What a case of imports brings with its certificate: an approval that shipments are declared against."""

from datetime import timedelta

import pytest

from portal.cases.cast import District, district, do, draft
from portal.people import signed_in
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.kernel.months import after_months
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.imports import refusals
from wutong.portal.imports.actions import shipments
from wutong.portal.imports.actions.shipments import Declared
from wutong.portal.imports.models import Approval
from wutong.portal.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(empty_home: Home) -> District:
    return district()


def delivered(where: District, **answers: object) -> Approval:
    """The approval of a drug import that was filed, granted and delivered today."""
    case = draft(where, "GS18")
    Case.objects.filter(pk=case.pk).update(answers={**case.answers, **answers})
    do(where.user, case, "submit")
    do(where.clerk, case, "accept")
    do(where.officer, case, "grant", details={"decision": "准予备案"})
    assert not Approval.objects.exists()
    do(where.clerk, case, "deliver")
    return Approval.objects.get()


def test_a_drug_import_that_was_filed_is_declared_once_and_whole(where: District) -> None:
    expires = clock.today() + timedelta(days=900)
    asked = {"batch": "B-7", "registration_number": "HJ-1", "goods_amount": 4, "arrives_on": clock.today().isoformat()}
    held = delivered(where, expires_on=expires.isoformat(), **asked)
    certificate = Certificate.objects.get()
    assert (held.kind, held.number, held.organisation) == ("drug_clearance", certificate.number, where.firm)
    assert (held.granted, held.deducted, held.may_split) == (4_000, 0, False)
    assert (held.valid_from, held.valid_to) == (certificate.valid_from, certificate.valid_to)
    assert held.case_number == Case.objects.get().number
    assert all(word in held.note for word in ("HJ-1", "B-7", expires.isoformat(), "批号", "Batch"))
    assert Notice.objects.filter(recipient=where.user, kind="imports.approval").exists()
    shipments.declare(approval=held, declared=Declared(3_000), by=where.user)
    with pytest.raises(refusals.NotDeclarable):  # one clearance a batch
        shipments.declare(approval=held, declared=Declared(500), by=where.user)


@pytest.mark.parametrize(("is_short_lived", "months"), [(False, 12), (True, 6)])
def test_it_never_holds_beyond_the_last_day_on_which_the_batch_may_arrive(
    where: District, is_short_lived: bool, months: int
) -> None:
    """With twelve months left (six of a short life) a batch is filed, and with a day less it is refused by the rule."""
    today = clock.today()
    expires = after_months(today + timedelta(days=20), months)
    said = {"expires_on": expires.isoformat(), "is_short_lived": is_short_lived}
    last = after_months(expires, -months)
    arrives = {"arrives_on": (last + timedelta(days=1)).isoformat()}
    with pytest.raises(refusals.ShelfLifeTooShort, match=f"less than {months} months.*Measures on Drug Imports") as no:
        delivered(where, **said, **arrives)
    assert "《药品进口管理办法》" in no.value.text.zh and str(last) in no.value.text.zh
    assert not Case.objects.exclude(phase="draft").exists()
    held = delivered(where, **said, arrives_on=last.isoformat(), port="江畔空港")
    assert (held.arrives_by, held.port) == (last, "江畔空港")
    assert held.valid_to == min(last, Certificate.objects.get().valid_to or last)


def test_what_has_become_too_late_is_not_granted(where: District) -> None:
    """Corrected after it was sent: the officer is told the rule, and can only refuse."""
    today = clock.today()
    case = draft(where, "GS18")
    said = {"expires_on": after_months(today, 13).isoformat(), "is_short_lived": False, "arrives_on": today.isoformat()}
    Case.objects.filter(pk=case.pk).update(answers={**case.answers, **said})
    do(where.user, case, "submit")
    do(where.clerk, case, "accept")
    late = {**said, "arrives_on": after_months(today, 2).isoformat()}
    Case.objects.filter(pk=case.pk).update(answers={**case.answers, **late})
    answer = signed_in(where.officer).post(
        f"/cases/{case.case_id}/do/grant/",
        {"steps": Case.objects.get().steps, "decision": "准予备案", "reason": "符合条件", "confirmed": "on"},
    )
    assert answer.status_code == 409 and "less than 12 months are left" in answer.content.decode()
    assert (
        do(where.officer, case, "reject", reason="剩余有效期不足", details={"decision": "不予备案"}).state == "refused"
    )


def test_a_shipment_arrives_where_and_by_when_its_approval_says(where: District) -> None:
    today = clock.today()
    expires = after_months(today + timedelta(days=10), 12)
    held = delivered(
        where, expires_on=expires.isoformat(), is_short_lived=False, arrives_on=today.isoformat(), port="Airport A"
    )
    assert held.arrives_by is not None
    page = signed_in(where.user).get(f"/imports/approvals/{held.pk}/").content.decode()
    assert "To arrive by" in page and 'value="Airport A"' in page
    late = Declared(1_000, arrives_on=held.arrives_by + timedelta(days=1))
    with pytest.raises(refusals.ArrivesTooLate, match="Measures on Drug Imports"):
        shipments.declare(approval=held, declared=late, by=where.user)
    with pytest.raises(refusals.OtherPort, match="Airport A"):
        shipments.declare(approval=held, declared=Declared(1_000, port="Harbour B"), by=where.user)
    held.refresh_from_db()
    assert held.deducted == 0
    made = shipments.declare(approval=held, declared=Declared(1_000, arrives_on=held.arrives_by), by=where.user)
    assert made.port == "Airport A"
