"""Kinds, states, warnings and quantities of imports in templates."""

from decimal import Decimal

from django import template

from wutong.portal.imports.panels import words
from wutong.portal.shared.templatetags.wutong import number
from wutong.rules.import_approvals import THOUSANDTHS, written

register = template.Library()

register.filter("approval_kind", words.kind)
register.filter("shipment_state", words.state)
register.filter("import_notice", words.notice)


@register.filter
def quantity(thousandths: int | None) -> str:
    """Thousandths of a unit as people write them."""
    return number(None if thousandths is None else thousandths / THOUSANDTHS)


@register.filter
def plain(value: Decimal) -> str:
    """A quantity for an input: a point, and no separators."""
    return written(int(value * THOUSANDTHS))
