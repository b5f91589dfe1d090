"""Audit rows are added and never changed."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly

ENTRIES = AppendOnly(
    table="audit_auditentry",
    trigger="audit_rows_stay",
    table_trigger="audit_table_stays",
    replaced="entry_id = NEW.entry_id",
    refusal="audit rows are never changed",
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [ENTRIES.operation()]
