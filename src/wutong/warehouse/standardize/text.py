"""Folding and cutting of text as expressions. Regular expressions here must mean the same in RE2 and in Java.

Expressions are written to be evaluated once: what is needed twice is named in one layer and used in the next, and
`.view()` ends a layer (without it Ibis would write the first expression into the second, twice).
"""

import re
from collections.abc import Iterable

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wutong.catalog.names import Characters

NO_TEXT = ibis.null("string")


@ibis.udf.scalar.builtin(name="substring")  # type: ignore[untyped-decorator]
def cut(text: str, start: int, length: int) -> str:  # type: ignore[empty-body]
    """The engine's own SUBSTRING, counted from 1; Ibis' `substr` measures the text whenever `start` is a column."""


def from_position(text: ir.StringValue, start: ir.IntegerValue) -> ir.StringValue:
    """`text` from `start` (0 = the whole)."""
    return cut(text, start + 1, ibis.literal(2_000))


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of `words`, the longest first where they share a beginning."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def class_of(characters: str) -> str:
    """A character class of exactly `characters`."""
    return "[" + "".join(re.escape(character) for character in characters) + "]"


def table_of(columns: dict[str, pa.Array]) -> ir.Table:
    """A small table inside the plan."""
    return ibis.memtable(pa.table(columns))


def is_empty(column: ir.StringValue, empty: tuple[str, ...]) -> ir.BooleanValue:
    """True where `column` says nothing. A pattern, for engines turn long IN lists into joins."""
    return column.re_search(f"^{any_of(empty)}$")


def empty_to_null(column: ir.StringValue, empty: tuple[str, ...]) -> ir.StringValue:
    """`column`, or null where it says nothing."""
    return ibis.ifelse(is_empty(column, empty), NO_TEXT, column)


def is_unusual(column: ir.StringValue, characters: Characters) -> ir.BooleanValue:
    """True where folding might change the text: anything but the Chinese characters that stay as they are."""
    return column.re_search(f"[^一-龥]|{class_of(characters.traditional.written)}")


def fold(column: ir.StringValue, characters: Characters) -> ir.StringValue:
    """Full-width to half-width, one kind of brackets, traditional to simplified, no spaces at the ends."""
    # A long TRANSLATE is slow. Few texts need the widths, and of those few the characters.
    narrow, simple = (
        (class_of(one.written), one.written, one.folded) for one in (characters.widths, characters.traditional)
    )
    plain = ibis.ifelse(column.re_search(narrow[0]), column.translate(*narrow[1:]), column)
    plain = ibis.ifelse(column.re_search(simple[0]), plain.translate(*simple[1:]), plain)
    return plain.re_replace(r"^\s+|\s+$", "")


def key_of(folded: ir.StringValue, characters: Characters) -> ir.StringValue:
    """The comparison key of a folded text: upper case, without brackets, spaces and marks."""
    return folded.upper().re_replace(class_of(characters.ignored), "")


def is_single_word(word: str, words: tuple[str, ...]) -> bool:
    """False for a word that others make up: a run of words matches the same texts without it."""
    known = set(words) - {word}
    reached = {0}
    for start in range(len(word)):
        if start in reached:
            reached |= {end for end in range(start + 1, len(word) + 1) if word[start:end] in known}
    return len(word) not in reached
