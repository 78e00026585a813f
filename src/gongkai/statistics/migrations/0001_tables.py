"""Figures entered by hand and sums kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('statistics', '0001_initial'),
        ('statistics', '0003_kept_sums'),
    ]

    dependencies = [
        ('accounts', '__first__'),
        ('disclosures', '0001_tables'),
        ('orgs', '0001_tables'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='KeptYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True)),
                ('seq', models.BigIntegerField()),
                ('definition', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeptSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('part', models.CharField(max_length=16)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.agency')),
                ('number', models.DecimalField(decimal_places=4, max_digits=20)),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'year'], name='statistics_kept_of')],
                'constraints': [models.UniqueConstraint(fields=('year', 'part', 'agency'), name='statistics_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='orgs.agency', verbose_name='agency')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('indicator', models.CharField(max_length=100)),
                ('number', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='number')),
                ('counted', models.DecimalField(decimal_places=4, max_digits=20)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='disclosures.storedfile')),
                ('file_title', models.CharField(blank=True, default='', max_length=200, verbose_name='file name')),
                ('link', models.URLField(blank=True, default='', max_length=500, verbose_name='link')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['year', 'agency', '-id'], name='statistics_stated')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='statistics_statement_has_reason'), models.CheckConstraint(condition=models.Q(('number__isnull', True), ('file__isnull', False), models.Q(('link', ''), _negated=True), _connector='OR'), name='statistics_statement_has_proof')],
            },
        ),
    ])]
