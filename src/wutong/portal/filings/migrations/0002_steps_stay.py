"""Steps and letters of filings are added and never changed."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly, Yields

STEPS = AppendOnly(
    table="filings_filingstep",
    trigger="filings_steps_stay",
    table_trigger="filings_step_table_stays",
    replaced="id = NEW.id OR (thing_id = NEW.thing_id AND (number = NEW.number OR event_key = NEW.event_key))",
    refusal="steps of filings are never changed",
    yields=Yields(names=(("by_name", "by_person_id"),)),
)
LETTERS = AppendOnly(
    table="filings_filingletter",
    trigger="filings_letters_stay",
    table_trigger="filings_letter_table_stays",
    replaced="id = NEW.id OR number = NEW.number OR step_id = NEW.step_id",
    refusal="letters are never changed",
)


class Migration(migrations.Migration):
    dependencies = [("filings", "0001_initial"), ("accounts", "0002_erasure")]
    operations = [STEPS.operation(), LETTERS.operation()]
