"""The industrial classification GB/T 4754-2017 as given, mended by declared corrections."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wutong.catalog.industries import IndustryCorrections
from wutong.catalog.sources import Source
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.reference.faults import Fault
from wutong.warehouse.rows import Account, rows_of

Level = Literal["section", "division", "group", "class"]
_LEVELS: dict[int, Level] = {2: "division", 3: "group", 4: "class"}
_CODE = re.compile(r"[A-T]|[0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class Industry:
    """One class of the four levels; the parent of a division is a section (a letter)."""

    code: str
    name: str
    level: Level
    parent_code: str | None
    description: str | None


def read_industries(
    source: Source, parts: Sequence[Part], corrections: IndustryCorrections, account: Account
) -> tuple[Industry, ...]:
    """Every class by code. Level and parent follow from the code, whatever the list says of them."""
    slips = {(slip.code, slip.name): slip.becomes for slip in corrections.corrected}
    found: dict[str, tuple[str, str | None, str | None]] = {}
    for row in rows_of(source, parts):
        given, name = row.values["code_text"] or "", row.values["name_text"]
        code = slips.get((given, name or ""), given)
        if not _CODE.fullmatch(code):
            account.hold_back(row, Fault.CODE_ODD, "code_text")
        elif name is None:
            account.hold_back(row, Fault.NAME_MISSING, "name_text")
        elif code in found:
            account.hold_back(row, Fault.CODE_TWICE, "code_text")
        else:
            account.use(row)
            found[code] = (name, row.values["parent_text"], row.values["description_text"])
    for added in corrections.added:
        # Only what the list has the surroundings of: a short list is not made longer.
        if added.code[:2] in found:
            found.setdefault(added.code, (added.name, None, None))
    return tuple(_made(code, found) for code in sorted(found))


def _made(code: str, found: Mapping[str, tuple[str, str | None, str | None]]) -> Industry:
    name, parent, description = found[code]
    level = _LEVELS.get(len(code), "section")
    if level == "section":
        parents: Iterable[str | None] = ()
    elif level == "division":
        parents = (parent,)
    else:
        parents = (code[:length] for length in range(len(code) - 1, 1, -1))
    known = next((one for one in parents if one in found), None)
    return Industry(code, name, level, known, description)
