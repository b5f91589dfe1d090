"""What a case of imports brings with its certificate: an approval that shipments are declared against."""

from datetime import timedelta

import pytest

from portal.cases.cast import District, district, do, draft
from wutong.kernel import clock
from wutong.kernel.home import Home
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
    held = delivered(where, batch="B-7", expires_on=expires.isoformat(), registration_number="HJ-1", goods_amount=4)
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


@pytest.mark.parametrize(("days", "until"), [(10, 10), (-3, 0)])
def test_it_never_holds_beyond_the_batch(where: District, days: int, until: int) -> None:
    today = clock.today()
    held = delivered(where, expires_on=(today + timedelta(days=days)).isoformat())
    assert held.valid_to == today + timedelta(days=until)
