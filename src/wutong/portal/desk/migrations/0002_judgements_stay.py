"""Judgements are added and never changed: the database itself refuses, whoever asks."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = {
    "update": "BEFORE UPDATE ON desk_judgement",
    "delete": "BEFORE DELETE ON desk_judgement",
    # INSERT OR REPLACE removes the old row without asking the triggers above.
    "replace": "BEFORE INSERT ON desk_judgement WHEN EXISTS (SELECT 1 FROM desk_judgement WHERE number = NEW.number "
    "OR judgement_id = NEW.judgement_id OR supersedes_id = NEW.supersedes_id "
    "OR (kind = NEW.kind AND name_key = NEW.name_key AND step = NEW.step))",
}
POSTGRESQL = [
    "CREATE FUNCTION desk_judgements_stay() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'judgements are never changed'; END $$",
    "CREATE TRIGGER desk_judgements_stay BEFORE UPDATE OR DELETE ON desk_judgement "
    "FOR EACH ROW EXECUTE FUNCTION desk_judgements_stay()",
    "CREATE TRIGGER desk_judgement_table_stays BEFORE TRUNCATE ON desk_judgement "
    "FOR EACH STATEMENT EXECUTE FUNCTION desk_judgements_stay()",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER desk_judgement_table_stays ON desk_judgement",
    "DROP TRIGGER desk_judgements_stay ON desk_judgement",
    "DROP FUNCTION desk_judgements_stay()",
]


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
    else:
        for name, when in SQLITE.items():
            schema_editor.execute(
                f"CREATE TRIGGER desk_judgements_stay_{name} {when} "
                "BEGIN SELECT RAISE(ABORT, 'judgements are never changed'); END"
            )


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL_BACK:
            schema_editor.execute(statement)
    else:
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER desk_judgements_stay_{name}")


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
