"""An invented holder of controlled substances for tests: two keepers, a place, a permit, and a ledger to enter into."""

from datetime import timedelta
from decimal import Decimal

from portal.people import SETUP, organisation, somebody
from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.materials.actions import grant_permit
from wutong.portal.materials.actions.entries import Said, confirm, enter
from wutong.portal.materials.actions.permits import Granted
from wutong.portal.materials.actions.places import add_place, name_keeper, open_stock
from wutong.portal.materials.models import Permit, Proposal, Stock
from wutong.portal.shared.ledger.levels import Levels
from wutong.portal.shared.ledger.models import Entry

TODAY = clock.today()


def granted(number: str = "P-1", quantity: str = "100", **more: object) -> Granted:
    """What a permit to buy a highly toxic reagent says, with other values where they are given."""
    values: dict[str, object] = {
        "service_code": "GS21",
        "category": "highly_toxic",
        "substance": "试剂甲",
        "unit": "g",
        "quantity": Decimal(quantity),
        "number": number,
        "issuer": "区公安分局",
        "valid_from": TODAY - timedelta(days=120),
        "valid_to": TODAY + timedelta(days=30),
    }
    return Granted(**{**values, **more})  # type: ignore[arg-type]


class Store:
    """A holder with two keepers, a place, a permit and the ledger of its substance."""

    def __init__(self, name: str = "江南试剂", *, mark: str = "") -> None:
        self.holder: Organisation = organisation(name)
        self.one: Person = somebody(f"keeper{mark}", Role.ENTERPRISE_USER, self.holder)
        self.other: Person = somebody(f"second{mark}", Role.ORGANISATION_ADMINISTRATOR, self.holder)
        self.permit: Permit = grant_permit(holder=self.holder, granted=granted(), by=SETUP)
        self.place = add_place(holder=self.holder, name="一号库", location="", by=self.other)
        for one in (self.one, self.other):
            name_keeper(place=self.place, person=one, by=self.other)
        self.stock: Stock = open_stock(substance=self.permit.substance, place=self.place, by=self.other)

    def say(self, kind: str, quantity: str, *, ago: int = 0, permit: Permit | None = None, **told: str) -> Said:
        """What a keeper says happened so many days ago."""
        named = permit or (self.permit if kind == "received" else None)
        return Said(kind, Decimal(quantity), TODAY - timedelta(days=ago), named, told)

    def enter(self, kind: str, quantity: str, *, ago: int = 0, **told: str) -> Entry:
        """Enter it by one keeper, and confirm it by the other where that is needed."""
        made = enter(stock=self.stock, said=self.say(kind, quantity, ago=ago, **told), by=self.one)
        return confirm(proposal=made, by=self.other) if isinstance(made, Proposal) else made

    @property
    def levels(self) -> tuple[Decimal, Decimal]:
        """In store and in use."""
        held = Levels.of(self.stock.book)
        return held.now("store"), held.now("use")

    @property
    def received(self) -> Decimal:
        """What has been counted on the permit."""
        return Permit.objects.get(pk=self.permit.pk).received
