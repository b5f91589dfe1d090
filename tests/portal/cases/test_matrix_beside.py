"""The permission matrix of what goes through a flow beside cases: placements of doctors, voices of enterprises.

Who stands where is written by hand, so that the code of access is compared with something that it did not make.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import Http404

from portal.cases.test_matrix import undone
from portal.people import organisation, somebody
from portal.placement_town import Town
from wutong.catalog.flows import Act, Flow
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.models import Competence, Part
from wutong.portal.flowing import moving
from wutong.portal.flowing.models import Flowing
from wutong.portal.placements import access as placements
from wutong.portal.placements.models import Placement
from wutong.portal.voice import access as voices
from wutong.portal.voice.actions.speaking import Said, say
from wutong.portal.voice.models import Channel, Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

DONE, REFUSED = "done", "refused"
# For whom each act of a placement is, by the side of whoever does it.
SIDES = {
    "firm": "file withdraw choose turn_down revise sign onboard add_milestone begin confirm_log reach add_output claim "
    "extend offer complete exit",
    "doctor": "apply accept refuse sign add_milestone log add_output close_year take refuse_offer announce complete "
    "exit",
    "unit": "sign permit withhold exit",
    "office": "publish decline propose clear conflict review rate grant",
    "overseer": "",
    "nobody": "",
}
# What follows by itself once all have confirmed.
BY_ITSELF = {"conclude", "renew"}
# States in which there is no doctor yet, or none any more.
UNMATCHED = {"draft", "need", "open", "declined", "withdrawn"}
OFFICE = frozenset({"R4", "R6", "R7", "R9", "R10", "R11", "R13", "R15", "R16"})
APPLICANTS, DISPATCHERS = frozenset({"R1", "R2"}), frozenset({"R3", "R12", "R14"})
ANSWERING = OFFICE | {"R3"}


@dataclass(frozen=True)
class Stand:
    """Somebody with one role, on a side of the thing, or on none."""

    role: str
    side: str
    person: Person
    where: Organisation = field(repr=False)

    def __str__(self) -> str:
        return f"{self.role} as {self.side}"


def stands(seats: dict[str, frozenset[str]], places: dict[str, Organisation]) -> Iterator[Stand]:
    """All eighteen roles in an organisation that has nothing to do with it, and those of each seat where it sits."""
    for role in Role:
        where = organisation(f"{role.code}无关", Kind(min(role.value.held_in)))
        side = "overseer" if role is Role.LEADER else "nobody"
        yield Stand(role.code, side, somebody(f"{role.code.lower()}_stranger", role, where), where)
    for side, codes in seats.items():
        for code in sorted(codes):
            role = next(one for one in Role if one.code == code)
            # An office may be of any kind: its competence is moved to it.
            where = places.get(side) or organisation(f"{code}{side}", Kind(min(role.value.held_in)))
            yield Stand(code, side, somebody(f"{code.lower()}_{side}", role, where), where)


def tried(thing: Flowing, act: Act, actor: moving.Actor) -> str:
    """What comes of it, taken back at once. What the facts of a thing ask for besides is tried in its own tests."""
    days = 1 if "days" in act.needs else None
    ground = act.grounds[0] if act.grounds else ""
    told = moving.Told(reason="理由", ground=ground, things=frozenset({"decision"}), days=days)
    outcome = DONE
    with undone():
        try:
            moving.act(thing, act.code, actor=actor, seen=thing.steps, told=told, then=lambda *_: None)
        except moving.ActRefused:
            outcome = REFUSED
    return outcome


def asked(flow: Flow) -> list[Act]:
    """The acts that somebody may ask for."""
    return [act for act in flow.acts if act.roles and act.code not in BY_ITSELF]


class Placements:
    """One placement that is put into any state, and everybody around it."""

    def __init__(self) -> None:
        self.town = Town()
        self.flow = self.town.one.flow
        seats = {
            "firm": APPLICANTS,
            "doctor": frozenset({"R8"}),
            "unit": frozenset({"R9"}),
            "office": OFFICE - {"R8"},
        }
        places = {"firm": self.town.firm, "unit": self.town.university, "doctor": self.town.university}
        self.stands = list(stands(seats, places))

    def put(self, state: str, stand: Stand) -> Placement:
        """The placement in that state; whoever stands as the doctor is its doctor, once there is one."""
        doctor = stand.person if stand.side == "doctor" else self.town.doctor
        is_open = state in UNMATCHED
        if stand.side == "office":
            Competence.objects.filter(service_code="VS02", part=Part.LEAD).update(organisation=stand.where)
        Placement.objects.filter(pk=self.town.one.pk).update(
            state=state,
            phase=self.flow.state(state).phase,
            doctor=None if is_open else doctor,
            unit=None if is_open else self.town.university,
        )
        return Placement.objects.select_related(*Placement.read_with).get(pk=self.town.one.pk)

    def reached(self, state: str, stand: Stand) -> placements.Seen | None:
        found, access = self.put(state, stand), Access.of_person(stand.person)
        try:
            return placements.seen(access, placements.visible(access).filter(pk=found.pk).first())
        except Http404:
            return None

    def reaches(self, state: str, stand: Stand) -> bool:
        """Doctors see posts that are published; offices and leaders what was sent; parties theirs."""
        if stand.role == "R8":
            return state == "open" or (
                stand.side == "doctor" and state not in {"draft", "need", "declined", "withdrawn"}
            )
        if stand.side == "unit":
            return state not in {"draft", "need", "open", "declined", "withdrawn"}
        return stand.side == "firm" or (stand.side in {"office", "overseer"} and state != "draft")

    def may(self, act: Act, state: str, stand: Stand) -> bool:
        side = "doctor" if stand.role == "R8" and state == "open" else stand.side
        return act.code in SIDES[side].split() and stand.role in act.roles and state in act.from_states

    def shown(self, seen: placements.Seen) -> set[str]:
        return {act.code for act in seen.may()}

    def do(self, seen: placements.Seen, act: Act) -> str:
        return tried(seen.placement, act, seen.actor_for(act.code))


class Voices:
    """One petition that is put into any state, said in the portal or at a window, and everybody around it."""

    def __init__(self, channel: str) -> None:
        self.firm = organisation("江畔测试生物有限公司")
        user = somebody("user", Role.ENTERPRISE_USER, self.firm)
        said = Said("problem", "题目", "正文", channel=channel)
        self.one = say(said=said, organisation=self.firm, roles=frozenset({"R1"}), by=user)
        self.flow, self.is_of_window = self.one.flow, channel != Channel.PORTAL
        self.stands = list(stands({"firm": APPLICANTS, "handler": ANSWERING - DISPATCHERS}, {"firm": self.firm}))

    def reached(self, state: str, stand: Stand) -> voices.Seen | None:
        Petition.objects.filter(pk=self.one.pk).update(
            state=state,
            phase=self.flow.state(state).phase,
            handler=stand.where if stand.side == "handler" else None,
        )
        access = Access.of_person(stand.person)
        try:
            return voices.seen(access, voices.visible(access).filter(pk=self.one.pk).first())
        except Http404:
            return None

    def reaches(self, state: str, stand: Stand) -> bool:
        return stand.side in {"firm", "handler"} or stand.role in DISPATCHERS

    def may(self, act: Act, state: str, stand: Stand) -> bool:
        # A window speaks for those whom it heard, and for nobody who can speak for themselves.
        speaks = APPLICANTS & set(act.roles)
        own = stand.side == "firm" or (stand.role == "R3" and self.is_of_window)
        return stand.role in act.roles and state in act.from_states and (own or not speaks)

    def shown(self, seen: voices.Seen) -> set[str]:
        return {act.code for act in seen.may()}

    def do(self, seen: voices.Seen, act: Act) -> str:
        return tried(seen.petition, act, seen.actor_for(act.code))


def walked(table: Placements | Voices) -> Iterator[tuple[str, str, str, str]]:
    """Each state and act that differs, as it is and as it should be."""
    for stand in table.stands:
        for state in (one.code for one in table.flow.states):
            seen: Any = table.reached(state, stand)
            if (seen is not None) != table.reaches(state, stand):
                yield str(stand), state, "", f"should be {table.reaches(state, stand)}"
            if seen is None:
                continue
            shown = table.shown(seen)
            for act in asked(table.flow):
                may = table.may(act, state, stand)
                if (act.code in shown) != may:
                    yield str(stand), state, act.code, f"shown, should be {may}"
                if may or state == act.from_states[0]:
                    outcome = table.do(seen, act)
                    if outcome != (DONE if may else REFUSED):
                        yield str(stand), state, act.code, f"{outcome}, should be {may}"


def test_placements_are_as_declared() -> None:
    assert list(walked(Placements())) == []


@pytest.mark.parametrize("channel", [Channel.PORTAL, Channel.WINDOW])
def test_voices_are_as_declared(channel: str) -> None:
    assert list(walked(Voices(channel))) == []
