"""Tables whose rows are added and never changed: the database itself refuses, whoever asks.

A migration names the table once; triggers of SQLite and PostgreSQL follow from it. The one exception is somebody who is
being erased (docs/adr/0013): what names them may give way to their pseudonym, and nothing else of the row.
"""

from dataclasses import dataclass, replace
from functools import partial

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True)
class Yields:
    """What gives way while somebody is being erased.

    `names` are columns with somebody's written name, by the column that holds their number: only the pseudonym of that
    very person may stand there instead. `loose` are columns that may name them in passing. `goes_with` is the column of
    the person with whom the whole row goes. Needs the migration accounts.0002, which makes the table of erasures.
    """

    names: tuple[tuple[str, str], ...] = ()
    loose: tuple[str, ...] = ()
    goes_with: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (*(name for name, _ in self.names), *self.loose)


_ERASING = "SELECT 1 FROM accounts_erasure e WHERE e.is_running"


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
    yields: Yields = Yields()

    def yielding(self, yields: Yields) -> migrations.RunPython:
        """The migration that sets the guards anew, with what gives way."""
        new = replace(self, yields=yields)

        def change(before: AppendOnly, after: AppendOnly, apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
            before._unguard(apps, schema_editor)
            after._guard(apps, schema_editor)

        return migrations.RunPython(partial(change, self, new), partial(change, new, self))

    def operation(self) -> migrations.RunPython:
        """The migration that sets the guards, and takes them away again."""
        return migrations.RunPython(self._guard, self._unguard)

    def _guard(self, apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            statements = self._postgresql()
        else:
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(f"SELECT name FROM pragma_table_info('{self.table}')")
                columns = [str(name) for (name,) in cursor.fetchall()]
            statements = self._sqlite(columns)
        for statement in statements:
            schema_editor.execute(statement)

    def _unguard(self, apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for trigger in (self.table_trigger, self.trigger):
                schema_editor.execute(f"DROP TRIGGER {trigger} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION {self.trigger}()")
        else:
            for kind in ("update", "delete", "replace"):
                schema_editor.execute(f"DROP TRIGGER {self.trigger}_{kind}")

    def _sqlite(self, columns: list[str]) -> list[str]:
        kept = [column for column in self.columns or columns if column not in self.yields.columns]
        same = [f'OLD."{column}" IS NEW."{column}"' for column in kept]
        updated = f" WHEN NOT ({' AND '.join([*same, *self._given_way('IS')])})" if self.yields.columns else ""
        moments = {
            "update": f"BEFORE UPDATE{self._of_columns()} ON {self.table}{updated}",
            "delete": f"BEFORE DELETE ON {self.table}{self._unless_gone()}",
            "replace": f"BEFORE INSERT ON {self.table} WHEN EXISTS (SELECT 1 FROM {self.table} WHERE {self.replaced})",
        }
        return [
            f"CREATE TRIGGER {self.trigger}_{kind} {moment} BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
            for kind, moment in moments.items()
        ]

    def _postgresql(self) -> list[str]:
        call = f"EXECUTE FUNCTION {self.trigger}()"
        return [
            f"CREATE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {self._exceptions()}RAISE EXCEPTION '{self.refusal}'; END $$",
            f"CREATE TRIGGER {self.trigger} BEFORE UPDATE{self._of_columns()} OR DELETE ON {self.table} "
            f"FOR EACH ROW {call}",
            f"CREATE TRIGGER {self.table_trigger} BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT {call}",
        ]

    def _exceptions(self) -> str:
        """What the function of PostgreSQL lets through before it refuses. OLD and NEW are there for rows alone."""
        said = ""
        if self.yields.columns:
            allowed = " AND ".join([*self._same_in_postgresql(), *self._given_way("IS NOT DISTINCT FROM")])
            said += f"IF TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF; "
        if self.yields.goes_with:
            said += f"IF TG_OP = 'DELETE' THEN IF {self._is_gone()} THEN RETURN OLD; END IF; END IF; "
        return said

    def _same_in_postgresql(self) -> list[str]:
        """That nothing else changes: of the named columns, or of all there are, also of those that come later."""
        if self.columns:
            kept = [column for column in self.columns if column not in self.yields.columns]
            return [f"OLD.{column} IS NOT DISTINCT FROM NEW.{column}" for column in kept]
        but = f"ARRAY[{', '.join(repr(column) for column in self.yields.columns)}]"
        return [f"to_jsonb(OLD) - {but} = to_jsonb(NEW) - {but}"]

    def _given_way(self, equals: str) -> list[str]:
        """For each column that may give way: it is as it was, or whom it names is being erased."""
        same = f"OLD.{{0}} {equals} NEW.{{0}}"
        names = [
            f"({same.format(name)} OR EXISTS ({_ERASING} AND NEW.{name} = e.pseudonym "
            f"AND CAST(e.person_id AS TEXT) = CAST(OLD.{person} AS TEXT)))"
            for name, person in self.yields.names
        ]
        return names + [f"({same.format(one)} OR EXISTS ({_ERASING}))" for one in self.yields.loose]

    def _unless_gone(self) -> str:
        return f" WHEN NOT ({self._is_gone()})" if self.yields.goes_with else ""

    def _is_gone(self) -> str:
        return f"EXISTS ({_ERASING} AND e.person_id = OLD.{self.yields.goes_with})"

    def _of_columns(self) -> str:
        return f" OF {', '.join(self.columns)}" if self.columns else ""
