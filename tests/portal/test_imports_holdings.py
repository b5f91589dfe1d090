"""Approvals, shipments and custody: never more than was granted, two at once, expiry, and a ledger to the end."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.import_stage import Stage, approval, stage
from portal.people import organisation, somebody
from wutong.kernel import clock
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.imports import custody, demo, refusals
from wutong.portal.imports.actions import approvals, shipments
from wutong.portal.imports.actions.shipments import Declared
from wutong.portal.imports.models import Approval, Shipment
from wutong.portal.imports.queries.custody import custody_of, entry
from wutong.portal.imports.queries.holdings import held_now, standing_counts
from wutong.portal.notices.models import Notice
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.ledger.refusals import BelowZero
from wutong.portal.shared.ledger.verifying import verify, verify_all
from wutong.rules.import_approvals import Allowance, Move, Refusal, State

STEPS = ("declare", "refuse", "recall", "clear")


@pytest.fixture
def on(db: None) -> Stage:
    return stage()


def declare(on: Stage, held: Approval, thousandths: int) -> Shipment:
    return shipments.declare(approval=held, declared=Declared(thousandths), by=on.clerk)


def received(on: Stage, thousandths: int = 4_000, number: str = "QA-1") -> Shipment:
    made = declare(on, approval(on, number), thousandths)
    shipments.clear(shipment=made, by=on.officer)
    shipments.receive(shipment=made, quantity=thousandths, on=today(), by=on.clerk)
    made.refresh_from_db()
    return made


def spend(on: Stage, made: Shipment, move: Move, thousandths: int) -> State:
    shipments.spend(shipment=made, move=move, quantity=thousandths, on=today(), note="P1 / Lin", by=on.clerk)
    made.refresh_from_db()
    return made.standing


def test_a_shipment_is_deducted_and_told(on: Stage) -> None:
    held = approval(on)
    made = declare(on, held, 4_000)
    held.refresh_from_db()
    assert (held.deducted, made.number, made.audit_label) == (4_000, 1, "QA-1-1")
    said = AuditEntry.objects.get(act="imports.shipment_declared")
    assert (said.actor_name, said.organisation_name, said.after["quantity"]) == ("Clerk", "Riverside Bio", "4 mL")
    assert set(Notice.objects.values_list("recipient__username", "kind")) == {
        ("clerk", "imports.approval"),
        ("officer", "imports.shipment"),
    }


def test_no_more_than_is_left_can_be_declared(on: Stage) -> None:
    held = approval(on)
    declare(on, held, 9_999)
    with pytest.raises(refusals.NotDeclarable, match=r"0\.001 is left"):
        declare(on, held, 2)
    held.refresh_from_db()
    assert (held.deducted, held.shipments.count()) == (9_999, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"valid_to": today() - timedelta(days=1)}, "expired on"),
        ({"valid_from": today() + timedelta(days=1), "valid_to": today() + timedelta(days=9)}, "valid from"),
    ],
)
def test_the_next_declaration_is_blocked_outside_the_validity(on: Stage, changes: dict[str, object], said: str) -> None:
    with pytest.raises(refusals.NotDeclarable, match=said):
        declare(on, approval(on, **changes), 1)


def test_what_is_not_to_be_split_comes_in_one_shipment(on: Stage) -> None:
    held = approval(on, may_split=False)
    first = declare(on, held, 1_000)
    with pytest.raises(refusals.NotDeclarable, match="not to be split"):
        declare(on, held, 1_000)
    shipments.recall(shipment=first, why="Wrong item", by=on.clerk)
    assert declare(on, held, 1_000).number == 2


def test_what_is_withdrawn_blocks_and_says_why(on: Stage) -> None:
    held = approval(on)
    approvals.withdraw_approval(approval=held, why="Sold on", by=on.officer)
    approvals.withdraw_approval(approval=held, why="Again", by=on.officer)
    held.refresh_from_db()
    assert held.withdrawn_why == "Sold on"
    with pytest.raises(refusals.NotDeclarable, match="withdrawn"):
        declare(on, held, 1)


def test_without_a_quantity_items_only_follow_their_holder(on: Stage) -> None:
    held = approval(on, granted=None, kind="listed_enterprise")
    declare(on, held, 10**9)
    with pytest.raises(refusals.QuantityMissing):
        approval(on, "QA-2", granted=None)
    with pytest.raises(refusals.NumberTaken):
        approval(on, granted=None, kind="listed_enterprise")
    with pytest.raises(refusals.OddValidity):
        approval(on, "QA-3", valid_to=today() - timedelta(days=99))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(["declare", "refuse", "recall", "clear"]), st.integers(1, 6_000)), max_size=8)
)
def test_deducted_is_always_the_sum_of_what_counts(on: Stage, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        held = approval(on, f"QA-{Approval.objects.count()}")
        for what, amount in steps:
            last = held.shipments.order_by("-number").first()
            try:
                if what == "declare":
                    declare(on, held, amount)
                elif last is not None:
                    act = {"refuse": shipments.refuse, "recall": shipments.recall, "clear": shipments.clear}[what]
                    act(shipment=last, by=on.officer, **({} if what == "clear" else {"why": "because"}))
            except WutongError:
                pass
            held.refresh_from_db()
            counted = sum(one.quantity for one in held.shipments.all() if one.standing.counts)
            assert held.deducted == counted <= held.granted
        transaction.set_rollback(True)


def test_of_two_declarations_at_once_one_is_kept_and_the_other_told(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other declares after this one was found in order, and before it is deducted: no lock is trusted."""
    held, rule = approval(on), shipments.refusal

    def faster(allowance: Allowance, quantity: int, day: date) -> Refusal | None:
        found = rule(allowance, quantity, day)
        monkeypatch.setattr(shipments, "refusal", rule)
        declare(on, held, 6_000)
        return found

    monkeypatch.setattr(shipments, "refusal", faster)
    with pytest.raises(refusals.NotDeclarable, match="4 is left"):
        declare(on, held, 6_000)
    held.refresh_from_db()
    # In a transaction of their own the faster one's shipment stays; here both are one, and both are undone.
    assert held.deducted == sum(one.quantity for one in held.shipments.all())


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_one_is_kept() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one writer, who does not wait")
    on = stage()
    held = approval(on)
    told: list[str] = []
    ready = threading.Barrier(2)

    def try_it() -> None:
        ready.wait(20)
        try:
            told.append(declare(on, held, 6_000).audit_label)
        except WutongError as error:
            told.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    held.refresh_from_db()
    assert sorted(told) == ["QA-1-1", "imports.not_declarable"]
    assert (held.deducted, held.shipments.count()) == (6_000, 1)


def test_the_database_itself_refuses_what_goes_beyond(on: Stage) -> None:
    held = approval(on)
    for changes in ({"deducted": 10_001}, {"deducted": -1}, {"granted": 0}, {"withdrawn_why": "no day"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.filter(pk=held.pk).update(**changes)
    made = declare(on, held, 1)
    for changes in ({"quantity": 0}, {"state": "lost"}, {"state": "refused"}, {"received_on": today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Shipment.objects.filter(pk=made.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("UPDATE imports_shipment SET state = 'used'")


def test_custody_goes_to_the_last_use(on: Stage) -> None:
    made = received(on)
    assert spend(on, made, Move.USE, 1_500) is State.RECEIVED
    with pytest.raises(BelowZero):
        spend(on, made, Move.DESTROY, 2_501)
    assert spend(on, made, Move.USE, 2_500) is State.USED
    assert made.ended_on == today()
    held = custody_of(made)
    assert held is not None
    assert [float(one.level) for one in held.lines] == [4, 2.5, 0]
    assert held.is_whole
    with pytest.raises(refusals.MovedAlready):
        spend(on, made, Move.USE, 1)


def test_what_is_left_is_destroyed(on: Stage) -> None:
    made = received(on)
    spend(on, made, Move.USE, 1_000)
    assert spend(on, made, Move.DESTROY, 3_000) is State.DESTROYED


def test_a_correction_brings_what_was_used_up_back_into_custody(on: Stage) -> None:
    made = received(on)
    spend(on, made, Move.USE, 4_000)
    line = entry(made, 2)
    assert line is not None
    shipments.correct(shipment=made, entry=line, quantity=3_000, on=today(), reason="Misread", by=on.clerk)
    made.refresh_from_db()
    assert (made.standing, made.ended_on) == (State.RECEIVED, None)
    book = custody.book_of(made)
    assert book is not None
    assert custody.in_custody(book) == 1
    assert verify(book) is None
    held = custody_of(made)
    assert held is not None
    assert [(one.number, one.corrects, one.is_gone) for one in held.lines] == [
        (1, None, False),
        (2, None, True),
        (3, 2, False),
    ]


def test_no_more_is_received_than_was_declared_nor_before_clearance(on: Stage) -> None:
    made = declare(on, approval(on), 4_000)
    with pytest.raises(refusals.MovedAlready):
        shipments.receive(shipment=made, quantity=1, on=today(), by=on.clerk)
    shipments.clear(shipment=made, by=on.officer)
    with pytest.raises(refusals.MoreThanDeclared):
        shipments.receive(shipment=made, quantity=4_001, on=today(), by=on.clerk)
    with pytest.raises(refusals.BeforeClearance):
        shipments.receive(shipment=made, quantity=1, on=today() - timedelta(days=1), by=on.clerk)
    assert custody.book_of(made) is None
    shipments.receive(shipment=made, quantity=3_900, on=today(), note="One vial broken", by=on.clerk)
    with pytest.raises(refusals.MoreThanDeclared):
        line = entry(made, 1)
        assert line is not None
        shipments.correct(shipment=made, entry=line, quantity=4_001, on=today(), reason="More", by=on.clerk)


def test_two_officers_at_one_shipment(on: Stage) -> None:
    made = declare(on, approval(on), 4_000)
    stale = as_another_has_it(made)
    shipments.refuse(shipment=made, why="Papers are missing", by=on.officer)
    with pytest.raises(refusals.MovedAlready, match="refused"):
        shipments.clear(shipment=stale, by=on.officer)
    assert Approval.objects.get().deducted == 0
    said = AuditEntry.objects.get(act="imports.shipment_moved")
    assert (said.before["state"], said.after["state"], said.after["why"]) == (
        "declared",
        "refused",
        "Papers are missing",
    )


def as_another_has_it(made: Shipment) -> Shipment:
    """The same shipment as another officer has it on the screen."""
    return Shipment.objects.get(pk=made.pk)


def test_warnings_stand_with_the_approval(on: Stage) -> None:
    held = approval(on, valid_to=today() + timedelta(days=30))
    declare(on, held, 8_001)
    held.refresh_from_db()
    assert [one.value for one in held_now(held).notices] == ["ends_soon", "little_left"]


def test_the_demo_shows_each_way_of_a_shipment_once(db: None) -> None:
    with clock.standing(clock.now() - timedelta(days=120)):
        somebody("user", Role.ENTERPRISE_USER, organisation("Firm"))
        somebody("customs", Role.CUSTOMS, organisation("Customs", Kind.DEPARTMENT))
        somebody("expert", Role.EXPERT, organisation("University", Kind.UNIVERSITY))
    for _ in range(2):
        demo.furnish()
    assert sorted(Shipment.objects.values_list("state", flat=True)) == [
        *("cleared", "declared", "destroyed", "destroyed", "received", "refused", "used")
    ]
    assert {held_now(one).blocked.why.value for one in Approval.objects.all() if held_now(one).blocked} == {
        "expired",
        "whole",
    }
    counts = {"usable": 3, "ending": 1, "used_up": 1, "expired": 1, "withdrawn": 0}
    assert standing_counts(Approval.objects.all()) == counts
    assert verify_all().broken == ()
