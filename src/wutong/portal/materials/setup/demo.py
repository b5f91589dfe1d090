"""Controlled materials of the demo's enterprise: invented, drawn from one seed, entered by the actions of real ones."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from wutong.kernel import clock
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.materials.actions import grant_permit
from wutong.portal.materials.actions.entries import Said, confirm, correct, enter
from wutong.portal.materials.actions.permits import Granted
from wutong.portal.materials.actions.places import add_place, name_keeper, open_stock
from wutong.portal.materials.actions.reports import file_report
from wutong.portal.materials.models import Permit, Proposal, Report, Stock
from wutong.portal.shared.audit.recording import Program
from wutong.portal.shared.ledger.models import Entry

_BY = Program("wutong up", "wutong up")
_SEED = 20261122


@dataclass(frozen=True, slots=True)
class _Held:
    """One substance of the demo: its permit, and how it is bought and used."""

    service: str
    category: str
    substance: str
    unit: str
    quantity: str
    number: str
    issuer: str
    place: str
    step: Decimal


_HELD = (
    _Held(
        "GS21",
        "highly_toxic",
        "演示剧毒试剂甲",
        "g",
        "500",
        "演剧许 2026-0117",
        "江畔区公安分局",
        "一号危化品库",
        Decimal("0.5"),
    ),
    _Held(
        "GS20",
        "precursor_drug",
        "演示易制毒原料乙",
        "g",
        "2000",
        "演毒证 2026-0042",
        "省药品监督管理局",
        "二号药品库",
        Decimal("2.5"),
    ),
    _Held(
        "GS19",
        "narcotic",
        "演示麻醉对照品丙",
        "mg",
        "800",
        "演麻批 2026-0009",
        "省药品监督管理局",
        "二号药品库",
        Decimal(5),
    ),
    _Held(
        "GS21",
        "explosive",
        "演示易制爆试剂丁",
        "kg",
        "60",
        "演爆备 2026-0203",
        "江畔区公安分局",
        "一号危化品库",
        Decimal("0.25"),
    ),
)
_PURPOSES = ("受试物合成 批次 07", "方法学验证", "稳定性考察 第 3 月", "工艺摸索", "含量测定")


@transaction.atomic
def furnish() -> None:
    """Permits, places and some weeks of entries, once; nothing where the cast has no enterprise with two people."""
    keepers = _keepers()
    if keepers is None or Stock.objects.exists():
        return
    holder, one, other = keepers
    places = {name: add_place(holder=holder, name=name, location="研发楼 B1", by=other) for name in _places()}
    for place in places.values():
        for person in (one, other):
            name_keeper(place=place, person=person, by=other)
    today = clock.today()
    draw = random.Random(_SEED)
    officer = Person.objects.filter(username="reviewer").first() or _BY
    for held in _HELD:
        permit = grant_permit(holder=holder, granted=_granted(held, today), by=officer)
        stock = open_stock(substance=permit.substance, place=places[held.place], by=other)
        _Weeks(held, permit, stock, one, other, draw, today).enter()
    _report(today, one)
    over = _granted(_HELD[0], today - timedelta(days=300))
    grant_permit(holder=holder, granted=over, by=officer)


def _places() -> list[str]:
    return list(dict.fromkeys(held.place for held in _HELD))


def _keepers() -> tuple[Organisation, Person, Person] | None:
    """The demo's enterprise, one of its users and one of its administrators."""
    found = {
        role: Membership.objects.filter(person__username=name, role_code=role.code, until__isnull=True)
        .select_related("organisation", "person")
        .first()
        for role, name in ((Role.ENTERPRISE_USER, "user"), (Role.ORGANISATION_ADMINISTRATOR, "manager"))
    }
    one, other = found[Role.ENTERPRISE_USER], found[Role.ORGANISATION_ADMINISTRATOR]
    if one is None or other is None or one.organisation_id != other.organisation_id:
        return None
    return one.organisation, one.person, other.person


def _granted(held: _Held, today: date) -> Granted:
    number = held.number if today >= clock.today() else held.number.replace("2026", "2025")
    return Granted(
        service_code=held.service,
        category=held.category,
        substance=held.substance,
        unit=held.unit,
        quantity=Decimal(held.quantity),
        number=number,
        issuer=held.issuer,
        valid_from=today - timedelta(days=70),
        valid_to=today + timedelta(days=20),
    )


@dataclass
class _Weeks:
    """Some weeks of one stock."""

    held: _Held
    permit: Permit
    stock: Stock
    one: Person
    other: Person
    draw: random.Random
    today: date

    def enter(self) -> None:
        """Two purchases, issues with what was used and returned, a correction, a count, and one issue that waits."""
        much = Decimal(self.held.quantity) / 4
        self._say("received", much, 55, supplier="澄江试剂供应社")
        for ago in (48, 41, 33, 26, 19, 12):
            quantity = self.held.step * self.draw.randint(3, 9)
            purpose = self.draw.choice(_PURPOSES)
            self._say("issued", quantity, ago, purpose=purpose)
            back = self.held.step * self.draw.randint(0, 2)
            if back:
                self._say("returned", back, ago - 1)
            self._say("used", quantity - back, ago - 1, purpose=purpose)
        second = self._say("received", much / 2, 9, supplier="澄江试剂供应社")
        told = {"supplier": "澄江试剂供应社"}
        said = Said("received", much / 2 - self.held.step, self.today - timedelta(days=9), self.permit, told)
        correct(stock=self.stock, entry=second, said=said, reason="称量复核：实收少于送货单", by=self.one)
        if self.held.category == "narcotic":
            self._say("destroyed", self.held.step, 6, purpose="过期", witness="周工（区生态环境监察）")
        booked = Entry.objects.filter(book=self.stock.book, moves__account="store").order_by("-number").first()
        assert booked is not None
        level = booked.moves.get(account="store").level_after
        self._say("counted", level - (self.held.step if self.held.category == "explosive" else 0), 2)
        if self.held.category in {"highly_toxic", "narcotic"}:
            said = Said("issued", self.held.step * 2, self.today, None, {"purpose": _PURPOSES[0]})
            enter(stock=self.stock, said=said, by=self.one)

    def _say(self, kind: str, quantity: Decimal, ago: int, **told: str) -> Entry:
        permit = self.permit if kind == "received" else None
        said = Said(kind, quantity, self.today - timedelta(days=ago), permit, told)
        made = enter(stock=self.stock, said=said, by=self.one)
        return confirm(proposal=made, by=self.other) if isinstance(made, Proposal) else made


def _report(today: date, by: Person) -> None:
    """What was bought first was reported in time; of the rest, one is left open."""
    reports = Report.objects.filter(is_void=False, filed_on__isnull=True).select_related("entry").order_by("pk")
    for at, report in enumerate(reports):
        if report.entry.occurred_on < today - timedelta(days=30) or at == 1:
            day = min(today, report.entry.occurred_on + timedelta(days=3))
            file_report(report=report, filed_on=day, receipt=f"演示回执 {100 + at}", by=by)
