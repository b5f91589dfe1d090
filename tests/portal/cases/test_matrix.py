"""The permission matrix: every role × act × state of every flow that cases go by, as declared and as it really is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.http import Http404

from portal.cases.cast import as_, district, draft, experts
from portal.cases.stands import Stand, everybody
from portal.people import SETUP
from wutong.catalog.flows import Act, Flow
from wutong.kernel import clock
from wutong.portal.cases.access import Seen
from wutong.portal.cases.actions import competences, doing
from wutong.portal.cases.models import Case, Opinion, Part
from wutong.portal.cases.queries.casepage import acts_now
from wutong.portal.flowing.moving import ActRefused
from wutong.portal.shared.catalogue import catalogue

pytestmark = pytest.mark.django_db

# A service of each flow.
FLOWS = {
    "instant": "GS01",
    "standard": "GS19",
    "joint": "GS17",
    "expert": "GS07",
    "value_added": "VS03",
}
DETAILS = {"papers": ["storage"], "decision": "符合条件"}
DONE, REFUSED = "done", "refused"


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))


class _Undone(Exception):
    """Takes back what a try did."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


class Table:
    """One flow with one case of it, which is put into any state, and everybody who might try something."""

    def __init__(self, flow: Flow, service: str) -> None:
        where = district()
        experts(5)
        self.flow = flow
        self.case = draft(where, service)
        self.office, self.window = where.office, where.window
        self.stands = list(everybody())
        for one in self.stands:
            if one.is_at_counter:  # where it may be taken in, and was not
                competences.give(organisation=one.where, service_code="*", part=Part.WINDOW, by=SETUP)
        Case.objects.filter(pk=self.case.pk).update(flow_code=flow.code)

    def put(self, state: str, stand: Stand) -> Case:
        """The case in that state, with the organisation of `stand` in its seat."""
        is_sent = state != self.flow.begins
        seats = {seat: stand.where if stand.seat == seat else None for seat in ("firm", "window", "lead")}
        Case.objects.filter(pk=self.case.pk).update(
            state=state,
            phase=self.flow.state(state).phase,
            number="T-1" if is_sent else "",
            submitted_on=clock.today() if is_sent else None,
            organisation=seats["firm"] or self.case.organisation,
            window=seats["window"],
            lead=seats["lead"] or (self.office if is_sent else None),
        )
        return Case.objects.select_related(*Case.read_with).get(pk=self.case.pk)

    def ask(self, stand: Stand) -> None:
        """Whoever was asked has said what they think: the expert, or else an office that has no part otherwise."""
        who = {"expert": stand.person, "conflict": "none"} if stand.seat == "panel" else {}
        Opinion.objects.create(
            case_id=self.case.pk,
            organisation=stand.where if who else self.window,
            verdict="agree",
            text="同意",
            given_at=clock.now(),
            **who,
        )


def _try(seen: Seen, act: Act) -> str:
    """What comes of it, taken back at once."""
    outcome = DONE
    with undone():
        try:
            doing.do(
                seen=seen,
                act=act.code,
                after=seen.case.steps,
                by=seen.access.who,
                reason="理由",
                ground=act.grounds[0] if act.grounds else "",
                details=DETAILS,
            )
        except ActRefused:
            outcome = REFUSED
    return outcome


def _reached(table: Table, state: str, stand: Stand) -> Seen | None:
    try:
        return as_(stand.person, table.put(state, stand))
    except Http404:
        return None


def _walk(table: Table, stand: Stand) -> Iterator[tuple[str, str, str, str]]:
    """Each state and act that differs for one person, as it is and as it should be."""
    # Each refusal of a role is tried once, where the case is in the act's first state; each wrong state once a role.
    for is_sent in (False, True):
        states = [one.code for one in table.flow.states if (one.code != table.flow.begins) is is_sent]
        seen = _reached(table, states[0], stand)
        if (seen is not None) != stand.reaches(is_sent):
            yield states[0], "", str(seen), "the case exists for them" if stand.reaches(is_sent) else "no such case"
        for state in states if seen is not None else ():
            seen = replace(seen, case=table.put(state, stand))
            shown = {act.code for act in acts_now(seen)}
            for act in table.flow.acts:
                may = stand.may(act, state)
                if (act.code in shown) != may:
                    yield state, act.code, "shown" if act.code in shown else "not shown", str(may)
                if (may or state == act.from_states[0]) and (outcome := _try(seen, act)) != (DONE if may else REFUSED):
                    yield state, act.code, outcome, str(may)


@pytest.mark.parametrize("code", sorted(FLOWS))
def test_everybody_may_do_what_the_flow_declares_and_nothing_else(code: str) -> None:
    table = Table(catalogue().flows[code], FLOWS[code])
    wrong = []
    for stand in table.stands:
        with undone():
            table.ask(stand)
            wrong += [(str(stand), *found) for found in _walk(table, stand)]
    assert not wrong


def test_every_flow_of_services_is_walked() -> None:
    assert {one.flow for versions in catalogue().services.values() for one in versions} == set(FLOWS)
