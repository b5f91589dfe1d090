"""Judgements are added and never changed."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly

JUDGEMENTS = AppendOnly(
    table="desk_judgement",
    trigger="desk_judgements_stay",
    table_trigger="desk_judgement_table_stays",
    replaced="number = NEW.number OR judgement_id = NEW.judgement_id OR supersedes_id = NEW.supersedes_id "
    "OR (kind = NEW.kind AND name_key = NEW.name_key AND step = NEW.step)",
    refusal="judgements are never changed",
)


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]
    operations = [JUDGEMENTS.operation()]
