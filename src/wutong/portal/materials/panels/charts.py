"""From levels to what pages draw."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.materials.measuring import unit_of
from wutong.portal.materials.models import Stock
from wutong.portal.shared.language import wording

_MOST_DAYS = 60


def stock_chart(stock: Stock, levels: Sequence[tuple[date, Decimal]]) -> Chart:
    """What was in store at the end of each day on which it changed, the latest days."""
    shown = levels[-_MOST_DAYS:]
    is_whole = all(level == level.to_integral_value() for _day, level in shown)
    unit = wording(unit_of(stock.substance.unit).title)
    return Chart(
        ident="stock-levels",
        kind="lines",
        title=_("Stock over time"),
        head=_("Day"),
        categories=tuple(day.isoformat() for day, _level in shown),
        series=(
            Series(_("In store (%(unit)s)") % {"unit": unit}, "core", tuple(float(level) for _day, level in shown)),
        ),
        is_stacked=False,
        decimals=0 if is_whole else 2,
    )
