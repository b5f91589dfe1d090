"""A raw register to standard registrations and issues. The whole of it on one page; the parts are next door."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

import ibis
import ibis.expr.types as ir

from wutong.catalog.catalog import Catalog
from wutong.catalog.names import Characters
from wutong.catalog.sources import Source
from wutong.kernel.clock import today as today_in_china
from wutong.warehouse.standardize import credit_code, dates, issues
from wutong.warehouse.standardize.capital import spellings, with_cny
from wutong.warehouse.standardize.kinds import kind_of, kind_texts
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


Day: TypeAlias = ir.DateValue | date


@dataclass(frozen=True)
class _Rules:
    """Everything declared that the plan goes by. `empty` are the words of a cell that says nothing."""

    source_id: str
    catalog: Catalog
    book: PlaceBook
    empty: tuple[str, ...]
    today: Day

    @property
    def characters(self) -> Characters:
        return self.catalog.names.characters


def plan(raw: ir.Table, *, source: Source, catalog: Catalog, today: Day | None = None) -> Standardized:
    """The rows of `raw` that can be used, and the issues of all of them; see `every_row`."""
    rows = every_row(raw, source=source, catalog=catalog, today=today)
    return Standardized(rows=used(rows, catalog), issues=issues.issues_of(rows))


def used(rows: ir.Table, catalog: Catalog) -> ir.Table:
    """`standard__registration` of `every_row`: those not held back."""
    return rows.filter(rows.held_back.isnull()).select(*catalog.tables["standard__registration"].types)


def texts(raw: ir.Table, *, source: Source, catalog: Catalog) -> ir.Table:
    """file_id, row_number, name_zh and business_scope of `raw`, as `every_row` has them."""
    return raw.select(
        "file_id",
        "row_number",
        name_zh=_trimmed(raw.name_zh),
        business_scope=empty_to_null(raw.scope_text, _empty(source, catalog)),
    ).view()


def every_row(raw: ir.Table, *, source: Source, catalog: Catalog, today: Day | None = None) -> ir.Table:
    """The rows of `raw` (file_id, row_number and the texts that `source` maps; absent ones are null), standardized.

    Columns of `standard__registration`, `held_back` (why a row is not used, or null) and `remarks`.
    `today` is the day after which a date lies in the future; the present day unless given.
    """
    empty = _empty(source, catalog)
    book = PlaceBook(catalog.divisions, catalog.names.regions)
    rules = _Rules(source.id, catalog, book, empty, today_in_china() if today is None else today)
    raw = _complete(raw)
    return _rows(_located(raw, rules), raw, rules)


def _empty(source: Source, catalog: Catalog) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*source.nulls, *catalog.names.characters.empty)))


def _trimmed(name: ir.StringValue) -> ir.StringValue:
    return name.re_replace(r"^[\s　]+|[\s　]+$", "")


def _complete(raw: ir.Table) -> ir.Table:
    """All text columns, so that a source may lack some. A plain table is left as it is: it is read several times."""
    absent = {name: NO_TEXT for name in issues.TEXTS if name not in raw.columns}
    return raw.mutate(**absent).view() if absent else raw


def _located(raw: ir.Table, rules: _Rules) -> ir.Table:
    """`raw` with its name folded (`name`, null where empty) and what its province and city columns say."""
    flagged = raw.mutate(is_unusual=is_unusual(raw.name_zh, rules.characters)).view()
    place = told_places(raw, rules.book, characters=rules.characters, empty=rules.empty)
    joined = flagged.left_join(
        place, [flagged.province_text == place.province_spelling, flagged.city_text == place.city_spelling]
    )
    name = ibis.ifelse(joined.is_unusual, fold(joined.name_zh, rules.characters), joined.name_zh)
    is_short = joined.name_zh.length() <= max(len(word) for word in rules.empty)
    told = joined.mutate(name=ibis.ifelse(is_short, empty_to_null(name, rules.empty), name))
    return told.drop("province_spelling", "city_spelling")


def _read(table: ir.Table, raw: ir.Table, rules: _Rules) -> ir.Table:
    """`table` with every cell that can be read by itself, `held_back` (why a row is not used) and `remarks`.

    `raw` is where `table` came from: what its distinct spellings mean is learned from it.
    """
    looked = _looked_up(table, raw, rules)
    known = looked.mutate(
        source_id=ibis.literal(rules.source_id),
        code_holds=ibis.ifelse(looked.code_is_plain, credit_code.credit_code_holds(looked.code_text), None),
        day=ibis.ifelse(looked.day_is_plain, looked.registered_on_text.try_cast("date"), looked.odd_date),
    ).view()
    typed = known.mutate(**_identifier(known), **_registered_on(known, rules), **_remarks(known)).view()
    return issues.with_remarks(typed.mutate(held_back=issues.held_back(typed)).view())


def _looked_up(table: ir.Table, raw: ir.Table, rules: _Rules) -> ir.Table:
    """`table` with what its spellings of capital and kind, and its odd codes and dates, mean."""
    flagged = table.mutate(
        code_is_plain=credit_code.is_plain(table.code_text), day_is_plain=dates.is_plain(table.registered_on_text)
    ).view()
    catalog, characters, empty = rules.catalog, rules.characters, rules.empty
    capital = spellings(
        raw, amounts=catalog.names.amounts, currencies=catalog.currencies, characters=characters, empty=empty
    )
    kind = kind_texts(raw, kinds=catalog.kinds, characters=characters, empty=empty)
    codes = credit_code.odd_codes(raw, characters=characters, empty=empty)
    days = dates.odd_dates(raw, characters=characters, empty=empty)
    odd_code = ibis.ifelse(flagged.code_is_plain, NO_TEXT, flagged.code_text)
    odd_day = ibis.ifelse(flagged.day_is_plain, NO_TEXT, flagged.registered_on_text)
    joined = flagged.left_join(capital, flagged.capital_text == capital.capital_spelling)
    joined = joined.left_join(kind, flagged.kind_text == kind.kind_spelling)
    joined = joined.left_join(codes, odd_code == codes.odd_code).left_join(days, odd_day == days.odd_day)
    return joined.drop("capital_spelling", "kind_spelling", "odd_code", "odd_day")


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


def _registered_on(table: ir.Table, rules: _Rules) -> dict[str, ir.Value]:
    sound = dates.is_sound(table.day, rules.today)
    nothing = is_empty(table.registered_on_text, rules.empty).fill_null(True)
    problem = ibis.cases(
        (table.day > rules.today, "registered_on.future"), (nothing, NO_TEXT), else_="registered_on.impossible"
    )
    return {
        "registered_on": ibis.ifelse(sound, table.day, ibis.null("date")),
        "registered_on_problem": ibis.ifelse(sound, NO_TEXT, problem),
    }


def _remarks(table: ir.Table) -> dict[str, ir.Value]:
    return {
        "capital_problem": ibis.cases(
            (table.capital_is_odd, "capital.unreadable"), (table.capital_is_bare, "capital.unit_assumed")
        ),
        "kind_problem": ibis.ifelse(table.kind_is_odd, "kind.unrecognised", NO_TEXT),
        "place_problem": ibis.ifelse(table.province_is_odd, "place.unrecognised", NO_TEXT),
    }


# What waits while names are taken apart: one column instead of many keeps the query short.
_WAITING = (
    "file_id", "row_number", *issues.TEXTS, "told_city", "told_district", "province_is_odd",
    "province_full", "province_short", "city_full", "city_short",
)  # fmt: skip


def _rows(located: ir.Table, raw: ir.Table, rules: _Rules) -> ir.Table:
    """The columns of `standard__registration`, `held_back` and `remarks`.

    Names and addresses come first: the query is nested, and what is joined last costs least to write.
    """
    names, catalog = rules.catalog.names, rules.catalog
    places = rules.book.table()
    waiting = ibis.struct({name: located[name] for name in _WAITING})
    slim = located.select("name", "is_unusual", "told_province", waiting=waiting).view()
    parted = with_parts(slim, names, catalog.kinds, rules.book, places)
    back = parted.select(*_columns(parted, "waiting"), *[parted.waiting[name].name(name) for name in _WAITING]).view()
    addressed = with_address_code(_named(back, rules), rules.book, places)
    read = _read(addressed, raw, rules)
    kinded = read.mutate(
        kind_text=read.kind_written,
        is_branch=read.parent_name.notnull() | (read.told_kind == "branch").fill_null(False),
    )
    placed = with_places(kinded.view(), rules.book)
    whole = with_cny(placed, catalog.currencies)
    zoned = whole.mutate(kind=kind_of(whole, catalog.kinds), zone_codes=zone_codes(whole, catalog.clusters.values()))
    return zoned.select(*catalog.tables["standard__registration"].types, "held_back", "remarks")


def _named(table: ir.Table, rules: _Rules) -> ir.Table:
    """The texts as they are kept: the name's key, its parent's name; scope and address, or null."""
    parent = cut(table.name, 1, table.parent_length)
    told = table.mutate(
        name_zh=ibis.ifelse(table.is_unusual, _trimmed(table.name_zh), table.name_zh),
        name_key=ibis.ifelse(table.is_unusual, key_of(table.name, rules.characters), table.name),
        parent_name=parent,
        parent_key=ibis.ifelse(table.is_unusual, key_of(parent, rules.characters), parent),
        branch_mark=from_position(table.name, table.parent_length),
        business_scope=empty_to_null(table.scope_text, rules.empty),
        address=empty_to_null(table.address_text, rules.empty),
    )
    return told.drop("parent_length").view()


def _columns(table: ir.Table, *without: str) -> list[str]:
    return [name for name in table.columns if name not in without]
