"""How many enterprises stand behind each choice of each facet, in one statement.

A facet on which the reader has chosen is counted as if that choice were not made, so that its alternatives stay
visible; every other facet is counted within everything that was chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wutong.catalog.bands import Scale
from wutong.portal.atlas.queries.conditions import Condition, Facet, all_of, facet_conditions, one_of
from wutong.portal.atlas.queries.filters import BIOMEDICAL, Filter

# Counties that no city governs stand among the cities of their province.
LEVEL_COLUMNS = {
    "province": "province_code",
    "city": "coalesce(city_code, district_code)",
    "district": "district_code",
}
_COLUMNS = (
    "enterprise_id, tier, segment, nodes, zone_codes, kind, is_branch, capital_cny, registered_on, "
    "province_code, city_code, district_code"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet and how many enterprises it holds."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The size of the result, and the choices of each facet, most frequent first."""

    total: int = 0
    choices: Mapping[Facet, tuple[Choice, ...]] = field(default_factory=dict)

    def of(self, facet: Facet) -> tuple[Choice, ...]:
        """The choices of one facet; none where no enterprise has a value."""
        return self.choices.get(facet, ())

    def count(self, facet: Facet, code: str) -> int:
        """How many enterprises one choice holds."""
        return next((choice.count for choice in self.of(facet) if choice.code == code), 0)


def division_level(codes: tuple[str, ...]) -> str:
    """Which level the division facet lists: below a single choice, else beside the finest choice."""
    finest = max((_level(code) for code in codes), default=0)
    if len(codes) <= 1:
        finest = min(finest + 1, 3)
    return ("province", "province", "city", "district")[finest]


def found_table(asked: Filter, ids: tuple[str, ...] | None) -> Condition:
    """The rows that a list starts from: all of them, or those that the index named, read once.

    Enterprises are stored by tier. So what the index named is looked up among the biomedical tiers alone, an eighth of
    the table, unless the reader asks for more; the price is that the others are not counted then.
    """
    columns = f"{_COLUMNS}, credit_code" if "credit_code" in (*asked.known, *asked.unknown) else _COLUMNS
    if ids is None:
        return Condition(f"SELECT {columns} FROM enterprises")
    named = Condition("enterprise_id IN (SELECT unnest(?))", (list(ids),))
    is_biomedical = bool(asked.tier_scope) and set(asked.tier_scope) <= set(BIOMEDICAL)
    within = all_of([one_of("tier", BIOMEDICAL), named] if is_biomedical else [named])
    return Condition(f"SELECT {columns} FROM enterprises WHERE {within.sql}", within.params)


def facet_statement(asked: Filter, capital: Scale, ids: tuple[str, ...] | None) -> Condition:
    """The statement that counts: rows of (facet, value, count), with one row for `total`."""
    chosen = facet_conditions(asked, capital)
    found = found_table(asked, ids)
    kept = "MATERIALIZED" if ids is not None else "NOT MATERIALIZED"
    scalar = _scalar_expressions(asked, capital)
    parts = [_grouping_sets(scalar, all_of(chosen.values()))]
    for facet, column in (("node", "nodes"), ("zone", "zone_codes")):
        parts.append(_unnested(facet, column, _without(chosen, facet)))
    parts.extend(_single(facet, scalar[facet], _without(chosen, facet)) for facet in chosen if facet in scalar)
    body = " UNION ALL ".join(part.sql for part in parts)
    params = found.params + tuple(param for part in parts for param in part.params)
    return Condition(f"WITH found AS {kept} ({found.sql}) {body}", params)


def read_facets(rows: list[tuple[object, ...]]) -> Facets:
    """Sort the statement's rows into facets. A chosen facet's own count outranks its share of the result."""
    total = 0
    gathered: dict[Facet, dict[str, int]] = {}
    for facet, value, count, is_own in rows:
        if facet == "total":
            total = int(str(count))
        elif value is not None:
            counts = gathered.setdefault(str(facet), {})
            if is_own or str(value) not in counts:
                counts[str(value)] = int(str(count))
    choices = {
        facet: tuple(Choice(code, n) for code, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        for facet, counts in gathered.items()
    }
    return Facets(total=total, choices=choices)


def _scalar_expressions(asked: Filter, capital: Scale) -> dict[Facet, str]:
    """Facets of which an enterprise has one value, as SQL text made of our own words only."""
    return {
        "tier": "tier",
        "segment": "segment",
        "kind": "kind",
        "branch": "CASE WHEN is_branch THEN 'yes' ELSE 'no' END",
        "capital": _band_expression(capital),
        "year": "CAST(year(registered_on) AS VARCHAR)",
        "division": LEVEL_COLUMNS[division_level(asked.divisions)],
    }


def _band_expression(capital: Scale) -> str:
    steps = " ".join(f"WHEN capital_cny < {band.below!r} THEN '{band.code}'" for band in capital.bands[:-1])
    return f"CASE WHEN capital_cny IS NULL THEN '{capital.unknown.code}' {steps} ELSE '{capital.bands[-1].code}' END"


def _grouping_sets(scalar: Mapping[Facet, str], within: Condition) -> Condition:
    """Every scalar facet and the total, in one pass."""
    inner = ", ".join(f"{expression} AS {facet}" for facet, expression in scalar.items())
    names = list(scalar)
    label = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in names)
    value = " ".join(f"WHEN grouping({name}) = 0 THEN {name}" for name in names)
    sets = ", ".join(f"({name})" for name in names)
    return Condition(
        f"SELECT CASE {label} ELSE 'total' END AS facet, CASE {value} END AS value, count(*) AS n, false AS is_own "
        f"FROM (SELECT {inner} FROM found WHERE {within.sql}) GROUP BY GROUPING SETS ({sets}, ())",
        within.params,
    )


def _unnested(facet: Facet, column: str, within: Condition) -> Condition:
    """A facet of which an enterprise has several values."""
    return Condition(
        f"SELECT '{facet}', value, count(*), true FROM "
        f"(SELECT unnest({column}) AS value FROM found WHERE {within.sql}) GROUP BY value",
        within.params,
    )


def _single(facet: Facet, expression: str, within: Condition) -> Condition:
    """A facet on which the reader has chosen, counted without that choice."""
    return Condition(
        f"SELECT '{facet}', value, count(*), true FROM "
        f"(SELECT {expression} AS value FROM found WHERE {within.sql}) GROUP BY value",
        within.params,
    )


def _without(chosen: Mapping[Facet, Condition], facet: Facet) -> Condition:
    return all_of(condition for name, condition in chosen.items() if name != facet)


def _level(code: str) -> int:
    if code == "000000":
        return 0
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
