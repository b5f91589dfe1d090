"""From a hospital to what its page shows: facts, and charts of its trials with their lists."""

from django.utils.translation import gettext as _

from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.enterprises.portrait import Fact
from wutong.portal.atlas.panels.lists.words import column_title
from wutong.portal.atlas.panels.trials import listing
from wutong.portal.atlas.queries.hospitals.record import HospitalRecord
from wutong.portal.atlas.queries.trials.asked import Asked
from wutong.portal.atlas.queries.trials.listing import Counts


def facts(record: HospitalRecord) -> list[Fact]:
    """The standard name, with the row that lists it."""
    title = column_title("hospital_standard_names", "name")
    rule = _("A line of the list of standard names.")
    return [Fact("name", title, record.name, record.origin, rule=rule)]


def charts(record: HospitalRecord, asked: Asked, counts: Counts) -> list[Chart]:
    """Trials here by field, phase and status, and by year with the first site told from the others."""
    found = listing.charts(asked, counts)
    by_code = {chart.ident.removeprefix("trials-"): chart for chart in found}
    return [listing.by_field(asked, counts), by_code["phase"], _by_year(record), by_code["status"]]


def _by_year(record: HospitalRecord) -> Chart:
    return Chart(
        ident="sites-year",
        kind="columns",
        title=_("By year, first site or another"),
        head=_("Year"),
        categories=tuple(str(one.year) for one in record.years),
        series=(
            Series(_("First site named"), "core", tuple(one.first for one in record.years)),
            Series(_("Another site"), "related", tuple(one.other for one in record.years)),
        ),
    )
