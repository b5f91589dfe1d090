"""What enterprises that narrow a list are called."""

from collections.abc import Mapping, Sequence

from wutong.portal.atlas.access import Release, remember


def enterprise_names(release: Release, ids: Sequence[str]) -> Mapping[str, str]:
    """Names by id; an enterprise that the release does not hold is missing. Asks nothing where no id is given."""
    if not ids:
        return {}
    query = "SELECT enterprise_id, name_zh FROM enterprises WHERE enterprise_id IN (SELECT unnest(?))"
    return remember(release, f"names:{'|'.join(ids)}", lambda: dict(release.query(query, (list(ids),)).rows))
