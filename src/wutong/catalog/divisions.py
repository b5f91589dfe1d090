"""Administrative divisions of China: codes of GB/T 2260 from the library, amended to today by a declaration.

Former names stay known, each with the place that took over. No text is matched against names here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from gb2260_v2 import GB2260
from pydantic import StringConstraints

from wutong.catalog.yaml_file import Declaration, Label, read_declaration

Level = Literal["province", "city", "district"]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]

AMENDMENTS = Path("catalog") / "divisions" / "amendments.yml"  # under the root of the declarations
_MUNICIPALITIES = ("11", "12", "31", "50")
# Third and fourth digits of counties that no city governs: they answer to the province itself.
_WITHOUT_CITY = ("90",)
# Longest first: a stem is what is left of a name without its rank (余杭市, 余杭县 and 余杭区 share one).
_RANKS = ("自治州", "自治县", "自治旗", "地区", "林区", "特区", "市", "区", "县", "盟", "旗")


class Begin(Declaration):
    """A code that is new, or that carries a new name."""

    code: Code
    name: str


class End(Declaration):
    """A code that is gone; `successor` took over most of the place."""

    code: Code
    successor: Code


class Change(Declaration):
    """What one year's (or month's) approvals changed."""

    since: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2})?$")]
    begins: tuple[Begin, ...] = ()
    ends: tuple[End, ...] = ()


class Merger(Declaration):
    """A place that was gone before the base revision, and where it went."""

    code: Code
    name: str
    successor: Code


class Amendments(Declaration):
    """Everything that the library's revision does not know."""

    base_revision: str
    source: Label
    changes: tuple[Change, ...]
    merged_earlier: tuple[Merger, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """One place of today. The parent of a district is its city, or its province where no city governs it."""

    code: str
    name: str
    level: Level
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class FormerDivision:
    """A name and code of the past. `successor_code` is a place of today, or None where it is not known."""

    code: str
    name: str
    level: Level
    successor_code: str | None


@dataclass(frozen=True, slots=True)
class Street:
    """A street, town or township: nine digits, under a district."""

    code: str
    name: str
    parent_code: str


@dataclass(frozen=True)
class Divisions:
    """All places of today by code, and all former names. Streets are there only where a given list has them.

    A municipality has a city row of its own name under its province row (310000 → 310100 → districts).
    """

    rows: tuple[Division, ...]
    former: tuple[FormerDivision, ...]
    streets: tuple[Street, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Division]:
        """Every place of today by its six digits."""
        return {row.code: row for row in self.rows}

    def of_level(self, level: Level) -> tuple[Division, ...]:
        """The places of one level, by code."""
        return tuple(row for row in self.rows if row.level == level)


@cache
def stem_of(name: str) -> str:
    """The name without its rank: 余杭区 → 余杭. A stem of one character keeps its rank (沙县, 郊区)."""
    for rank in _RANKS:
        if name.endswith(rank) and len(name) - len(rank) >= 2:
            return name[: -len(rank)]
    return name


def level_of(code: str) -> Level:
    """The level that a six-digit code belongs to."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "district"


def divisions_of(
    names: Mapping[str, str], former: Iterable[FormerDivision] = (), streets: Iterable[Street] = ()
) -> Divisions:
    """Divisions from `code → name`; municipalities get their city row, and parents follow from the codes."""
    known = {code: name for code, name in names.items() if not _is_heading(code, name)}
    for prefix in _MUNICIPALITIES:
        if f"{prefix}0000" in known:
            known[f"{prefix}0100"] = known[f"{prefix}0000"]
    rows = tuple(Division(code, known[code], level_of(code), _parent(code)) for code in sorted(known))
    return Divisions(rows=rows, former=tuple(former), streets=tuple(streets))


def _is_heading(code: str, name: str) -> bool:
    """True for rows of the code list that are no place: 市辖区, 县, 省直辖县级行政区划."""
    return name in ("市辖区", "县") or (level_of(code) == "city" and code[2:4] in _WITHOUT_CITY)


def _parent(code: str) -> str | None:
    level = level_of(code)
    if level == "province":
        return None
    if level == "city" or code[2:4] in _WITHOUT_CITY:
        return f"{code[:2]}0000"
    return f"{code[:2]}0100" if code[:2] in _MUNICIPALITIES else f"{code[:4]}00"


def load_divisions(path: Path) -> Divisions:
    """The library's divisions amended by the declaration at `path`."""
    amendments = read_declaration(path, Amendments)
    names = dict(_revision(amendments.base_revision))
    for change in amendments.changes:
        for end in change.ends:
            names.pop(end.code, None)
        names.update({begin.code: begin.name for begin in change.begins})
    return divisions_of(names, _former(names, amendments))


def given_divisions(path: Path, names: Mapping[str, str], streets: Iterable[Street]) -> Divisions:
    """The divisions of a list as of today (six-digit code to name); the past is what the library and the
    declaration at `path` know of it."""
    former = _former(names, read_declaration(path, Amendments))
    return divisions_of(names, former, streets)


def _revision(name: str) -> Mapping[str, str]:
    schema: Mapping[str, str] = GB2260.source.load_revision(name).division_schema
    return schema


def _former(names: Mapping[str, str], amendments: Amendments) -> list[FormerDivision]:
    """Every (code, name) that some revision or amendment knew and today does not."""
    # The last revision of each year: names that lived for months only are not worth half a second of loading.
    yearly = {revision[:4]: revision for revision in sorted(GB2260.revisions())}.values()
    pairs = {pair for revision in yearly for pair in _revision(revision).items()}
    pairs |= set(_revision(amendments.base_revision).items())
    pairs |= {(merger.code, merger.name) for merger in amendments.merged_earlier}
    heirs = _Heirs(names, amendments)
    gone = sorted(pair for pair in pairs if names.get(pair[0]) != pair[1] and not _is_heading(*pair))
    former = [FormerDivision(code, name, level_of(code), heirs.of(code, name)) for code, name in gone]
    # Without an heir, a name that some place bears today is a slip of the old list or cannot be told apart.
    today = set(names.values())
    return [one for one in former if one.successor_code or not (_is_zone(one.code) or one.name in today)]


def _is_zone(code: str) -> bool:
    """True for codes 71 to 79 of a city: development zones that some lists count as districts."""
    return level_of(code) == "district" and code[4] == "7"


class _Heirs:
    """Says which place of today took over a former one: as declared, else by stem nearby, else by the same
    code, else by a stem that is unique in its province, or in the country at the same level."""

    def __init__(self, names: Mapping[str, str], amendments: Amendments) -> None:
        self.names = names
        self.ended = {end.code: end.successor for change in amendments.changes for end in change.ends}
        self.declared = {(merger.code, merger.name): merger.successor for merger in amendments.merged_earlier}
        self.stems: dict[tuple[Level | None, str, str], list[str]] = {}
        for code, name in names.items():
            for level in (level_of(code), None):
                for area in {code[:4], code[:2], ""}:
                    self.stems.setdefault((level, area, stem_of(name)), []).append(code)

    def of(self, code: str, name: str) -> str | None:
        """The code of today, or None where nothing is declared and nothing follows."""
        declared = self.declared.get((code, name))
        level = level_of(code)
        return (
            (self._today(declared) if declared else None)
            or self._only(level, code[:4], name)
            or self._today(code)
            or self._only(level, code[:2], name)
            or self._only(None, code[:2], name)
            or self._only(level, "", name)
        )

    def _only(self, level: Level | None, area: str, name: str) -> str | None:
        found = self.stems.get((level, area, stem_of(name)), [])
        return found[0] if len(found) == 1 else None

    def _today(self, code: str) -> str | None:
        while code in self.ended and code not in self.names:
            code = self.ended[code]
        return code if code in self.names else None
