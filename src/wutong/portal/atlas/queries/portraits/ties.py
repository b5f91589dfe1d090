"""What one enterprise is called elsewhere: names that records carry, aliases, and its listings, each with the reason.

Two statements, whatever the number of records.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wutong.portal.atlas.access import Release
from wutong.portal.atlas.queries.portraits.origins import Origin, origin_of


class Verdict(StrEnum):
    """What is held of a name. What is `unsure` is shown apart and counted nowhere."""

    SAME = "same"
    UNSURE = "unsure"


class Basis(StrEnum):
    """What ties something to the enterprise: likeness of names, a person, or an identity that needs no judgement."""

    MATCHED = "matched"
    JUDGED = "judged"
    CREDIT_CODE = "credit_code"
    FULL_NAME = "full_name"


@dataclass(frozen=True, slots=True)
class Tie:
    """A name as written, and why it is taken for this enterprise's.

    `score` is a probability; `tables` names the tables whose records carry the name, and is empty where a release
    does not tell.
    """

    name: str
    verdict: Verdict
    score: float | None = None
    reasons_zh: tuple[str, ...] = ()
    reasons_en: tuple[str, ...] = ()
    basis: Basis = Basis.MATCHED
    tables: tuple[str, ...] = ()
    judgement_id: str | None = None

    @property
    def is_counted(self) -> bool:
        """True where the tie is held for certain."""
        return self.verdict is Verdict.SAME

    def is_in(self, table: str) -> bool:
        """False where no record of `table` carries the name."""
        return not self.tables or table in self.tables


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that a source gives beside the full one: short, official_english or other_english."""

    text: str
    kind: str
    language: str
    tie: Tie
    origin: Origin


@dataclass(frozen=True, slots=True)
class Listing:
    """A stock code of the enterprise."""

    stock_code: str
    name_zh: str
    short_name: str | None
    name_en: str | None
    tie: Tie
    origin: Origin


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """All that one enterprise is called elsewhere."""

    ties: tuple[Tie, ...] = ()
    aliases: tuple[Alias, ...] = ()
    listings: tuple[Listing, ...] = ()

    def ties_in(self, *tables: str) -> tuple[Tie, ...]:
        """The names that records of any of `tables` may carry."""
        return tuple(tie for tie in self.ties if any(tie.is_in(table) for table in tables))


# A source's firm is this one where the credit codes agree, or the full names where a side tells no code.
_IS_THIS = "(credit_code = ? OR (translate(name_zh, '（）', '()') = ? AND (credit_code IS NULL OR ?)))"
_IS_TIED = "name_zh IN (SELECT unnest(?))"
_ALIASES = (
    "SELECT 'alias' AS what, alias, kind, language, name_zh, credit_code, file_id, row_number "
    f"FROM aliases WHERE {_IS_THIS}"
)
_LISTINGS = (
    "SELECT 'listed' AS what, stock_code, short_name, name_en, name_zh, credit_code, file_id, row_number "
    f"FROM listed_companies WHERE {_IS_THIS} OR {_IS_TIED}"
)


def elsewhere_of(release: Release, enterprise_id: str, credit_code: str | None, name_zh: str) -> Elsewhere:
    """What the enterprise is called elsewhere; nothing where the release holds no records."""
    ties = ties_of(release, enterprise_id)
    firm: tuple[object, ...] = (credit_code, name_zh, credit_code is None)
    listed = [tie.name for tie in ties if tie.is_in("listed_companies")]
    asked = {"aliases": (_ALIASES, firm), "listed_companies": (_LISTINGS, (*firm, listed))}
    held = [asked[table] for table in asked if is_held(release, table)]
    rows: Sequence[tuple[Any, ...]] = ()
    if held:
        sql = " UNION ALL ".join(sql for sql, _ in held)
        rows = release.query(f"{sql} ORDER BY 1, 3, 2", [value for _, values in held for value in values]).rows
    return Elsewhere(ties=ties, aliases=tuple(_aliases(release, rows)), listings=tuple(_listings(release, rows, ties)))


def _aliases(release: Release, rows: Sequence[tuple[Any, ...]]) -> Iterator[Alias]:
    for what, text, kind, language, name, credit_code, file_id, row_number in rows:
        if what == "alias":
            yield Alias(text, kind, language, _identity(name, credit_code), origin_of(release, (file_id, row_number)))


def _listings(release: Release, rows: Sequence[tuple[Any, ...]], ties: Sequence[Tie]) -> Iterator[Listing]:
    judged = {tie.name: tie for tie in ties}
    for what, stock_code, short_name, name_en, name, credit_code, file_id, row_number in rows:
        if what == "listed":
            tie = judged.get(name) or _identity(name, credit_code)
            yield Listing(stock_code, name, short_name, name_en, tie, origin_of(release, (file_id, row_number)))


def _identity(name: str, credit_code: str | None) -> Tie:
    """A tie that rests on no likeness: the source gives the code, or else the very name."""
    return Tie(name, Verdict.SAME, basis=Basis.CREDIT_CODE if credit_code else Basis.FULL_NAME)


def is_held(release: Release, table: str) -> bool:
    """True where the release has rows of `table`."""
    return bool(release.manifest.row_counts.get(table))


def ties_of(release: Release, enterprise_id: str) -> tuple[Tie, ...]:
    """The names that are, or may be, the enterprise's; the certain first."""
    if not is_held(release, "name_ties"):
        return ()
    # All columns: a release of an earlier version has fewer.
    found = release.query(
        "SELECT * FROM name_ties WHERE enterprise_id = ? AND verdict IN ('same', 'unsure')", (enterprise_id,)
    )
    ties = (_tie(dict(zip(found.columns, row, strict=True))) for row in found.rows)
    return tuple(sorted(ties, key=lambda tie: (not tie.is_counted, -(tie.score or 0), tie.name)))


def _tie(row: dict[str, Any]) -> Tie:
    return Tie(
        name=row["name"],
        verdict=Verdict(row["verdict"]),
        score=row["score"],
        reasons_zh=tuple(row["reasons_zh"] or ()),
        reasons_en=tuple(row["reasons_en"] or ()),
        basis=Basis(row.get("origin") or Basis.MATCHED),
        tables=tuple(row.get("tables") or ()),
        judgement_id=row.get("judgement_id"),
    )
