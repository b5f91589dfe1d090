"""Steps and confirmations of placements are added and never changed."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly

STEPS = AppendOnly(
    table="placements_placementstep",
    trigger="placements_steps_stay",
    table_trigger="placements_step_table_stays",
    replaced="id = NEW.id OR (thing_id = NEW.thing_id AND (number = NEW.number OR event_key = NEW.event_key))",
    refusal="steps of placements are never changed",
)
SIGNATURES = AppendOnly(
    table="placements_signature",
    trigger="placements_signatures_stay",
    table_trigger="placements_signature_table_stays",
    replaced="id = NEW.id OR (placement_id = NEW.placement_id AND version = NEW.version "
    "AND (side = NEW.side OR person_id = NEW.person_id))",
    refusal="confirmations of agreements are never changed",
)


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]
    operations = [STEPS.operation(), SIGNATURES.operation()]
