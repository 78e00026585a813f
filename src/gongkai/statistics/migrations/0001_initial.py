"""Figures stated by hand."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('disclosures', '0003_import_rows_by_fingerprint'),
        ('orgs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('indicator', models.CharField(max_length=100)),
                ('number', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='number')),
                ('counted', models.DecimalField(decimal_places=4, max_digits=20)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('file_title', models.CharField(blank=True, default='', max_length=200, verbose_name='file name')),
                ('link', models.URLField(blank=True, default='', max_length=500, verbose_name='link')),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='orgs.agency', verbose_name='agency')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='disclosures.storedfile')),
            ],
            options={
                'indexes': [models.Index(fields=['year', 'agency', '-id'], name='statistics_stated')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='statistics_statement_has_reason'), models.CheckConstraint(condition=models.Q(('number__isnull', True), ('file__isnull', False), models.Q(('link', ''), _negated=True), _connector='OR'), name='statistics_statement_has_proof')],
            },
        ),
    ]
