"""Controlled materials: permits, two keepers, what the ledger refuses, reports, statements; as acts on the database."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.materials_store import TODAY, Store, granted
from portal.people import SETUP, person, somebody
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.roles import Role
from wutong.portal.materials import refusals
from wutong.portal.materials.actions import grant_permit
from wutong.portal.materials.actions.entries import confirm, correct, enter, refuse, withdraw
from wutong.portal.materials.actions.permits import withdraw_permit
from wutong.portal.materials.actions.places import dismiss_keeper, name_keeper
from wutong.portal.materials.models import Permit, Proposal, Report
from wutong.portal.notices.models import Notice
from wutong.portal.shared.ledger.levels import Levels
from wutong.portal.shared.ledger.models import Entry
from wutong.portal.shared.ledger.refusals import AlreadyCorrected, BelowZero
from wutong.portal.shared.ledger.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    return Store()


def test_receiving_is_counted_on_the_permit(store: Store) -> None:
    entry = store.enter("received", "60", ago=9)
    assert (store.levels[0], store.received) == (Decimal(60), Decimal(60))
    with pytest.raises(refusals.BeyondPermit) as refused:
        store.enter("received", "40.5")
    assert "40" in refused.value.text.en
    second = grant_permit(holder=store.holder, granted=granted("P-2", "10"), by=SETUP)
    better = correct(
        stock=store.stock,
        entry=entry,
        said=store.say("received", "9", ago=9, permit=second),
        reason="typo",
        by=store.one,
    )
    assert isinstance(better, Entry)
    assert (store.received, Permit.objects.get(pk=second.pk).received) == (Decimal(0), Decimal(9))
    correct(stock=store.stock, entry=better, said=None, reason="never came", by=store.one)
    assert (store.levels[0], Permit.objects.get(pk=second.pk).received) == (Decimal(0), Decimal(0))
    assert verify(store.stock.book) is None


def test_permits_hold_between_their_days_until_withdrawn(store: Store) -> None:
    with pytest.raises(refusals.PermitNotValid):
        store.enter("received", "1", ago=121)
    other = grant_permit(holder=store.holder, granted=granted("P-3", substance="试剂乙"), by=SETUP)
    with pytest.raises(refusals.OtherSubstance):
        enter(stock=store.stock, said=store.say("received", "1", permit=other), by=store.one)
    withdraw_permit(permit=store.permit, why="project ended", by=SETUP)
    with pytest.raises(refusals.PermitNotValid):
        store.enter("received", "1")
    store.enter("received", "1", ago=1)  # told late, of a day on which it held


@pytest.mark.parametrize(
    ("odd", "cause"),
    [
        ({"service_code": "GS19"}, refusals.WrongService),
        ({"quantity": Decimal(0)}, refusals.NoQuantity),
        ({"quantity": Decimal("0.5"), "unit": "tablet"}, refusals.NoQuantity),
        ({"valid_to": TODAY - timedelta(days=121)}, refusals.DatesTurned),
        ({"number": "P-1", "substance": "试 剂　甲"}, refusals.NumberTaken),
    ],
)
def test_odd_permits_are_refused(store: Store, odd: dict[str, object], cause: type[WutongError]) -> None:
    with pytest.raises(cause):
        grant_permit(holder=store.holder, granted=granted(**{"number": "P-9", **odd}), by=SETUP)  # type: ignore[arg-type]


def test_what_leaves_the_store_takes_two(store: Store) -> None:
    store.enter("received", "50", ago=3)
    asked = enter(stock=store.stock, said=store.say("issued", "20", purpose="assay 7"), by=store.one)
    assert isinstance(asked, Proposal)
    assert store.levels == (Decimal(50), Decimal(0))
    assert [one.recipient for one in Notice.objects.filter(kind="material.waits")] == [store.other]
    with pytest.raises(refusals.SamePerson):
        confirm(proposal=asked, by=store.one)
    stranger = somebody("stranger", Role.ENTERPRISE_USER, store.holder)
    with pytest.raises(refusals.NotAKeeper):
        confirm(proposal=asked, by=stranger)
    entry = confirm(proposal=asked, by=store.other)
    assert (entry.by_name, entry.references["asked_by"]) == ("Second", "Keeper")
    assert store.levels == (Decimal(30), Decimal(20))
    assert [one.recipient for one in Notice.objects.filter(kind="material.settled")] == [store.one]
    with pytest.raises(refusals.SettledAlready):
        refuse(proposal=asked, why="too late", by=store.other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=asked.pk).update(settled_by=store.one)


def test_a_correction_of_an_issue_takes_two_as_well(store: Store) -> None:
    store.enter("received", "50", ago=3)
    issued = store.enter("issued", "20", purpose="assay")
    less = store.say("issued", "5", purpose="assay")
    asked = correct(stock=store.stock, entry=issued, said=less, reason="misread", by=store.one)
    assert isinstance(asked, Proposal)
    with pytest.raises(refusals.WaitsAlready):
        correct(stock=store.stock, entry=issued, said=None, reason="misread", by=store.other)
    confirm(proposal=asked, by=store.other)
    assert store.levels == (Decimal(45), Decimal(5))
    again = enter(stock=store.stock, said=store.say("issued", "1", purpose="x"), by=store.one)
    assert isinstance(again, Proposal)
    withdraw(proposal=again, by=store.one)
    assert store.levels == (Decimal(45), Decimal(5))
    gone = correct(stock=store.stock, entry=Entry.objects.get(corrects=issued), said=None, reason="no", by=store.other)
    assert isinstance(gone, Proposal)
    confirm(proposal=gone, by=store.one)
    assert store.levels == (Decimal(50), Decimal(0))


def test_a_place_needs_two_keepers_who_still_belong_to_it(store: Store) -> None:
    dismiss_keeper(place=store.place, person=store.other, by=store.other)
    with pytest.raises(refusals.NeedsTwoKeepers):
        store.enter("received", "1")
    with pytest.raises(refusals.NotAMember):
        name_keeper(place=store.place, person=person("outsider"), by=store.other)
    store.one.memberships.update(until=clock.now())
    name_keeper(place=store.place, person=store.other, by=store.other)
    with pytest.raises(refusals.NotAKeeper):
        store.enter("received", "1")


def test_nobody_witnesses_their_own_destruction(store: Store) -> None:
    store.enter("received", "5")
    with pytest.raises(refusals.WitnessIsKeeper):
        store.enter("destroyed", "1", purpose="expired", witness="Second")
    store.enter("destroyed", "1", purpose="expired", witness="周工 · 区环境监察")
    assert store.levels == (Decimal(4), Decimal(0))


def test_more_than_is_there_is_refused_when_it_is_confirmed(store: Store) -> None:
    store.enter("received", "10", ago=2)
    first = enter(stock=store.stock, said=store.say("issued", "8", purpose="a"), by=store.one)
    second = enter(stock=store.stock, said=store.say("issued", "8", purpose="b"), by=store.one)
    assert isinstance(first, Proposal) and isinstance(second, Proposal)
    confirm(proposal=first, by=store.other)
    with pytest.raises(BelowZero):
        confirm(proposal=second, by=store.other)
    second.refresh_from_db()
    assert second.state == Proposal.State.WAITING


def test_a_count_moves_nothing_and_is_kept(store: Store) -> None:
    store.enter("received", "10")
    counted = store.enter("counted", "0")
    assert (counted.references["counted"], store.levels[0]) == ("0.000000", Decimal(10))


def test_reports_follow_the_receipt_as_it_holds(store: Store) -> None:
    entry = store.enter("received", "10", ago=2)
    report = Report.objects.get()
    assert report.entry == entry
    better = correct(
        stock=store.stock, entry=entry, said=store.say("received", "9", ago=1), reason="typo", by=store.one
    )
    report.refresh_from_db()
    assert (report.entry, report.is_void) == (better, False)


KINDS = st.sampled_from(["received", "issued", "returned", "used", "destroyed", "lost", "correct", "void"])
STEPS = st.lists(st.tuples(KINDS, st.integers(1, 60), st.integers(0, 4), st.integers(0, 9)), max_size=10)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_nothing_goes_below_zero_or_beyond_the_permit(steps: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        store = Store()
        for kind, quantity, ago, at in steps:
            entries = list(Entry.objects.order_by("number"))
            try:
                if kind in {"correct", "void"} and entries:
                    old = entries[at % len(entries)]
                    said = store.say(old.kind, str(quantity), ago=ago) if kind == "correct" else None
                    made = correct(stock=store.stock, entry=old, said=said, reason="law", by=store.one)
                    if isinstance(made, Proposal):
                        confirm(proposal=made, by=store.other)
                elif kind not in {"correct", "void"}:
                    store.enter(kind, str(quantity), ago=ago)
            except (WutongError, AlreadyCorrected):
                pass
        held = Levels.of(store.stock.book)
        assert all(level >= 0 for account in ("store", "use") for _, level in held.by_day(account))
        receipts = Entry.objects.filter(kind="received", corrected_by__isnull=True, is_void=False)
        bought = sum((one.moves.get().quantity for one in receipts), Decimal(0))
        assert store.received == bought <= store.permit.quantity
        assert verify(store.stock.book) is None
        transaction.set_rollback(True)
