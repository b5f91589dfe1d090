"""Steps and letters of cases are added and never changed."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly

STEPS = AppendOnly(
    table="cases_casestep",
    trigger="cases_steps_stay",
    table_trigger="cases_step_table_stays",
    replaced="id = NEW.id OR (thing_id = NEW.thing_id AND (number = NEW.number OR event_key = NEW.event_key))",
    refusal="steps of cases are never changed",
)
LETTERS = AppendOnly(
    table="cases_letter",
    trigger="cases_letters_stay",
    table_trigger="cases_letter_table_stays",
    replaced="id = NEW.id OR number = NEW.number OR step_id = NEW.step_id",
    refusal="letters are never changed",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [STEPS.operation(), LETTERS.operation()]
