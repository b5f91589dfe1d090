"""Lines of a register file: quoting as the publisher quotes, and the rows that it breaks."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from wutong.demo.draws import Flags, Numbers
from wutong.demo.rows import Rows
from wutong.demo.texts import column, join, take

HEADER = "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址\n"


class _Cells(NamedTuple):
    """One row as written."""

    name: str
    code: str
    date: str
    kind: str
    person: str
    capital: str
    scope: str
    province: str
    area: str
    address: str


def lines_of(rows: Rows) -> pa.Array:
    """One line a row. Capital, scope and address stand in quotes, nothing else does."""
    w = rows.written
    lines = join(
        w["name"], ",", w["code"], ",", w["date"], ",", w["kind"], ",", w["person"], ',"', w["capital"], '","',
        w["scope"], '",', w["province"], ",", w["area"], ',"', w["address"], '"\n',
    )  # fmt: skip
    for kind, breaker in _BREAKERS.items():
        lines = _broken(lines, w, rows.struck[kind], breaker)
    return lines


def bytes_of(lines: pa.Array) -> memoryview:
    """All lines in a row as UTF-8, without copying."""
    _, offsets, data = lines.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(data)[int(ends[0]) : int(ends[-1])] if len(lines) else memoryview(b"")


def _broken(
    lines: pa.Array, written: Mapping[str, pa.Array], struck: Flags, breaker: Callable[[_Cells], str]
) -> pa.Array:
    rows: Numbers = np.flatnonzero(struck).astype(np.int64)
    if not len(rows):
        return lines
    cells = zip(*(take(written[field], rows).to_pylist() for field in _Cells._fields), strict=True)
    broken = column([breaker(_Cells(*row)) for row in cells])
    places = np.arange(len(lines), dtype=np.int64)
    places[rows] = len(lines) + np.arange(len(rows))
    return pa.concat_arrays([lines, broken]).take(pa.array(places))


def _shifted(row: _Cells) -> str:
    """A comma in a foreign person's name pushed capital and person to the left and the province out."""
    capital = row.capital.replace(",", "")
    before = f'{row.name},{row.code},{row.date},{capital},{row.person},"{row.code[-4:]} LEE"'
    return f'{before},"{row.scope}",N/A,{row.area},"{row.address}"\n'


def _split(row: _Cells) -> str:
    """A thousands comma outside quotes, and a quote that closes too late: nine fields are left."""
    before = f'{row.name},{row.code},{row.date},5,000(万美元),"{row.scope}"","{row.person}"'
    return f'{before},{row.address},N/A,"{row.area}"\n'


def _stray(row: _Cells) -> str:
    """The end of the scope, with its quote, stands where the kind should."""
    head, tail = row.scope[:-8], row.scope[-8:]
    before = f'{row.name},{row.code},{row.date},{tail}",{row.person},"{row.capital}"'
    return f'{before},"{head}",{row.province},{row.area},"{row.address}"\n'


_BREAKERS: Mapping[str, Callable[[_Cells], str]] = {
    "shifted_row": _shifted,
    "split_row": _split,
    "stray_quote": _stray,
}
