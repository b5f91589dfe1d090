"""How quantities are written on pages of controlled materials."""

from decimal import Decimal

from django import template

from wutong.portal.materials.measuring import category_of, short, unit_of
from wutong.portal.materials.measuring import with_unit as written
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import UNKNOWN

register = template.Library()


@register.filter
def amount(quantity: Decimal | None) -> str:
    """A quantity as people write it: 12.500000 → 12.5."""
    return UNKNOWN if quantity is None else short(quantity)


@register.filter
def signed(quantity: Decimal | None) -> str:
    """A difference with its sign."""
    if quantity is None:
        return UNKNOWN
    return f"+{short(quantity)}" if quantity > 0 else short(quantity).replace("-", "−")


@register.filter
def in_unit(quantity: Decimal | None, unit: str) -> str:
    """A quantity with its unit."""
    return UNKNOWN if quantity is None else wording(written(quantity, unit))


@register.filter
def unit_title(code: str) -> str:
    """What a unit is called."""
    return wording(unit_of(code).title)


@register.filter
def category_title(code: str) -> str:
    """What a category is called."""
    return wording(category_of(code).title)
