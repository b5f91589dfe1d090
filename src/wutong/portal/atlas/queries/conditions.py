"""Turn a filter into SQL over the release's `enterprises`. Values travel as parameters only, never inside the SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wutong.catalog.bands import Scale
from wutong.portal.atlas.queries.filters import COVERED, Filter

Facet = str


@dataclass(frozen=True, slots=True)
class Condition:
    """A boolean SQL expression and the values of its question marks, in order."""

    sql: str
    params: tuple[object, ...] = ()


# What may be missing, as it is called in an address → its column.
_COVERED = {field: f"{field}_code" if field == "district" else field for field in COVERED}

ALWAYS = Condition("true")


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Holds where every one holds."""
    held = [condition for condition in conditions if condition is not ALWAYS]
    if not held:
        return ALWAYS
    return Condition(" AND ".join(f"({one.sql})" for one in held), _params(held))


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Holds where at least one holds."""
    held = list(conditions)
    return Condition(" OR ".join(f"({one.sql})" for one in held), _params(held))


def one_of(column: str, values: Sequence[object]) -> Condition:
    """Holds where `column` (our own word, never the reader's) is one of `values`."""
    marks = ", ".join("?" for _ in values)
    return Condition(f"{column} IN ({marks})", tuple(values))


def facet_conditions(asked: Filter, capital: Scale) -> Mapping[Facet, Condition]:
    """The condition of each facet on which `asked` says something."""
    found: dict[Facet, Condition] = {}
    if asked.tier_scope:
        found["tier"] = one_of("tier", asked.tier_scope)
    if asked.segments:
        found["segment"] = one_of("segment", asked.segments)
    if asked.nodes:
        found["node"] = Condition("list_has_any(nodes, ?)", (list(asked.nodes),))
    if asked.divisions:
        found["division"] = any_of(division_condition(code) for code in asked.divisions)
    if asked.zones:
        found["zone"] = Condition("list_has_any(zone_codes, ?)", (list(asked.zones),))
    if asked.year_from is not None or asked.year_to is not None:
        found["year"] = _years(asked.year_from, asked.year_to)
    if asked.bands:
        found["capital"] = any_of(_band(code, capital) for code in asked.bands)
    if asked.kinds:
        found["kind"] = one_of("kind", asked.kinds)
    if asked.known:
        found["has"] = any_of(Condition(f"{_COVERED[code]} IS NOT NULL") for code in asked.known)
    if asked.unknown:
        found["lacks"] = any_of(Condition(f"{_COVERED[code]} IS NULL") for code in asked.unknown)
    if asked.is_branch is not None:
        found["branch"] = Condition("is_branch = ?", (asked.is_branch,))
    return found


def division_condition(code: str) -> Condition:
    """A province takes in its cities and a city its districts; 000000 is the whole nation."""
    if code == "000000":
        return ALWAYS
    if code.endswith("0000"):
        return Condition("province_code = ?", (code,))
    if code.endswith("00"):
        return Condition("city_code = ?", (code,))
    return Condition("district_code = ?", (code,))


def _years(first: int | None, last: int | None) -> Condition:
    """Dates rather than years are compared, so that row groups outside the span are never read."""
    bounds = []
    if first is not None:
        bounds.append(Condition("registered_on >= make_date(?, 1, 1)", (first,)))
    if last is not None:
        bounds.append(Condition("registered_on < make_date(?, 1, 1)", (last + 1,)))
    return all_of(bounds)


def _band(code: str, capital: Scale) -> Condition:
    if code == capital.unknown.code:
        return Condition("capital_cny IS NULL")
    band = next(band for band in capital.bands if band.code == code)
    bounds = []
    if band.least is not None:
        bounds.append(Condition("capital_cny >= ?", (band.least,)))
    if band.below is not None:
        bounds.append(Condition("capital_cny < ?", (band.below,)))
    return all_of(bounds)


def _params(conditions: Iterable[Condition]) -> tuple[object, ...]:
    return tuple(param for condition in conditions for param in condition.params)
