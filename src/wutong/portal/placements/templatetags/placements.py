"""Money of agreements, to the fen: nothing is rounded that somebody is owed."""

from decimal import Decimal

from django import template

from wutong.portal.shared.language import reader_language

register = template.Library()


@register.filter
def money(value: Decimal) -> str:
    """Yuan with fen where there are any."""
    shown = f"{value:,.2f}".removesuffix(".00")
    return f"{shown} 元" if reader_language() == "zh" else f"CNY {shown}"
