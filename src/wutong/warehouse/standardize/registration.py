"""A raw register to standard registrations and issues. The whole of it on one page; the parts are next door."""

from datetime import date
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from wutong.catalog.catalog import Catalog
from wutong.catalog.sources import Source
from wutong.kernel.clock import today as today_in_china
from wutong.warehouse.standardize import credit_code, dates, issues
from wutong.warehouse.standardize.branches import with_parent_length
from wutong.warehouse.standardize.capital import spellings, with_cny
from wutong.warehouse.standardize.kinds import kind_texts, with_kind
from wutong.warehouse.standardize.names import with_parts
from wutong.warehouse.standardize.place import told_places, with_address_code, with_places
from wutong.warehouse.standardize.regions import PlaceBook
from wutong.warehouse.standardize.text import (
    NO_TEXT,
    cut,
    empty_to_null,
    fold,
    from_position,
    is_empty,
    is_unusual,
    key_of,
)
from wutong.warehouse.standardize.zones import zone_codes


class Standardized(NamedTuple):
    """`standard__registration` and `build__issues`. Rows of raw = rows + distinct rows held back in issues."""

    rows: ir.Table
    issues: ir.Table


def plan(raw: ir.Table, *, source: Source, catalog: Catalog, today: date | None = None) -> Standardized:
    """Standardize the rows of `raw`: file_id, row_number and the texts that `source` maps (absent ones are null).

    `today` is the day after which a date lies in the future; the present day unless given.
    """
    book = PlaceBook(catalog.divisions, catalog.names.regions)
    read = _read(_complete(raw), source, catalog, book, today or today_in_china())
    return Standardized(rows=_rows(read, catalog, book), issues=issues.issues_of(read))


def _complete(raw: ir.Table) -> ir.Table:
    """All text columns, so that a source may lack some. A plain table is left as it is: it is read several times."""
    absent = {name: NO_TEXT for name in issues.TEXTS if name not in raw.columns}
    return raw.mutate(**absent).view() if absent else raw


def _read(raw: ir.Table, source: Source, catalog: Catalog, book: PlaceBook, today: date) -> ir.Table:
    """Every cell that can be read by itself, with `*_problem` columns, and `held`: why the row is not used."""
    characters = catalog.names.characters
    empty = tuple(dict.fromkeys((*source.nulls, *characters.empty)))
    looked = _looked_up(raw, catalog, book, empty)
    known = looked.mutate(
        source_id=ibis.literal(source.id),
        name=ibis.ifelse(looked.is_unusual, fold(looked.name_zh, characters), looked.name_zh),
        code_holds=ibis.ifelse(looked.code_is_plain, credit_code.credit_code_holds(looked.code_text), None),
        day=ibis.ifelse(looked.day_is_plain, looked.registered_on_text.try_cast("date"), looked.odd_date),
        day_is_empty=is_empty(looked.registered_on_text, empty).fill_null(True),
    ).view()
    typed = known.mutate(
        # Only unusual names can be empty words, for those are no Chinese characters or are looked at below.
        name=empty_to_null(known.name, empty),
        **_identifier(known),
        **_registered_on(known, today),
        **_remarks(known),
    ).view()
    return typed.mutate(held=issues.held_back(typed)).view()


def _looked_up(raw: ir.Table, catalog: Catalog, book: PlaceBook, empty: tuple[str, ...]) -> ir.Table:
    """`raw` with what its distinct spellings of capital, kind, place, and odd codes and dates mean."""
    characters = catalog.names.characters
    flagged = raw.mutate(
        is_unusual=is_unusual(raw.name_zh, characters),
        code_is_plain=credit_code.is_plain(raw.code_text),
        day_is_plain=dates.is_plain(raw.registered_on_text),
    ).view()
    capital = spellings(
        raw, amounts=catalog.names.amounts, currencies=catalog.currencies, characters=characters, empty=empty
    )
    kind = kind_texts(raw, kinds=catalog.kinds, characters=characters, empty=empty)
    place = told_places(raw, book, characters=characters, empty=empty)
    codes = credit_code.odd_codes(raw, characters=characters, empty=empty)
    days = dates.odd_dates(raw, characters=characters, empty=empty)
    joined = flagged.left_join(capital, flagged.capital_text == capital.capital_spelling)
    joined = joined.left_join(kind, flagged.kind_text == kind.kind_spelling)
    joined = joined.left_join(
        place,
        [flagged.province_text == place.province_spelling, flagged.city_text == place.city_spelling],
    )
    odd_code = ibis.ifelse(flagged.code_is_plain, NO_TEXT, flagged.code_text)
    odd_day = ibis.ifelse(flagged.day_is_plain, NO_TEXT, flagged.registered_on_text)
    joined = joined.left_join(codes, odd_code == codes.odd_code).left_join(days, odd_day == days.odd_day)
    return joined.drop("capital_spelling", "kind_spelling", "province_spelling", "city_spelling", "odd_code", "odd_day")


def _identifier(table: ir.Table) -> dict[str, ir.Value]:
    is_credit_code = table.code_holds.fill_null(table.odd_scheme == credit_code.CREDIT_CODE)
    value = ibis.coalesce(table.odd_value, ibis.ifelse(table.code_is_plain, table.code_text, NO_TEXT))
    plain_scheme = ibis.ifelse(table.code_holds, credit_code.CREDIT_CODE, credit_code.UNRECOGNISED)
    return {
        "identifier_scheme": ibis.ifelse(table.code_holds.isnull(), table.odd_scheme, plain_scheme),
        "identifier": value,
        "credit_code": ibis.ifelse(is_credit_code, value, NO_TEXT),
        "identifier_problem": ibis.ifelse(~table.code_holds, "credit_code.check_digit", table.odd_problem),
    }


def _registered_on(table: ir.Table, today: date) -> dict[str, ir.Value]:
    sound = dates.is_sound(table.day, today)
    problem = ibis.ifelse(table.day > today, "registered_on.future", "registered_on.impossible")
    return {
        "registered_on": ibis.ifelse(sound, table.day, ibis.null("date")),
        "registered_on_problem": ibis.ifelse(sound | table.day_is_empty, NO_TEXT, problem),
    }


def _remarks(table: ir.Table) -> dict[str, ir.Value]:
    return {
        "capital_problem": ibis.cases(
            (table.capital_is_odd, "capital.unreadable"), (table.capital_is_bare, "capital.unit_assumed")
        ),
        "kind_problem": ibis.ifelse(table.kind_is_odd, "kind.unrecognised", NO_TEXT),
        "place_problem": ibis.ifelse(table.province_is_odd, "place.unrecognised", NO_TEXT),
    }


def _rows(read: ir.Table, catalog: Catalog, book: PlaceBook) -> ir.Table:
    """The rows that are used, in the columns of `standard__registration`."""
    names = catalog.names
    places = book.table()
    used = read.filter(read.held.isnull())
    used = used.select(
        "file_id", "row_number", "source_id", "name_zh", "name", "is_unusual", "credit_code", "identifier_scheme",
        "identifier", "told_kind", "kind_written", "registered_on", "capital_amount", "capital_currency", "capital_unit",
        "capital_in_currency", "scope_text", "address_text", "told_province", "told_city", "told_district",
        "province_full", "province_short", "city_full", "city_short",
    ).view()  # fmt: skip
    parted = with_parts(with_parent_length(used, names.branches), names, book, places)
    empty = names.characters.empty
    finished = (
        parted.mutate(
            name_zh=ibis.ifelse(parted.is_unusual, parted.name_zh.re_replace(r"^[\s　]+|[\s　]+$", ""), parted.name_zh),
            name_key=ibis.ifelse(parted.is_unusual, key_of(parted.name, names.characters), parted.name),
            parent_name=cut(parted.name, 1, parted.parent_length),
            branch_mark=from_position(parted.name, parted.parent_length),
            is_branch=parted.parent_length.notnull() | (parted.told_kind == "branch").fill_null(False),
            business_scope=empty_to_null(parted.scope_text, empty),
            address=empty_to_null(parted.address_text, empty),
        )
        .drop("scope_text", "address_text", "parent_length", "is_unusual")
        .view()
    )
    placed = with_places(with_address_code(finished, book, places), book)
    whole = with_cny(with_kind(placed, catalog.kinds), catalog.currencies)
    final = whole.mutate(kind_text=whole.kind_written, zone_codes=zone_codes(whole, catalog.clusters.values()))
    return final.select(*catalog.tables["standard__registration"].types)
