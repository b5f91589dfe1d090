"""Words of the filings app in the reader's language."""

from django.utils.translation import gettext_lazy as _

from wutong.portal.filings import acts
from wutong.portal.filings.models import PaperKind, TrackedFiling
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

TABS = {"open": _("Open"), "ended": _("Ended"), "all": _("All")}


def kinds() -> dict[str, str]:
    """Every kind by its code."""
    return {code: wording(one.title) for code, one in catalogue().filings.items()}


def papers() -> dict[str, str]:
    """Every kind of paper by its code."""
    return {code: wording(acts.PAPERS[code]) for code in PaperKind.values}


def state(filing: TrackedFiling) -> str:
    """Where a filing stands."""
    return wording(filing.flow.state(filing.state).title)


def due_clock(filing: TrackedFiling) -> str:
    """What it is that falls due next."""
    return wording(filing.flow.clock(filing.due_clock).title) if filing.due_clock else ""
