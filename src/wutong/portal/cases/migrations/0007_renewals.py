"""A case may renew a certificate, one at a time; a draft keeps what later versions of its service changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_places_in_the_queue")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="renews",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewals",
                to="cases.certificate",
            ),
        ),
        migrations.AddField(model_name="case", name="changed_since", field=models.JSONField(default=list)),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("phase", "ended"), _negated=True),
                fields=("renews",),
                name="cases_one_renewal_at_a_time",
            ),
        ),
    ]
