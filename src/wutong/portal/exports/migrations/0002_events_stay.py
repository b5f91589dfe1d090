"""Events are added and never changed: the database itself refuses, whoever asks."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    "CREATE TRIGGER exports_events_stay_{act} BEFORE {ACT} ON exports_exportevent "
    "BEGIN SELECT RAISE(ABORT, 'export events are never changed'); END"
)
POSTGRESQL = [
    "CREATE FUNCTION exports_events_stay() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'export events are never changed'; END $$",
    "CREATE TRIGGER exports_events_stay BEFORE UPDATE OR DELETE ON exports_exportevent "
    "FOR EACH ROW EXECUTE FUNCTION exports_events_stay()",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER exports_events_stay ON exports_exportevent",
    "DROP FUNCTION exports_events_stay()",
]


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
    else:
        for act in ("update", "delete"):
            schema_editor.execute(SQLITE.format(act=act, ACT=act.upper()))


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL_BACK:
            schema_editor.execute(statement)
    else:
        for act in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER exports_events_stay_{act}")


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
