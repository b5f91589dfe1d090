"""Quantities with their units: checked against what the unit can tell, and written for people."""

from decimal import Decimal

from wutong.catalog.controlled import Category, Unit
from wutong.kernel.bilingual import Text
from wutong.portal.materials import refusals
from wutong.portal.shared.catalogue import catalogue

_MOST = Decimal(10) ** 9


def unit_of(code: str) -> Unit:
    """The declared unit of that code."""
    return catalogue().controlled.units[code]


def category_of(code: str) -> Category:
    """The declared category of that code."""
    return catalogue().controlled.categories[code]


def check(quantity: Decimal, unit: str, *, least: Decimal | None = None) -> Decimal:
    """`quantity` where it is above nothing (or at least `least`) and no finer than its unit; raises NoQuantity."""
    found = unit_of(unit)
    exponent = quantity.normalize().as_tuple().exponent  # 125.000 is as good as 125
    is_fine = isinstance(exponent, int) and -exponent <= found.decimals and quantity < _MOST
    if not is_fine or (quantity <= 0 if least is None else quantity < least):
        title = found.title.text()
        raise refusals.NoQuantity(quantity=quantity, decimals=found.decimals, unit_zh=title.zh, unit_en=title.en)
    return quantity


def short(quantity: Decimal) -> str:
    """12.500000 → 12.5, with commas between thousands."""
    text = f"{quantity:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def with_unit(quantity: Decimal, unit: str) -> Text:
    """A quantity in words of both languages."""
    title = unit_of(unit).title.text()
    return Text(zh=f"{short(quantity)} {title.zh}", en=f"{short(quantity)} {title.en}")
