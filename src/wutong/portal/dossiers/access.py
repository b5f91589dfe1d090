"""The only way from a request to what a dossier is about. It is drawn from public records, so any reader may ask."""

from django.http import Http404

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.queries.portraits.portrait import Enterprise, portrait_of
from wutong.portal.dossiers.content.gathering import LONGEST_ID


def enterprise_of(enterprise_id: str) -> Enterprise:
    """The enterprise of that id in the promoted release; raises Http404."""
    portrait = portrait_of(current_release(), enterprise_id) if len(enterprise_id) <= LONGEST_ID else None
    if portrait is None:
        raise Http404
    return portrait.enterprise
