"""The demo's cases are made by the actions of real ones, once."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from portal.people import organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.demo import history
from wutong.portal.cases.models import Case, CaseStep, Certificate, Letter
from wutong.portal.cases.queries.continuing.renewals import Window, renewal_of
from wutong.portal.flowing.ticking import tick
from wutong.portal.shared.catalogue import catalogue

pytestmark = pytest.mark.django_db


def cast() -> None:
    """As many of the demo's people as its cases need."""
    firm, window = organisation("江畔生物医药有限公司"), organisation("窗口", Kind.DEPARTMENT)
    office, customs = organisation("监管科", Kind.DEPARTMENT), organisation("海关", Kind.DEPARTMENT)
    for username, role, where in (
        ("user", Role.ENTERPRISE_USER, firm),
        ("clerk", Role.WINDOW_CLERK, window),
        ("reviewer", Role.DEPARTMENT_REVIEWER, office),
        ("leader", Role.LEADER, office),
        ("customs", Role.CUSTOMS, customs),
        ("expert", Role.EXPERT, organisation("远山大学", Kind.UNIVERSITY)),
    ):
        somebody(username, role, where)


def test_an_order_of_before_the_change_waits_for_who_takes_it_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_CASES", 1)
    years_on = datetime(2029, 3, 5, 9, tzinfo=clock.SHANGHAI)  # a demo is made on any later day
    with clock.standing(years_on - timedelta(days=2000)):
        cast()
        lab = somebody("lab", Role.PROVIDER, organisation("检测平台", Kind.PROVIDER))
    with clock.standing(years_on):
        history.furnish()
        tick(clock.today())
        case = Case.objects.get(service_code="VS09")
        before, after = catalogue().services["VS09"][-2:]
        assert before.effective_to is not None and case.submitted_on is not None
        assert case.submitted_on < before.effective_to < after.effective_from
        assert (case.service_version, case.phase, case.due_on) == (before.version, "running", None)
        address = reverse("cases:upgrade", args=[case.case_id])
    # The client's session is of today.
    page = signed_in(lab, "en").get(reverse("cases:case", args=[case.case_id])).content.decode()
    assert address in page
    title = after.fields["storage"].title.en
    client = signed_in(lab, "en")
    assert title in client.get(address).content.decode()
    assert client.post(address, {"steps": case.steps, "version": after.version}).status_code == 302
    case.refresh_from_db()
    assert (case.service_version, case.answers["storage"]) == (after.version, "unstated")


def test_months_of_cases_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_CASES", 12)
    history.furnish()
    assert not Case.objects.exists()  # without its cast there is nothing to show
    with history.clock.standing(history.clock.now() - history.timedelta(days=2000)):
        cast()
    history.furnish()
    made = Case.objects.count()
    assert made > 5
    assert Case.objects.filter(phase="draft").count() == 2
    assert Letter.objects.count() >= Case.objects.exclude(phase="draft").count()
    assert CaseStep.objects.filter(at__date__lt=history.clock.today()).exists()
    certificate = Certificate.objects.get(case__submitted_on__year__lt=history.clock.today().year - 3)
    assert renewal_of(certificate, history.clock.today()).window is Window.OPEN
    history.furnish()
    assert Case.objects.count() == made
