"""Tables whose rows are added and never changed: the database itself refuses, whoever asks.

A migration names the table once; triggers of SQLite and PostgreSQL follow from it.
"""

from dataclasses import dataclass

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True)
class AppendOnly:
    """One such table. `trigger` names what guards its rows, `table_trigger` what guards it from being emptied.

    Where `columns` are named, only these are kept as they are, and the others may change.
    `replaced` tells of a row that INSERT OR REPLACE would remove: SQLite does not ask the other triggers for that.
    """

    table: str
    trigger: str
    table_trigger: str
    replaced: str
    refusal: str
    columns: tuple[str, ...] = ()

    def operation(self) -> migrations.RunPython:
        """The migration that sets the guards, and takes them away again."""
        return migrations.RunPython(self._guard, self._unguard)

    def _guard(self, apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in self._postgresql() if schema_editor.connection.vendor == "postgresql" else self._sqlite():
            schema_editor.execute(statement)

    def _unguard(self, apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for trigger in (self.table_trigger, self.trigger):
                schema_editor.execute(f"DROP TRIGGER {trigger} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION {self.trigger}()")
        else:
            for kind in self._moments():
                schema_editor.execute(f"DROP TRIGGER {self.trigger}_{kind}")

    def _moments(self) -> dict[str, str]:
        return {
            "update": f"BEFORE UPDATE{self._of_columns()} ON {self.table}",
            "delete": f"BEFORE DELETE ON {self.table}",
            "replace": f"BEFORE INSERT ON {self.table} WHEN EXISTS (SELECT 1 FROM {self.table} WHERE {self.replaced})",
        }

    def _sqlite(self) -> list[str]:
        return [
            f"CREATE TRIGGER {self.trigger}_{kind} {moment} BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
            for kind, moment in self._moments().items()
        ]

    def _postgresql(self) -> list[str]:
        call = f"EXECUTE FUNCTION {self.trigger}()"
        return [
            f"CREATE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{self.refusal}'; END $$",
            f"CREATE TRIGGER {self.trigger} BEFORE UPDATE{self._of_columns()} OR DELETE ON {self.table} "
            f"FOR EACH ROW {call}",
            f"CREATE TRIGGER {self.table_trigger} BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT {call}",
        ]

    def _of_columns(self) -> str:
        return f" OF {', '.join(self.columns)}" if self.columns else ""
