"""The tantivy index of English names: its fields, and how it is opened."""

from pathlib import Path

import tantivy

WORDS = "words"  # the words of an English name
RANK = "rank"  # prominence and number in one, so that one column both orders hits and says what they are
RANK_SHIFT = 32


def schema() -> tantivy.Schema:
    """One document for each English name."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(WORDS, index_option="basic")
    builder.add_unsigned_field(RANK, fast=True)
    return builder.build()


def open_documents(folder: Path, *, new: bool = False) -> tantivy.Index:
    """The index in `folder`, made where it is new."""
    return tantivy.Index(schema(), path=str(folder)) if new else tantivy.Index.open(str(folder))


def number_of(rank: int) -> int:
    """The number of the name in a rank."""
    return rank & (1 << RANK_SHIFT) - 1
