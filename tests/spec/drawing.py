"""Small invented tables: raw registers, standard registrations, and valid numbers to put into them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

TODAY = date(2024, 6, 30)
RAW = {
    "file_id": "string",
    "row_number": "int64",
    "name_zh": "string",
    "code_text": "string",
    "registered_on_text": "string",
    "kind_text": "string",
    "capital_text": "string",
    "scope_text": "string",
    "province_text": "string",
    "city_text": "string",
    "address_text": "string",
}
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def drawn(types: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> ir.Table:
    """A table of `types` (column to Ibis type); what a row leaves out is null."""
    schema = ibis.schema(dict(types)).to_pyarrow()
    complete = [{name: row.get(name) for name in types} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(complete, schema=schema))


def raw_register(*rows: Mapping[str, Any]) -> ir.Table:
    """A raw register of one file, its rows numbered from 1; every row is sound unless it says otherwise."""
    sound = {
        "file_id": "f1",
        "name_zh": "杭州康霖生物科技有限公司",
        "code_text": credit_code("91330108MA2TEST01"),
        "registered_on_text": "2015-03-02",
        "kind_text": "有限责任公司",
        "capital_text": "100(万元人民币)",
        "scope_text": "技术开发。",
        "province_text": "浙江",
        "city_text": "杭州",
        "address_text": "浙江省杭州市滨江区江南大道1号",
    }
    return drawn(RAW, [{**sound, "row_number": number, **row} for number, row in enumerate(rows, start=1)])


def credit_code(body: str) -> str:
    """A valid code from its first 17 characters: the standard's sum, written out by hand."""
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    body = "".join(character if character in _ALPHABET else "0" for character in body.ljust(17, "0"))
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(body, weights, strict=True))
    return body + _ALPHABET[(31 - total % 31) % 31]


def registration_number(body: str) -> str:
    """A valid 15-digit number from its first 14 digits, by the table of GS 15-2006."""
    product = 10
    for digit in body:
        sum_ = (product + int(digit)) % 10 or 10
        product = sum_ * 2 % 11
    return body + str((11 - product) % 10)
