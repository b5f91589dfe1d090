"""Vectorised text: word tables, joins and templates as Arrow string columns. Knows nothing of enterprises."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wutong.demo.draws import Flags, Numbers

_FIELD = re.compile(r"(\{[a-z_0-9]+\})")


def column(words: Sequence[str | None]) -> pa.Array:
    """Words as a string column."""
    return pa.array(words, type=pa.string())


def take(words: pa.Array, positions: Numbers) -> pa.Array:
    """The word at each position."""
    return words.take(pa.array(positions))


def join(*parts: pa.Array | str) -> pa.Array:
    """The parts of each row one after the other; a part may be one text for all rows."""
    return pc.binary_join_element_wise(*(_scalar(part) for part in parts), pa.scalar(""))


def join_present(separator: pa.Array, *parts: pa.Array) -> pa.Array:
    """The parts that are not null, with the row's own separator between them; an empty text where all are."""
    absent = np.logical_and.reduce([np.asarray(part.is_null()) for part in parts])
    # The kernel leaves a row out altogether when each of its parts is null.
    first = where(absent, "", parts[0]) if absent.any() else parts[0]
    return pc.binary_join_element_wise(first, *parts[1:], separator, null_handling="skip")


def only(mask: Flags, words: pa.Array | str) -> pa.Array:
    """The word where `mask` holds, an empty text elsewhere."""
    return pc.if_else(pa.array(mask), _scalar(words), pa.scalar(""))


def where(mask: Flags, words: pa.Array | str, others: pa.Array | str) -> pa.Array:
    """The word where `mask` holds, the other elsewhere."""
    return pc.if_else(pa.array(mask), _scalar(words), _scalar(others))


def spread(words: pa.Array, rows: Numbers, length: int) -> pa.Array:
    """A column of `length` with `words` at `rows` and null elsewhere."""
    places = np.full(length, -1, dtype=np.int64)
    places[rows] = np.arange(len(rows))
    return words.take(pa.array(places, mask=places < 0))


def replace_at(words: pa.Array, rows: Numbers, others: pa.Array) -> pa.Array:
    """`words` with the texts at `rows` (rising) replaced by `others`."""
    if not len(rows):
        return words
    return where(_mask(rows, len(words)), spread(others, rows, len(words)), words)


def fill(templates: Sequence[str], chosen: Numbers, fields: Mapping[str, pa.Array]) -> pa.Array:
    """Each row's template with its `{fields}` filled in from the same row of `fields`."""
    pieces: list[pa.Array] = []
    rows: list[Numbers] = []
    for index in np.unique(chosen):
        at = np.flatnonzero(chosen == index).astype(np.int64)
        parts = [part for part in _FIELD.split(templates[index]) if part]
        texts = [take(fields[part[1:-1]], at) if part[0] == "{" else _literal(part, len(at)) for part in parts]
        pieces.append(join(*texts) if texts else _literal("", len(at)))
        rows.append(at)
    if not pieces:
        return column([])
    return pa.concat_arrays(pieces).take(pa.array(np.argsort(np.concatenate(rows), kind="stable")))


def _literal(text: str, length: int) -> pa.Array:
    return pa.repeat(pa.scalar(text), length)


def _scalar(part: pa.Array | str) -> pa.Array | pa.Scalar:
    return pa.scalar(part) if isinstance(part, str) else part


def _mask(rows: Numbers, length: int) -> Flags:
    mask = np.zeros(length, dtype=np.bool_)
    mask[rows] = True
    return mask
