"""The permission matrix of what follows permissions and no flow: controlled materials and imports, role × address.

Every role asks for every address that names a thing, once where the thing is their own organisation's and once where
it is not. Who should reach what is written by hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from portal.cases.test_matrix import undone
from portal.import_stage import Stage, approval
from portal.materials_store import Store
from portal.people import organisation, person, signed_in, somebody
from wutong.kernel.clock import today
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.imports.actions import assessing, shipments
from wutong.portal.imports.actions.assessing import Asked
from wutong.portal.imports.actions.shipments import Declared
from wutong.portal.imports.models import Approval, Assessment, Opinion
from wutong.portal.materials.actions.entries import enter
from wutong.portal.materials.models import Permit, Place, Report, Stock, Substance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

HOLDS, MANAGES, SUPERVISES = {"R1", "R2", "R4", "R6", "R9"}, {"R2"}, {"R4"}
IMPORTS, CUSTOMS = {"R1", "R2"}, {"R16"}
NOBODY: set[str] = set()
# By address: who reaches it where the thing is their own organisation's, and who where it is another's.
MATERIALS = {
    "permit": (HOLDS, SUPERVISES),
    "withdraw_permit": (SUPERVISES, SUPERVISES),
    "name_keeper": (MANAGES, NOBODY),
    "dismiss_keeper": (MANAGES, NOBODY),
    "stock": (HOLDS, SUPERVISES),
    "entries_file": (HOLDS, SUPERVISES),
    "verify": (HOLDS, SUPERVISES),
    "enter": (HOLDS, NOBODY),
    "correct": (HOLDS, NOBODY),
    "confirm": (HOLDS, NOBODY),
    "refuse": (HOLDS, NOBODY),
    "withdraw": (HOLDS, NOBODY),
    "file_report": (HOLDS, NOBODY),
}
IMPORTED = {
    "assessment": (IMPORTS | CUSTOMS, CUSTOMS),
    "opinion": (IMPORTS | CUSTOMS, CUSTOMS),
    "withdraw_opinion": (IMPORTS, NOBODY),
    "assign": (CUSTOMS, CUSTOMS),
    "declare_conflict": (CUSTOMS, CUSTOMS),
    "give": (CUSTOMS, CUSTOMS),
    "approval": (IMPORTS | CUSTOMS, CUSTOMS),
    "declare": (IMPORTS, NOBODY),
    "withdraw": (CUSTOMS, CUSTOMS),
    "shipment": (IMPORTS | CUSTOMS, CUSTOMS),
    "receive": (IMPORTS, NOBODY),
    "spend": (IMPORTS, NOBODY),
    "correct": (IMPORTS, NOBODY),
    "decide": (CUSTOMS, CUSTOMS),
}


@dataclass(frozen=True)
class Named:
    """An app, the things that its addresses name, and what makes them another organisation's."""

    app: str
    names: dict[str, object]
    give_to: Callable[[Organisation], None]


def materials() -> Named:
    store = Store()
    store.enter("received", "5")
    waiting = enter(stock=store.stock, said=store.say("issued", "1", purpose="P1"), by=store.one)

    def give_to(owner: Organisation) -> None:
        for model in (Permit, Place, Stock, Substance):
            model.objects.update(organisation=owner)

    names = {
        "permit_id": store.permit.pk,
        "place_id": store.place.pk,
        "stock_id": store.stock.pk,
        "person_id": store.one.pk,
        "proposal_id": waiting.pk,
        "report_id": Report.objects.get(stock=store.stock).pk,
        "kind": "received",
        "number": 1,
    }
    return Named("materials", names, give_to)


def imported() -> Named:
    firm = organisation("Riverside Bio")
    clerk = somebody("importer", Role.ENTERPRISE_USER, firm)
    customs = somebody("customs", Role.CUSTOMS, organisation("Customs", Kind.DEPARTMENT))
    held = approval(Stage(firm, clerk, firm, clerk, customs, clerk))
    asked = assessing.ask(organisation=firm, asked=Asked("Panel", "Serum", "human", "Norway", "Test"), by=clerk)
    walked = Assessment.objects.create(
        organisation=firm, item="Panel", tree_version=1, answers=[], is_settled=False, made_by=clerk
    )
    shipment = shipments.declare(approval=held, declared=Declared(100), by=clerk)
    shipments.clear(shipment=shipment, by=customs)
    shipments.receive(shipment=shipment, quantity=100, on=today(), by=clerk)

    def give_to(owner: Organisation) -> None:
        for model in (Approval, Assessment, Opinion):
            model.objects.update(organisation=owner)

    names = {
        "approval_id": held.pk,
        "shipment_id": shipment.pk,
        "opinion_id": asked.pk,
        "assessment_id": walked.pk,
        "move": "clear",
        "number": 1,
    }
    return Named("imports", names, give_to)


def is_reached(client: Client, address: str, method: str) -> bool:
    """Whether the address leads anywhere; what that did is taken back."""
    said = 0
    with undone():
        answer = getattr(client, method)(address)
        said = answer.status_code
        answer.close()
    assert said != 405
    return said != 404


def addressed(named: Named) -> Iterator[tuple[str, str]]:
    """Every address of the app that names a thing, by its name."""
    found = get_resolver().namespace_dict[named.app][1]
    for name, ways in found.reverse_dict.items():
        wanted = ways[0][0][1]
        if isinstance(name, str) and wanted:
            yield name, reverse(f"{named.app}:{name}", kwargs={one: named.names[one] for one in wanted})


@pytest.mark.parametrize(("make", "expected"), [(materials, MATERIALS), (imported, IMPORTED)])
def test_everybody_reaches_what_the_table_says(
    make: Callable[[], Named], expected: dict[str, tuple[set[str], set[str]]]
) -> None:
    named = make()
    assert {name for name, _ in addressed(named)} == set(expected)
    # A page is read, and what only takes writes is written to.
    visitor = signed_in(person("visitor"))
    methods = {name: "post" if visitor.get(way).status_code == 405 else "get" for name, way in addressed(named)}
    elsewhere, wrong = organisation("别家"), []
    for role in Role:
        where = organisation(f"{role.code}的单位", Kind(min(role.value.held_in)))
        client = signed_in(somebody(f"{role.code.lower()}_asks", role, where))
        for is_own, owner in ((True, where), (False, elsewhere)):
            named.give_to(owner)
            for name, address in addressed(named):
                should = role.code in expected[name][0 if is_own else 1]
                if is_reached(client, address, methods[name]) != should:
                    wrong.append((role.code, "own" if is_own else "another's", name, f"should be {should}"))
    assert not wrong
