"""The permission matrix of filings that an enterprise follows itself: its own people do it all, others nothing."""

from typing import Any, cast

import pytest
from django.http import Http404

from portal.cases.test_matrix_beside import APPLICANTS, Stand, Voices, stands, tried, walked
from portal.people import organisation, somebody
from wutong.catalog.flows import Act
from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.roles import Role
from wutong.portal.filings import access as filings
from wutong.portal.filings.actions.entering import Entered, enter
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.flowing.positions import position_of
from wutong.workflow.moves import open_acts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]


class Filings:
    """One filing that is put into any state, and everybody around it."""

    def __init__(self, kind: str) -> None:
        firm = organisation("江畔测试生物有限公司")
        entered = Entered(kind, "支架", "CQZ2600001", clock.today())
        self.one = enter(entered=entered, organisation=firm, by=somebody("user", Role.ENTERPRISE_USER, firm))
        self.flow = self.one.flow
        self.stands = list(stands({"firm": APPLICANTS}, {"firm": firm}))

    def reached(self, state: str, stand: Stand) -> filings.Seen | None:
        TrackedFiling.objects.filter(pk=self.one.pk).update(state=state, phase=self.flow.state(state).phase)
        access = Access.of_person(stand.person)
        try:
            return filings.seen(access, filings.visible(access).filter(pk=self.one.pk).first())
        except Http404:
            return None

    def reaches(self, state: str, stand: Stand) -> bool:
        return stand.side == "firm"

    def may(self, act: Act, state: str, stand: Stand) -> bool:
        return stand.side == "firm" and state in act.from_states

    def shown(self, seen: filings.Seen) -> set[str]:
        return {act.code for act in open_acts(seen.filing.flow, position_of(seen.filing), seen.actor.roles)}

    def do(self, seen: filings.Seen, act: Act) -> str:
        return tried(seen.filing, act, seen.actor)


@pytest.mark.parametrize("kind", ["device_trial", "device_registration_3", "drug_trial_30"])
def test_filings_are_as_declared(kind: str) -> None:
    table: Any = Filings(kind)
    assert list(walked(cast(Voices, table))) == []
