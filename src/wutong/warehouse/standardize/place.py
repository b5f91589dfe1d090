"""Where an enterprise is: province and city from their columns, district from the address, each with its code.

Where the address is silent, the district comes from the city column (in municipalities it names one), then from the
region of the name, then from the authority in the credit code; `district_basis` says which.
"""

from collections import defaultdict

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wutong.catalog.divisions import Level
from wutong.catalog.names import Characters
from wutong.warehouse.standardize.regions import COUNTRY, PlaceBook, code_of, is_short, province_of, read_region
from wutong.warehouse.standardize.text import NO_TEXT, class_of, cut, fold, from_position, is_empty, table_of

# What is known of a place before it is settled.
_SPENT = (
    "told_province", "told_city", "told_district", "address_code", "name_code", "address_rest",
    "province_full", "province_short", "city_full", "city_short",
)  # fmt: skip


def told_places(text: ir.Table, book: PlaceBook, *, characters: Characters, empty: tuple[str, ...]) -> ir.Table:
    """What each distinct (province_text, city_text) of `text` means.

    Columns: province_spelling, city_spelling, told_province, told_city, told_district (codes or null), the names to
    cut from an address, and province_is_odd: something is written there that is no province.
    """
    distinct = text.select("province_text", "city_text").distinct().view()
    plain = distinct.select(
        province_spelling="province_text",
        city_spelling="city_text",
        province_key=fold(distinct.province_text, characters),
        city_key=fold(distinct.city_text, characters),
    ).view()
    provinces, cities = _provinces(book), _cities(book)
    known = plain.left_join(provinces, plain.province_key == provinces.province_word).view()
    scope = known.province_code.fill_null(COUNTRY)
    found = known.left_join(cities, [scope == cities.scope, known.city_key == cities.city_word]).view()
    settled = found.select(
        "province_spelling",
        "city_spelling",
        told_province=ibis.coalesce(found.province_code, found.found_province),
        told_city=ibis.coalesce(found.found_city, found.only_city),
        told_district=found.found_district,
        province_is_odd=(found.province_code.isnull() & ~is_empty(found.province_key, empty)).fill_null(False),
    ).view()
    of_province, of_city = _named(book, "province"), _named(book, "city")
    joined = settled.left_join(of_province, settled.told_province == of_province.province_of)
    joined = joined.left_join(of_city, settled.told_city == of_city.city_of)
    return joined.drop("province_of", "city_of").view()


def _provinces(book: PlaceBook) -> ir.Table:
    """Full and short names of provinces; `only_city` is the city of a municipality."""
    rows: dict[str, tuple[str, str | None]] = {}
    for code, form in book.forms.items():
        if code == province_of(code):
            city = f"{code[:2]}0100"
            only = city if city in book.forms and book.is_municipality(city) else None
            rows |= {form.full: (code, only), form.short: (code, only)}
    return table_of(
        {
            "province_word": pa.array(rows),
            "province_code": pa.array([code for code, _ in rows.values()]),
            "only_city": pa.array([only for _, only in rows.values()], pa.string()),
        }
    )


def _cities(book: PlaceBook) -> ir.Table:
    """Words of the city column, under a province or under none: each that leads to one place only."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    today = [form for code, form in book.forms.items() if code != province_of(code)]
    short_today = {(book.above(form.code), form.short) for form in today}
    gone = [form for form in book.former if (book.above(form.code), form.short) not in short_today]
    for form in (*today, *gone):
        for scope in (province_of(form.code), COUNTRY):
            found[(scope, form.full)].add(form.code)
            found[(scope, form.short)].add(form.code)
    rows = {key: code for key, codes in found.items() if (code := _preferred(codes))}
    cities = [_city_of(book, code) for code in rows.values()]
    return table_of(
        {
            "scope": pa.array([scope for scope, _ in rows]),
            "city_word": pa.array([word for _, word in rows]),
            "found_province": pa.array([province_of(code) for code in rows.values()]),
            "found_city": pa.array(cities, pa.string()),
            "found_district": pa.array([None if code.endswith("00") else code for code in rows.values()], pa.string()),
        }
    )


def _preferred(codes: set[str]) -> str | None:
    """A city before districts of the same name; otherwise the only one."""
    cities = sorted(code for code in codes if code.endswith("00"))
    pool = cities or sorted(codes)
    return pool[0] if len(pool) == 1 else None


def _city_of(book: PlaceBook, code: str) -> str | None:
    """The city of today that a code is or lies in; None where the province governs directly."""
    now = book.successors.get(code, code)
    city = now if now.endswith("00") else book.above(now)
    return None if city == province_of(city) else city


def _named(book: PlaceBook, level: Level) -> ir.Table:
    forms = [book.forms[row.code] for row in book.divisions.of_level(level)]
    return table_of(
        {
            f"{level}_of": pa.array([form.code for form in forms]),
            f"{level}_full": pa.array([form.full for form in forms]),
            f"{level}_short": pa.array([form.short for form in forms]),
        }
    )


def with_address_code(table: ir.Table, book: PlaceBook, places: ir.Table) -> ir.Table:
    """`table` with address_code: the division that its `address` goes on with after province and city."""
    space = table.address.substr(0, 1).isin((" ", "\u3000"))
    trimmed = ibis.ifelse(space, table.address.re_replace("^[\\s\u3000]+", ""), table.address)
    lone = table.mutate(address_rest=trimmed)
    for level in ("province", "city"):
        lone = lone.mutate(address_rest=_without(lone, level)).view()
    parent = ibis.coalesce(lone.told_city, lone.told_province, ibis.literal(COUNTRY))
    read = read_region(lone, places, rest="address_rest", parent=parent)
    # 西湖区 tells the district, 西湖大道 does not.
    after = cut(read.address_rest, read.step_form.length() + 1, 1)
    is_road = is_short(read.step_code) & after.re_search(class_of(book.regions.not_after_short_name))
    code = ibis.ifelse(is_road, NO_TEXT, code_of(read.step_code))
    return read.mutate(address_code=code).drop("address_rest", "step_form", "step_code").view()


def _without(table: ir.Table, level: str) -> ir.StringValue:
    text, full, short = table.address_rest, table[f"{level}_full"], table[f"{level}_short"]
    return ibis.cases(
        (text.startswith(full), from_position(text, full.length())),
        (text.startswith(short), from_position(text, short.length())),
        else_=text,
    )


def with_places(table: ir.Table, book: PlaceBook) -> ir.Table:
    """`table` with the declared columns of place, out of told_*, address_code, name_code and credit_code."""
    guessed = table.mutate(**_guess(table)).view()
    details = _details(book)
    known = guessed.left_join(details, guessed.district_guess == details.of_key)
    city = ibis.coalesce(known.city_guess, known.of_city)
    coded = known.select(
        *[name for name in table.columns if name not in _SPENT],
        district_code=known.of_code,
        district=known.of_name,
        district_basis=ibis.ifelse(known.of_code.isnull(), NO_TEXT, known.district_basis),
        city_code=city,
        province_code=ibis.coalesce(
            known.told_province, city.substr(0, 2) + "0000", known.of_code.substr(0, 2) + "0000"
        ),
        of_today=known.of_today,
    ).view()
    return _labelled(coded, book)


def _guess(table: ir.Table) -> dict[str, ir.StringValue]:
    """city_guess, and district_guess by the first basis that gives one within the city (or the province)."""
    city = ibis.coalesce(table.told_city, _city_like(table.address_code), _city_like(table.name_code))
    area = ibis.coalesce(city.substr(0, 4), table.told_province.substr(0, 2), ibis.literal("-"))
    by_address, by_name = _district_like(table.address_code), _district_like(table.name_code)
    by_authority = _district_like(table.credit_code.substr(2, 6))
    bases = {
        "address": (by_address.notnull(), by_address),
        "city_column": (table.told_district.notnull(), table.told_district),
        "name": (by_name.startswith(area), by_name),
        "authority": (by_authority.startswith(area), by_authority),
    }
    return {
        "city_guess": city,
        "district_basis": ibis.cases(*[(holds, basis) for basis, (holds, _) in bases.items()]),
        "district_guess": ibis.cases(*bases.values()),
    }


def _city_like(code: ir.StringValue) -> ir.StringValue:
    """A code that is a city's; what lies below one is settled with the district."""
    return ibis.ifelse(code.endswith("00") & ~code.endswith("0000"), code, NO_TEXT)


def _district_like(code: ir.StringValue) -> ir.StringValue:
    return ibis.ifelse(code.endswith("00"), NO_TEXT, code)


def _details(book: PlaceBook) -> ir.Table:
    """Districts of any time: code as written, the code and name it means, the code of today, the city of today."""
    rows = book.known_districts()
    return table_of(
        {
            "of_key": pa.array(rows),
            "of_code": pa.array([form.code for form, _ in rows.values()]),
            "of_name": pa.array([form.full for form, _ in rows.values()]),
            "of_today": pa.array([today for _, today in rows.values()]),
            "of_city": pa.array([_city_of(book, today) for _, today in rows.values()], pa.string()),
        }
    )


def _labelled(table: ir.Table, book: PlaceBook) -> ir.Table:
    """Names of province and city, and the finest code of today."""
    cities, provinces = _named(book, "city"), _named(book, "province")
    joined = table.left_join(cities, table.city_code == cities.city_of)
    joined = joined.left_join(provinces, table.province_code == provinces.province_of)
    finest = ibis.coalesce(joined.of_today, joined.city_code, joined.province_code)
    return joined.select(
        *table.columns, division_code=finest, city=joined.city_full, province=joined.province_full
    ).view()
