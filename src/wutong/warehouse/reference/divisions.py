"""A list of administrative divisions as given: provinces, cities, districts, and streets where it has them."""

from collections.abc import Sequence

from wutong.catalog.divisions import Street
from wutong.catalog.sources import Source
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.reference.faults import Fault
from wutong.warehouse.rows import Account, rows_of

_STREET = 9
_LEVELS = {2: Text(zh="省级", en="province"), 4: Text(zh="地级", en="city"), 6: Text(zh="县级", en="district")}


class DivisionsIncomplete(WutongError):
    code = "reference.divisions_incomplete"
    sentence = Text(
        zh="来源 {source} 没有任何{level_zh}区划。请同时给出省、市、县三级的文件；或不给该来源，改用内置的区划代码。",
        en="The source {source} has no {level_en} at all. Give its files of provinces, cities and districts together, "
        "or leave the source out to use the codes built in.",
    )


def read_divisions(source: Source, parts: Sequence[Part], account: Account) -> tuple[dict[str, str], list[Street]]:
    """Six-digit code to name, and the streets. Raises DivisionsIncomplete where a whole level is absent."""
    names: dict[str, str] = {}
    streets: dict[str, Street] = {}
    lengths: set[int] = set()
    for row in rows_of(source, parts):
        code, name = row.values["code_text"] or "", row.values["name_text"]
        length = _length(code)
        full = code[:length].ljust(6, "0")
        if length is None:
            account.hold_back(row, Fault.CODE_ODD, "code_text")
        elif name is None:
            account.hold_back(row, Fault.NAME_MISSING, "name_text")
        elif names.get(full, name) != name or full in streets:
            account.hold_back(row, Fault.CODE_TWICE, "code_text")
        else:
            account.use(row)
            lengths.add(length)
            if length == _STREET:
                streets[full] = Street(full, name, parent_code=full[:6])
            else:
                names[full] = name
    for length, level in _LEVELS.items():
        if length not in lengths:
            raise DivisionsIncomplete(source=source.id, level_zh=level.zh, level_en=level.en)
    return names, list(streets.values())


def _length(code: str) -> int | None:
    """How many digits say where the place is: 2, 4, 6 or 9; None for what is no code. 330000 counts as 33."""
    if not (code.isascii() and code.isdigit()):
        return None
    if len(code) == _STREET:
        return _STREET
    if len(code) not in _LEVELS:
        return None
    if len(code) == max(_LEVELS):
        return 2 if code.endswith("0000") else 4 if code.endswith("00") else 6
    return len(code)
