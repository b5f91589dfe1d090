"""What a counter group offered is added and never changed."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly

PLANS = AppendOnly(
    table="appointments_groupplan",
    trigger="appointments_plans_stay",
    table_trigger="appointments_plan_table_stays",
    replaced="id = NEW.id",
    refusal="plans of counter groups are never changed",
)


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]
    operations = [PLANS.operation()]
