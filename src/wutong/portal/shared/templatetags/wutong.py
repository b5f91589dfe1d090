"""Icons, formats and catalogue wordings for templates. Formats follow the reader's language."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from wutong.portal.shared.language import Bilingual, reader_language
from wutong.portal.shared.language import wording as wording_of

register = template.Library()

UNKNOWN = "—"
_WAN = 10_000
_YI = 100_000_000
_LEAST_SHARE = 0.001


def _locale() -> str:
    return "en" if reader_language() == "en" else "zh_Hans_CN"


@cache
def _drawing(name: str) -> str:
    file = settings.FRONTEND_ROOT / "node_modules/@tabler/icons/icons/outline" / f"{name}.svg"
    drawing = file.read_text(encoding="utf-8") if file.is_file() else "<svg></svg>"
    return drawing[drawing.index("<svg") :].replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Tabler icon drawn inline; it carries no meaning of its own, so screen readers skip it."""
    return mark_safe(_drawing(name).replace('class="', 'class="icon ', 1))


@register.filter
def wording(label: Bilingual | None) -> str:
    """A catalogue label in the reader's language."""
    return wording_of(label) if label is not None else UNKNOWN


@register.filter
def number(value: float | None) -> str:
    """12345 → 12,345; nothing → a dash."""
    if isinstance(value, int):
        return f"{value:,}"  # what both languages write, at a hundredth of the cost: a list shows hundreds of them
    return UNKNOWN if value is None else format_decimal(value, format="#,##0.##", locale=_locale())


@register.filter
def percent(value: float | None) -> str:
    """0.1234 → 12.3%. What is not nothing, or not all, is never written as 0% or 100%."""
    if value is None:
        return UNKNOWN
    if 0 < value < _LEAST_SHARE:
        return f"<{_percent(_LEAST_SHARE)}"
    return f">{_percent(1 - _LEAST_SHARE)}" if 1 - _LEAST_SHARE < value < 1 else _percent(value)


def _percent(value: float) -> str:
    return str(format_percent(value, format="#,##0.#%", locale=_locale()))


@register.filter
def quotient(value: float | None) -> str:
    """A location quotient with two decimals."""
    return UNKNOWN if value is None else format_decimal(value, format="#,##0.00", locale=_locale())


@register.filter
def yuan(value: float | None) -> str:
    """An amount of CNY in the unit that a reader of the language thinks in: 万元 and 亿元, or million."""
    if value is None:
        return UNKNOWN
    if reader_language() == "en":
        return f"CNY {number(round(value / 1e6, 2))} million" if value >= 1e6 else f"CNY {number(round(value))}"
    if value >= _YI:
        return f"{number(round(value / _YI, 2))} 亿元"
    return f"{number(round(value / _WAN, 2))} 万元" if value >= _WAN else f"{number(round(value))} 元"


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A date as the reader's language writes it. A moment is shown as its day in China."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        value = day_of(value)
    return _written_day(value, reader_language(), _locale())


def day_of(value: datetime) -> date:
    """The day of a moment in China. A moment without a zone comes from a release, where all time is UTC."""
    return localtime(value if value.tzinfo else value.replace(tzinfo=UTC)).date()


@lru_cache(maxsize=10_000)
def _written_day(value: date, language: str, locale: str) -> str:
    return str(format_date(value, format="long" if language == "zh" else "d MMM y", locale=locale))


@register.filter
def moment(value: datetime | str | None) -> str:
    """A moment with minutes, in Chinese time."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    # A moment without a zone comes from a release, where all time is UTC.
    shown = localtime(value if value.tzinfo else value.replace(tzinfo=UTC))
    return format_datetime(shown, format="yyyy-MM-dd HH:mm", tzinfo=shown.tzinfo, locale=_locale())


@register.filter
def short_hash(value: str | None) -> SafeString | str:
    """The first twelve digits of a hash, with the whole of it on hover."""
    return format_html('<code title="{}">{}</code>', value, value[:12]) if value else UNKNOWN


@register.inclusion_tag("shared/explain.html", takes_context=True)
def explain(context: template.Context, about: Any, ident: str) -> dict[str, Any]:
    """A “?” that opens what stands behind a figure: definition, filter, coverage, release and date."""
    return {"about": about, "ident": ident, "release": context.get("release")}


@register.filter
def bytes(value: int | None) -> str:  # noqa: A001 - the filter's name in templates
    """A size in the largest unit that leaves at least one."""
    if value is None:
        return UNKNOWN
    size, unit = float(value), "B"
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            break
        size /= 1024
    return f"{number(round(size, 1))} {unit}"


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """What `mapping` holds under `key`, or nothing."""
    return mapping.get(key)


@register.filter
def unlocalized(value: float) -> str:
    """A number for machines: no thousands separators, a point for decimals."""
    return f"{value:g}" if value < 1e5 else str(value)
