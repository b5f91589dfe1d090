"""What kinds of books there are. Each app declares its own when Django starts; the engine knows no app.

A book has accounts (in store, in use …), each with a level that is never below zero, and kinds of entries.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wutong.kernel.bilingual import Text


@dataclass(frozen=True, slots=True)
class BookKind:
    """A kind of book: its name, its accounts and its kinds of entries, each by code."""

    code: str
    name: Text
    accounts: Mapping[str, Text]
    entries: Mapping[str, Text]


_KINDS: dict[str, BookKind] = {}


def declare_book(kind: BookKind) -> BookKind:
    """Make a kind of book known; a code is declared once."""
    assert _KINDS.setdefault(kind.code, kind) is kind, f"{kind.code} is declared twice"
    return kind


def book_kind(code: str) -> BookKind:
    """The kind of book of that code; raises KeyError for one that nobody declared."""
    return _KINDS[code]


def entry_name(code: str) -> Text | None:
    """What `<kind of book>:<kind of entry>` is called; nothing where this version no longer knows."""
    book, _, entry = code.partition(":")
    return _KINDS[book].entries.get(entry) if book in _KINDS else None
