"""Which tables of a release carry names of organisations as written, and which names. Judges nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wutong.warehouse.views import connect, parquet


@dataclass(frozen=True)
class Carrier:
    """A released table and the SQL of a name in each of its rows, and of the city told beside it where one is."""

    table: str
    name: str
    where: str = "true"
    city: str = "''"


@dataclass(frozen=True, slots=True)
class Carried:
    """A name, the city told beside it, how many records carry both, and in which tables."""

    name: str
    city: str
    records: int
    tables: tuple[str, ...]


# An investor is looked for where it is written like a firm; funds and persons are not in the register.
_LIKE_A_FIRM = r"'(?i)公司|合伙|集团|\b(?:co|corp|inc|ltd|llc|limited|gmbh)\b'"
FIRMS = (
    Carrier("trial_sponsors", "name"),
    Carrier("financing_rounds", "company", city="coalesce(place_text, '')"),
    Carrier(
        "financing_rounds", "unnest(list_filter(investors, lambda one: regexp_matches(one, " + _LIKE_A_FIRM + ")))"
    ),
    Carrier("products", "holder"),
    Carrier("drug_applications", "applicant_text"),
    Carrier("listed_companies", "name_zh", city="coalesce(city_text, province_text, '')"),
)
HOSPITALS = (
    Carrier("trial_sponsors", "name"),
    Carrier("trial_sites", "name", "country IS NULL OR country IN ('China', '中国')", "coalesce(city, '')"),
    Carrier("hospital_written_names", "name"),
)


def carried(tables: Path, carriers: Iterable[Carrier]) -> list[Carried]:
    """Every name that `carriers` hold, once, in order; a table that is not there holds none."""
    parts = [
        f"SELECT '{one.table}' AS source, {one.name} AS name, {one.city} AS city "
        f"FROM {parquet(*(tables / one.table).glob('*.parquet'))} WHERE {one.where}"
        for one in carriers
        if (tables / one.table).is_dir()
    ]
    if not parts:
        return []
    sql = (
        f"SELECT name, city, count(*) AS records, list_sort(list_distinct(list(source))) AS tables "
        f"FROM ({' UNION ALL '.join(parts)}) WHERE name IS NOT NULL GROUP BY name, city ORDER BY name, city"
    )
    with connect() as connection:
        found = connection.execute(sql).fetchall()
    return [Carried(name, city, records, tuple(where)) for name, city, records, where in found]


def once(carried: Iterable[Carried]) -> list[Carried]:
    """Each name once, in order, with the place that its records tell where they all tell the same."""
    by_name: dict[str, list[Carried]] = {}
    for one in carried:
        by_name.setdefault(one.name, []).append(one)
    return [_joined(name, group) for name, group in by_name.items()]


def _joined(name: str, group: Sequence[Carried]) -> Carried:
    told = {one.city for one in group if one.city}
    tables = sorted({table for one in group for table in one.tables})
    city = told.pop() if len(told) == 1 else ""
    return Carried(name, city, sum(one.records for one in group), tuple(tables))
