"""The ledger: what it refuses, that levels never fall below zero, and that whatever is tampered with is found."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.audit.recording import Program
from wutong.portal.shared.ledger import actions, refusals
from wutong.portal.shared.ledger.actions import Event
from wutong.portal.shared.ledger.encoding import Moved, Sealed, first_hash, hash_of
from wutong.portal.shared.ledger.kinds import BookKind, declare_book
from wutong.portal.shared.ledger.levels import Levels, holding
from wutong.portal.shared.ledger.models import Book, Entry, Move
from wutong.portal.shared.ledger.verifying import verify, verify_all

pytestmark = pytest.mark.django_db

BY = Program("tests", "tests")
SHELF = declare_book(
    BookKind(
        "tests.shelf",
        Text("测试台账", "Test ledger"),
        {"store": Text("库存", "stock"), "use": Text("在用", "in use")},
        {"in": Text("入", "in"), "out": Text("出", "out"), "seen": Text("盘", "seen")},
    )
)
DAY = date(2026, 3, 2)


def book(key: str = "tests:1") -> Book:
    return actions.open_book(key=key, kind=SHELF.code, title="Shelf", unit="g", by=BY)


def event(kind: str, day: int = 0, **quantities: str) -> Event:
    return Event(kind, DAY + timedelta(days=day), {name: Decimal(value) for name, value in quantities.items()})


def enter(where: Book, kind: str, day: int = 0, **quantities: str) -> Entry:
    return actions.enter(book=where, event=event(kind, day, **quantities), by=BY)


def correct(entry: Entry, said: Event | None) -> Entry:
    return actions.correct(entry=entry, event=said, reason="misread the scale", by=BY)


@contextmanager
def as_the_owner_of_the_database() -> Iterator[None]:
    """Without the triggers, as whoever holds the database's files could be."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger_%'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in guards:
            cursor.execute(sql)


def test_entries_follow_one_another_and_say_the_level() -> None:
    shelf = book()
    first = enter(shelf, "in", store="10.5")
    second = enter(shelf, "out", day=1, store="-4", use="4")
    assert (first.number, second.number) == (1, 2)
    assert first.previous_hash == first_hash(key="tests:1", kind="tests.shelf", unit="g")
    assert second.previous_hash == first.hash
    levels = {one.account: one.level_after for one in second.moves.all()}
    assert levels == {"store": Decimal("6.5"), "use": Decimal(4)}
    assert verify(shelf) is None
    acts = list(AuditEntry.objects.filter(object_id=shelf.key).order_by("entry_id").values_list("act", flat=True))
    assert acts == ["ledger.opened", "ledger.entered", "ledger.entered"]


def test_a_correction_takes_back_and_says_anew() -> None:
    shelf = book()
    enter(shelf, "in", store="10")
    wrong = enter(shelf, "out", day=1, store="-4", use="4")
    better = correct(wrong, event("out", 1, store="-3", use="3"))
    moves = {one.account: (one.quantity, one.change, one.level_after) for one in better.moves.all()}
    assert moves["store"] == (Decimal(-3), Decimal(1), Decimal(7))
    assert [one.number for one in holding(shelf).order_by("number")] == [1, 3]
    with pytest.raises(refusals.AlreadyCorrected):
        correct(wrong, None)
    with pytest.raises(refusals.SameAgain):
        correct(better, event("out", 1, store="-3.000", use="3"))
    gone = correct(better, None)
    assert Levels.of(shelf).now("store") == Decimal(10)
    with pytest.raises(refusals.NothingToCorrect):
        correct(gone, event("out", 1, store="-3", use="3"))
    assert verify(shelf) is None


def test_no_day_ends_below_zero_even_where_it_is_told_late() -> None:
    shelf = book()
    received = enter(shelf, "in", day=3, store="10")
    with pytest.raises(refusals.BelowZero) as refused:
        enter(shelf, "out", day=2, store="-1", use="1")  # on that day nothing was there yet
    assert "2026-03-04" in refused.value.text.zh and "库存" in refused.value.text.zh
    enter(shelf, "out", day=4, store="-8", use="8")
    with pytest.raises(refusals.BelowZero):
        correct(received, event("in", 3, store="7"))
    with pytest.raises(refusals.BelowZero):
        correct(received, event("in", 5, store="10"))
    with pytest.raises(refusals.BelowZero):
        correct(received, None)
    assert Entry.objects.filter(book=shelf).count() == 2


@pytest.mark.parametrize("quantity", ["0.0000001", "1000000000", "NaN", "Infinity"])
def test_odd_quantities_are_refused(quantity: str) -> None:
    shelf = book()
    with pytest.raises(refusals.OddQuantity):
        enter(shelf, "in", store=quantity)
    enter(shelf, "in", store="999999999")
    with pytest.raises(refusals.OddQuantity):
        enter(shelf, "in", store="2")


def test_the_future_is_refused() -> None:
    with pytest.raises(refusals.FromTheFuture):
        actions.enter(book=book(), event=Event("in", clock.today() + timedelta(days=1)), by=BY)


def test_whoever_read_the_end_before_somebody_else_wrote_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = book()
    first = enter(shelf, "in", store="10")
    enter(shelf, "in", store="1")
    monkeypatch.setattr(actions, "_last", lambda book: first)  # as it would be without the lock
    with pytest.raises(refusals.WriterWasFaster):
        enter(shelf, "in", store="5")
    assert (Entry.objects.count(), Move.objects.count()) == (2, 2)
    assert verify(shelf) is None


@pytest.mark.parametrize("table", ["ledger_book", "ledger_entry", "ledger_move"])
def test_the_database_refuses_any_change(table: str) -> None:
    enter(book(), "in", store="10")
    column = {"ledger_book": "title", "ledger_entry": "note", "ledger_move": "account"}[table]
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_database_refuses_a_level_below_zero_and_a_second_successor() -> None:
    shelf = book()
    entry = enter(shelf, "in", store="10")
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.create(entry=entry, account="use", quantity=-1, change=-1, level_after=-1)
    values = {name: getattr(entry, name) for name in ("book", "kind", "occurred_on", "entered_at", "by_id", "by_name")}
    for number, previous in ((2, entry.previous_hash), (1, entry.hash)):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            Entry.objects.create(**values, number=number, previous_hash=previous, hash="f" * 64)


@pytest.mark.parametrize(
    ("tampering", "number"),
    [
        ("UPDATE ledger_entry SET occurred_on = '2026-03-01' WHERE number = 2", 2),
        ("UPDATE ledger_entry SET by_name = 'somebody else' WHERE number = 1", 1),
        (
            "UPDATE ledger_move SET quantity = -3, change = -3, level_after = 7 WHERE change = -4",
            2,
        ),
        ("UPDATE ledger_book SET unit = 'kg'", 1),
        ("DELETE FROM ledger_move WHERE account = 'use'", 2),
    ],
)
def test_what_is_tampered_with_is_found(tampering: str, number: int) -> None:
    shelf = book()
    enter(shelf, "in", store="10")
    enter(shelf, "out", day=1, store="-4", use="4")
    enter(shelf, "in", day=2, store="1")
    with as_the_owner_of_the_database():
        connection.cursor().execute(tampering)
    broken = verify(Book.objects.get(pk=shelf.pk))
    assert broken is not None
    assert broken.number == number


def test_entries_cut_off_the_end_are_missed() -> None:
    shelf, other = book(), book("tests:2")
    enter(shelf, "in", store="10")
    last = enter(shelf, "in", store="1")
    enter(other, "in", store="1")
    with as_the_owner_of_the_database():
        connection.cursor().execute("DELETE FROM ledger_move WHERE entry_id = %s", [last.pk])
        connection.cursor().execute("DELETE FROM ledger_entry WHERE entry_id = %s", [last.pk])
    found = verify_all()
    assert (found.books, found.entries) == (2, 2)
    assert [(one.book_key, one.number) for one in found.broken] == [("tests:1", 2)]


def test_forged_entries_are_found_though_their_hashes_fit() -> None:
    """Somebody who knows how hashes are made still cannot make levels agree with quantities that they do not have."""
    shelf = book()
    entry = enter(shelf, "in", store="10")
    move = Moved("store", Decimal(-4), Decimal(-4), Decimal(10))
    sealed = Sealed(2, "out", DAY, clock.now(), "x", "x", {}, "", None, "", False, [move])
    told = {name: getattr(sealed, name) for name in ("number", "kind", "occurred_on", "entered_at", "by_id", "by_name")}
    forged = Entry.objects.create(book=shelf, **told, previous_hash=entry.hash, hash=hash_of(sealed, entry.hash))
    Move.objects.create(entry=forged, account="store", quantity=-4, change=-4, level_after=10)
    broken = verify(shelf)
    assert broken is not None
    assert (broken.number, broken.why.en) == (2, "its level is not the sum of what was entered")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["in", "out", "back", "correct", "void"]),
        st.integers(0, 5),
        st.decimals(min_value="0.000001", max_value="20", places=6),
        st.integers(0, 9),
    ),
    max_size=14,
)
SIGNS = {"in": {"store": 1}, "out": {"store": -1, "use": 1}, "back": {"store": 1, "use": -1}}


def step(shelf: Book, what: str, day: int, quantity: Decimal, at: int) -> None:
    """One step that may be refused."""
    entries = list(Entry.objects.filter(book=shelf).order_by("number"))
    signs = SIGNS.get(what, {"store": 1})
    said = Event("in", DAY + timedelta(days=day), {name: sign * quantity for name, sign in signs.items()})
    if what in SIGNS:
        actions.enter(book=shelf, event=said, by=BY)
    elif entries:
        correct(entries[at % len(entries)], None if what == "void" else said)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_no_order_of_entries_and_corrections_leaves_a_level_below_zero(
    steps: list[tuple[str, int, Decimal, int]],
) -> None:
    with transaction.atomic():
        shelf = book("tests:law")
        for one in steps:
            count = Entry.objects.count()
            try:
                step(shelf, *one)
            except (refusals.BelowZero, refusals.AlreadyCorrected, refusals.NothingToCorrect, refusals.SameAgain):
                assert Entry.objects.count() == count
        levels = Levels.of(shelf)
        for account in SHELF.accounts:
            assert all(level >= 0 for _, level in levels.by_day(account))
            last = Move.objects.filter(entry__book=shelf, account=account).order_by("-entry__number").first()
            assert levels.now(account) == (last.level_after if last else 0)
        assert verify(shelf) is None
        transaction.set_rollback(True)
