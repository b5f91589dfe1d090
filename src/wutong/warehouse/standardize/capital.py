"""Registered capital: any spelling to amount, currency, unit and CNY. Works on the distinct spellings of a column."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wutong.catalog.currencies import Currency
from wutong.catalog.names import Amounts, Characters
from wutong.warehouse.standardize.text import NO_TEXT, any_of, fold, is_empty, table_of

_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_ONE_NUMBER = rf"^[^0-9.]*{_NUMBER}[^0-9.]*$"
# Rates are laid out year by year; a register's earliest and latest years, with room on both sides.
_FEN = 2  # decimals of a yuan: what was changed from another currency is no finer
_YEARS = range(1949, 2051)


def spellings(
    text: ir.Table,
    *,
    amounts: Amounts,
    currencies: dict[str, Currency],
    characters: Characters,
    empty: tuple[str, ...],
) -> ir.Table:
    """What each distinct capital_text of `text` means.

    Columns: capital_spelling; capital_amount, capital_currency, capital_unit, capital_in_currency (null where it
    cannot be read); capital_is_odd (written, but not to be read); capital_is_bare (unit and currency assumed).
    """
    distinct = text.select(capital_spelling="capital_text").distinct().view()
    plain = distinct.mutate(plain=fold(distinct.capital_spelling, characters).upper()).view()
    packed = plain.mutate(
        empty=is_empty(plain.plain, tuple(dict.fromkeys(word.upper() for word in empty))),
        plain=plain.plain.re_replace(r"[\s,，、]|整$", ""),
    ).view()
    rest = packed.plain.re_replace("[0-9.()]", "")
    units = any_of(unit.word for unit in amounts.units)
    parted = packed.mutate(
        number=ibis.ifelse(packed.plain.re_search(_ONE_NUMBER), packed.plain.re_extract(_NUMBER, 0), ""),
        unit_word=rest.re_extract(units, 0),
        rest=rest.re_replace(units, ""),
        bare=rest == "",
    ).view()
    words = _currency_words(currencies)
    joined = parted.left_join(words, _currency_word(parted.rest) == words.currency_word).view()
    return _measured(joined, amounts)


def _currency_word(rest: ir.StringValue) -> ir.StringValue:
    """元美元 and 元人民币 say the currency after a 元 that belongs to the unit."""
    return ibis.ifelse((rest.substr(0, 1) == "元") & (rest.length() > 1), rest.substr(1), rest)


def _currency_words(currencies: dict[str, Currency]) -> ir.Table:
    """Every word for a currency, and with a 元 after it (RMB元, 港币元)."""
    words = {word.upper(): code for code, currency in currencies.items() for word in currency.words if word}
    pairs = {"": "CNY"} | {f"{word}元": code for word, code in words.items()} | words
    return table_of({"currency_word": pa.array(pairs), "currency": pa.array(pairs.values())})


def _measured(told: ir.Table, amounts: Amounts) -> ir.Table:
    exact = told.number.nullif("").try_cast("decimal(24, 6)")
    words = [(told.unit_word == unit.word, unit.multiple) for unit in amounts.units]
    unit = ibis.cases((told.bare, ibis.ifelse(exact < amounts.bare.below, amounts.bare.multiple, 1)), *words, else_=1)
    counted = told.mutate(exact=exact, unit=unit.cast("int64"), sound=exact.notnull() & told.currency.notnull()).view()
    return counted.select(
        "capital_spelling",
        capital_amount=ibis.ifelse(counted.sound, counted.exact.cast("float64"), ibis.null("float64")),
        capital_currency=ibis.ifelse(counted.sound, counted.currency, NO_TEXT),
        capital_unit=ibis.ifelse(counted.sound, counted.unit, ibis.null("int64")),
        # Decimal times whole number, so that 1.1 万 is 11,000 and not 11,000.000000000002.
        capital_in_currency=ibis.ifelse(
            counted.sound, (counted.exact * counted.unit).cast("float64"), ibis.null("float64")
        ),
        capital_is_odd=~counted.sound & ~counted.empty.fill_null(True),
        capital_is_bare=counted.sound & counted.bare,
    ).view()


def with_cny(table: ir.Table, currencies: dict[str, Currency]) -> ir.Table:
    """`table` with capital_cny: at the rate of the year of registration, or the latest where that is not known."""
    rates = _rates(currencies)
    foreign = ibis.ifelse(table.capital_currency == "CNY", NO_TEXT, table.capital_currency)
    year = table.registered_on.year().fill_null(_YEARS[-1]).cast("int32")
    joined = table.left_join(rates, [foreign == rates.rate_currency, year == rates.rate_year])
    changed = (joined.capital_in_currency * joined.cny_rate).round(_FEN)
    capital_cny = ibis.ifelse(joined.capital_currency == "CNY", joined.capital_in_currency, changed)
    return joined.select(*table.columns, capital_cny=capital_cny).view()


def _rates(currencies: dict[str, Currency]) -> ir.Table:
    rows = [(code, year, one.cny_in(year)) for code, one in currencies.items() for year in _YEARS if code != "CNY"]
    codes, years, rates = zip(*rows, strict=True)
    return table_of(
        {
            "rate_currency": pa.array(codes),
            "rate_year": pa.array(years, pa.int32()),
            "cny_rate": pa.array(rates, pa.float64()),
        }
    )
