"""Many rows of one table changed by one statement that is prepared once: cheap for one row, and for ten thousand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router


def change(rows: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Write `fields` of rows that are there already, each as the object has it. One statement a table.

    Neither signals are sent nor `auto_now` filled in; whoever calls holds the rows' locks and a transaction.
    """
    tables: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    for model, ones in tables.items():
        _change(model, ones, fields)


def _change(model: type[models.Model], rows: list[models.Model], names: Sequence[str]) -> None:
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    key: Any = model._meta.pk
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    said = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    values = [
        [
            *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields),
            key.get_db_prep_save(row.pk, connection),
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {said} WHERE {quote(key.column)} = %s",  # names of ours only
            values,
        )
