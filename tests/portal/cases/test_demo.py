"""The demo's cases are made by the actions of real ones, once."""

import pytest

from portal.people import organisation, somebody
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.demo import history
from wutong.portal.cases.models import Case, CaseStep, Certificate, Letter
from wutong.portal.cases.queries.continuing.renewals import Window, renewal_of

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
