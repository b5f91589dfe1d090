"""Is each chain whole? Reads every entry again, recomputes what it says, and names the first that is broken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from wutong.kernel.bilingual import Text
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.ledger.encoding import Moved, Sealed, first_hash, hash_of
from wutong.portal.shared.ledger.models import Book, Entry

_CHUNK = 500
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry of a book that is not as it was entered, and what is wrong with it."""

    book_key: str
    title: str
    number: int
    why: Text


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what was found broken."""

    books: int
    entries: int
    broken: tuple[Broken, ...]


@dataclass
class _Walk:
    """Where one is in a chain."""

    hash: str
    number: int = 0
    levels: dict[str, Decimal] = field(default_factory=dict)
    said: dict[int, Mapping[str, Decimal]] = field(default_factory=dict)


def verify(book: Book) -> Broken | None:
    """The first broken entry of `book`, or nothing where the whole of it is sound."""
    return _walked(book)[0]


def verify_all() -> Verified:
    """Every book of this installation."""
    entries, broken, books = 0, [], 0
    for book in Book.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        found, count = _walked(book)
        books, entries = books + 1, entries + count
        if found is not None:
            broken.append(found)
    return Verified(books, entries, tuple(broken))


def _walked(book: Book) -> tuple[Broken | None, int]:
    walk = _Walk(first_hash(key=book.key, kind=book.kind, unit=book.unit))
    entries = Entry.objects.filter(book=book).order_by("number").select_related("corrects").prefetch_related("moves")
    for entry in entries.iterator(chunk_size=_CHUNK):
        why = _wrong(book, entry, walk)
        if why is not None:
            return Broken(book.key, book.title, entry.number, why), walk.number
        walk.number, walk.hash = entry.number, entry.hash
    why = _cut_off(book, walk)
    return (Broken(book.key, book.title, walk.number + 1, why) if why else None), walk.number


def _wrong(book: Book, entry: Entry, walk: _Walk) -> Text | None:
    """What is wrong with `entry`, at whose place `walk` stands; steps on where nothing is."""
    if entry.number != walk.number + 1:
        return Text(zh=f"缺少第 {walk.number + 1} 笔", en=f"entry {walk.number + 1} is missing")
    if entry.previous_hash != walk.hash:
        return Text(zh="与前一笔的校验值不符", en="it does not follow the entry before it")
    if entry.hash != hash_of(_sealed(entry), walk.hash):
        return Text(zh="内容与校验值不符", en="its content does not match its hash")
    return _miscounted(book, entry, walk)


def _miscounted(book: Book, entry: Entry, walk: _Walk) -> Text | None:
    old: Mapping[str, Decimal] = {}
    if entry.corrects is not None:
        if entry.corrects.book_id != book.pk or entry.corrects.number not in walk.said:
            return Text(zh="所更正的不是本台账较早的一笔", en="what it corrects is no earlier entry of its book")
        old = walk.said.pop(entry.corrects.number)  # what is corrected twice is not found the second time
    moves = {one.account: one for one in entry.moves.all()}
    if not set(old) <= set(moves):
        return Text(zh="没有冲回所更正的数量", en="it does not take back what it corrects")
    for account, move in moves.items():
        level = walk.levels.get(account, _ZERO) + move.change
        if move.change != move.quantity - old.get(account, _ZERO) or move.level_after != level or level < 0:
            return Text(zh="结存与各笔之和不符", en="its level is not the sum of what was entered")
        walk.levels[account] = level
    walk.said[entry.number] = {account: move.quantity for account, move in moves.items() if move.quantity}
    return None


def _sealed(entry: Entry) -> Sealed:
    return Sealed(
        number=entry.number,
        kind=entry.kind,
        occurred_on=entry.occurred_on,
        entered_at=entry.entered_at,
        by_id=entry.by_id,
        by_name=entry.by_name,
        references=entry.references,
        note=entry.note,
        corrects=entry.corrects.number if entry.corrects else None,
        reason=entry.reason,
        is_void=entry.is_void,
        moves=[Moved(one.account, one.quantity, one.change, one.level_after) for one in entry.moves.all()],
    )


def _cut_off(book: Book, walk: _Walk) -> Text | None:
    """Whether the record of acts knows of an entry behind the last one."""
    acts = AuditEntry.objects.filter(object_kind="ledger_book", object_id=book.key).exclude(act="ledger.opened")
    last = acts.order_by("-entry_id").first()
    if last is None or (last.after["number"], last.after["hash"]) == (walk.number, walk.hash):
        return None
    return Text(zh="操作记录中有而台账中没有这一笔", en="the record of acts knows it, and the ledger does not")
