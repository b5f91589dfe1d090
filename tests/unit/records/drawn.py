"""Small invented record rows for the tests of this folder."""

from wutong.catalog.catalog import load_catalog
from wutong.warehouse.rows import Account, Row

CATALOG = load_catalog()


def row(
    number: int = 1, *, file_id: str = "f1", source_id: str = "ictrp_trials", file_name: str = "", **values: str
) -> Row:
    """A raw row; values that are not given are absent."""
    return Row(source_id, file_id, number, values, file_name)


def reasons(account: Account) -> list[tuple[object, object]]:
    """Reason and field of every issue, in order."""
    return [(issue["reason"], issue["field"]) for issue in account.issues]
