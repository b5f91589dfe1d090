"""What time brings about for filings, carried out once: see portal/flowing/ticking."""

from wutong.portal.filings.actions import telling
from wutong.portal.filings.actions.following import follow
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.flowing.ticking import register

register(TrackedFiling, then=follow, remind=telling.of_event, recorded_as="filing.clock")
