"""What everybody finds in the demo, whatever day it is made on: panels, objections, silence that accepts, ratings."""

from datetime import date, datetime, time, timedelta

import pytest

from portal.cases.test_demo import cast
from portal.people import signed_in
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Person
from wutong.portal.cases.demo import history
from wutong.portal.cases.models import Case, CaseStep, Opinion, Rating
from wutong.portal.cases.queries.opinions import current_round, is_sealed

pytestmark = pytest.mark.django_db
# The first Sunday on which the demo may be made with its days behind it, a working day, and a holiday.
DAYS = (date(2026, 11, 22), date(2026, 12, 2), date(2027, 1, 1))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_it_is_told_whatever_the_day(home: Home, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(history, "_CASES", 10)
    now = datetime.combine(day, time(9), clock.SHANGHAI)
    with clock.standing(now - timedelta(days=2000)):
        cast()
    with clock.standing(now):
        history.furnish()
        expert, leader = Person.objects.get(username="expert"), Person.objects.get(username="leader")
        panels = Case.objects.filter(opinions__expert=expert)
        under_way, over = panels.get(phase="paused"), panels.get(phase="ended")
        assert _listed(expert, "opinions") == {under_way.number}
        assert Case.objects.get(state="objected").number in _listed(leader, "all")
    _one_opinion_is_missing(under_way, expert)
    assert len(current_round(over)) == 3
    assert not any(is_sealed(one) for one in current_round(over))
    heard = Case.objects.get(step_rows__act="reopen")
    acts = [(step.act, step.kind) for step in CaseStep.objects.filter(thing=heard, kind__in=["act", "clock"])]
    assert ("deem_accepted", "clock") in acts
    assert [act for act, _ in acts][-5:] == ["reject", "object", "reopen", "grant", "deliver"]
    assert heard.organisation.name_zh == "江畔生物医药有限公司"
    assert Rating.objects.count() >= 2
    assert Rating.objects.values("case__organisation").distinct().count() > 1
    assert all(row.rated_by.memberships.filter(organisation=row.case.organisation) for row in Rating.objects.all())


def _one_opinion_is_missing(case: Case, expert: Person) -> None:
    """Somebody has stepped back, the others have answered under seal, and one is awaited."""
    assert Opinion.objects.filter(case=case, conflict="declared", released_at__isnull=False).count() == 1
    panel = current_round(case)
    assert [one.expert for one in panel if one.given_at is None] == [expert]
    assert [is_sealed(one) for one in panel] == [True, True, True]


def _listed(who: Person, tab: str) -> set[str]:
    return {row.case.number for row in signed_in(who).get("/cases/work/", {"tab": tab}).context["rows"]}
