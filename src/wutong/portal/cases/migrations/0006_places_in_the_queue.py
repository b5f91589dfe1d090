"""A number stands in the queue where it was taken, or as early as a booking has it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

import wutong.kernel.clock


def _as_taken(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("cases", "QueueTicket").objects.update(place_at=F("taken_at"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_nothing_kept_of_reminders")]
    operations = [
        migrations.AddField(
            model_name="queueticket", name="place_at", field=models.DateTimeField(default=wutong.kernel.clock.now)
        ),
        migrations.RunPython(_as_taken, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="queueticket", name="cases_queue_next"),
        migrations.AddIndex(
            model_name="queueticket",
            index=models.Index(fields=["window", "day", "state", "place_at"], name="cases_queue_next"),
        ),
    ]
