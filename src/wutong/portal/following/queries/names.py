"""Names of enterprises that came and went, from the release that holds them."""

from collections.abc import Iterable

from wutong.portal.atlas.access import current_release
from wutong.portal.following.queries.follows import Followed


def names_of(rows: Iterable[Followed], *, most: int) -> dict[str, str]:
    """Names by id of the first `most` that came and that went at each step. One statement."""
    steps = [step for row in rows for step in row.steps]
    ids = {one for step in steps for side in (step.entered, step.left) for one in (side or ())[:most]}
    if not ids:
        return {}
    sql = "SELECT enterprise_id, name_zh FROM enterprises WHERE enterprise_id IN (SELECT unnest(?))"
    return dict(current_release().query(sql, (sorted(ids),)).rows)
