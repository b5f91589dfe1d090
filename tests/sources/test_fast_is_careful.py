"""The fast reader gives what the careful one gives, whatever the bytes; both give what a CSV writer wrote."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wutong.warehouse.ingest.opening import Stream
from wutong.warehouse.ingest.report import Reason
from wutong.warehouse.ingest.text import carving, fast
from wutong.warehouse.ingest.text.careful import Shape
from wutong.warehouse.ingest.text.reading import Sizes, parsing, slabs

TOKENS = [b"a", "中".encode(), b'"', b'""', b",", b",", b"\n", b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"long" * 5]
TOKENS += [b" ", b"\xef\xbb\xbf", b'"q"', b'"a\nb"', b"1,2,3\n", b'x,"y",z\n', b'"a""b",,\r\n']
TINY = Sizes(window=1, block=24)
Outcome = tuple[list[tuple[int, tuple[str, ...]]], list[tuple[int, Reason, str]], int]


@pytest.fixture(autouse=True, scope="module")
def _small_steps() -> object:
    """Let short texts reach every branch that long ones reach."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast, "_SMALL", 16)
        patch.setattr(carving, "_LEAST_STEP", 4)
        patch.setattr(carving, "_MOST_STEP", 16)
        patch.setattr(carving, "_CHUNK", 7)
        yield


def outcome(pieces: list[fast.Parsed]) -> Outcome:
    """Good rows and bad rows by their number, and how many there are."""
    good: list[tuple[int, tuple[str, ...]]] = []
    bad: list[tuple[int, Reason, str]] = []
    count = 0
    for piece in pieces:
        held = {row.index for row in piece.bad}
        numbers = [count + index for index in range(piece.count) if index not in held]
        rows = list(zip(*(column.to_pylist() for column in piece.columns), strict=True))
        good.extend(zip(numbers, rows, strict=True))
        bad.extend((count + row.index, row.reason, row.raw) for row in piece.bad)
        count += piece.count
    return good, bad, count


def by_fast(content: bytes, shape: Shape, sizes: Sizes, chunk: int = 5) -> Outcome:
    stream = Stream(content[start : start + chunk] for start in range(0, len(content), chunk))
    pieces: list[fast.Parsed] = []
    with ThreadPoolExecutor(1) as pool:
        for slab in slabs(stream, shape, sizes=sizes):
            for piece in parsing(slab, shape, pool):
                pieces.extend(piece.result())
    return outcome(pieces)


def by_careful(content: bytes, shape: Shape) -> Outcome:
    return outcome([fast.read_carefully(content, shape)])


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=70).map(b"".join), st.integers(1, 4), st.sampled_from([8, 60]))
@example(b'"a\nb,c\n"d",e\n', 2, 8)
@example(b'a,"\n', 2, 8)
@example(b'a,b\r\r\n"x"y,1\n', 2, 60)
@example(b"\xef\xbb\xbfa,b\n\xff,c", 2, 8)
def test_the_same_rows_and_issues_from_any_bytes(content: bytes, width: int, cell_limit: int) -> None:
    shape = Shape(width, ",", cell_limit)
    good, bad, count = by_fast(content, shape, TINY)
    expected_good, expected_bad, expected_count = by_careful(content, shape)
    assert good == expected_good
    assert count == expected_count == len(good) + len(bad)
    # Which of its faults a line is held back for may differ only where no window holds the line.
    exact = [row for row in bad if row[1] != Reason.ROW_TOO_LONG]
    numbers = {row[0] for row in exact}
    assert exact == [row for row in expected_bad if row[0] in numbers]
    assert [row[0] for row in bad] == [row[0] for row in expected_bad]


CELLS = st.text(st.sampled_from('ab ,"\n\r中文\ufeff\t;'), max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width).map(tuple), max_size=12)
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.booleans(),
)
def test_what_a_csv_writer_wrote_is_what_is_read(
    rows: list[tuple[str, ...]], line_end: str, quoting: int, is_tiny: bool
) -> None:
    out = io.StringIO(newline="")
    # A lone carriage return is quoted by no rule of the writer unless everything is.
    bare = quoting == csv.QUOTE_MINIMAL and line_end == "\n"
    rows = [tuple(cell.replace("\r", "") if bare else cell for cell in row) for row in rows]
    csv.writer(out, lineterminator=line_end, quoting=quoting).writerows(rows)
    shape = Shape(len(rows[0]) if rows else 2, ",", 60)
    expected = (list(enumerate(rows)), [], len(rows))
    content = out.getvalue().encode()
    assert by_fast(content, shape, TINY if is_tiny else Sizes()) == expected
    assert by_careful(content, shape) == expected


@given(st.lists(st.sampled_from(TOKENS), max_size=40).map(b"".join), st.lists(st.sampled_from(TOKENS)).map(b"".join))
@settings(max_examples=200, deadline=None)
def test_a_text_that_has_grown_is_cut_as_before_but_for_its_last_slab(content: bytes, more: bytes) -> None:
    shape = Shape(2, ",", 8)

    def ends(text: bytes) -> list[int]:
        return [slab.byte_count for slab in slabs(Stream(iter([text])), shape, sizes=TINY)]

    before = ends(content)[:-1]
    assert ends(content + more)[: len(before)] == before
    assert sum(ends(content)) == len(content)
