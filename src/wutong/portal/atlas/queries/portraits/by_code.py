"""An enterprise of the current release by its credit code, for those who sign in for it or come to a window."""

from wutong.portal.atlas.access import NoRelease, current_release
from wutong.portal.atlas.queries.portraits.portrait import Enterprise, portrait_of


def enterprise_by_code(credit_code: str) -> Enterprise | None:
    """The enterprise with that code; None where the release has none, or where there is no release."""
    return _found("credit_code", credit_code)


def enterprise_of(enterprise_id: str) -> Enterprise | None:
    """The enterprise of that id, or None as above."""
    return _found("enterprise_id", enterprise_id)


def _found(column: str, value: str) -> Enterprise | None:
    try:
        release = current_release()
    except NoRelease:
        return None
    sql = f"SELECT enterprise_id FROM enterprises WHERE {column} = ? ORDER BY enterprise_id LIMIT 1"
    rows = release.query(sql, (value,)).rows
    portrait = portrait_of(release, rows[0][0]) if rows else None
    return portrait.enterprise if portrait else None
