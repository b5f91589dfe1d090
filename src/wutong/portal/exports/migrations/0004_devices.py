from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exports', '0003_dossiers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='export',
            name='exports_format_fits_kind',
        ),
        migrations.RemoveConstraint(
            model_name='export',
            name='exports_dossiers_have_a_subject',
        ),
        migrations.AlterField(
            model_name='export',
            name='kind',
            field=models.CharField(choices=[('list', 'List'), ('dossier', 'Dossier'), ('devices', 'Devices')], default='list', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('format__in', ['csv', 'xlsx']), ('kind__in', ['list', 'devices'])), models.Q(('format__in', ['docx', 'pdf']), ('kind', 'dossier')), _connector='OR'), name='exports_format_fits_kind'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'dossier'), _negated=True), models.Q(('subject', ''), _negated=True), _connector='OR'), name='exports_dossiers_have_a_subject'),
        ),
    ]
