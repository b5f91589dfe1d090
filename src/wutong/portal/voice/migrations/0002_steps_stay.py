"""Steps of petitions are added and never changed."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly

STEPS = AppendOnly(
    table="voice_petitionstep",
    trigger="voice_steps_stay",
    table_trigger="voice_step_table_stays",
    replaced="id = NEW.id OR (thing_id = NEW.thing_id AND (number = NEW.number OR event_key = NEW.event_key))",
    refusal="steps of petitions are never changed",
)


class Migration(migrations.Migration):
    dependencies = [("voice", "0001_initial")]
    operations = [STEPS.operation()]
