"""Audit rows are added and never changed: the database itself refuses, whoever asks."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = {
    "update": "BEFORE UPDATE ON audit_auditentry",
    "delete": "BEFORE DELETE ON audit_auditentry",
    # INSERT OR REPLACE removes the old row without asking the trigger above.
    "replace": "BEFORE INSERT ON audit_auditentry "
    "WHEN EXISTS (SELECT 1 FROM audit_auditentry WHERE entry_id = NEW.entry_id)",
}
POSTGRESQL = [
    "CREATE FUNCTION audit_rows_stay() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit rows are never changed'; END $$",
    "CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON audit_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_rows_stay()",
    "CREATE TRIGGER audit_table_stays BEFORE TRUNCATE ON audit_auditentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_stay()",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER audit_table_stays ON audit_auditentry",
    "DROP TRIGGER audit_rows_stay ON audit_auditentry",
    "DROP FUNCTION audit_rows_stay()",
]


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
    else:
        for name, when in SQLITE.items():
            schema_editor.execute(
                f"CREATE TRIGGER audit_rows_stay_{name} {when} "
                "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
            )


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL_BACK:
            schema_editor.execute(statement)
    else:
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER audit_rows_stay_{name}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
