"""Sums are kept of what was counted for each agency and year, with how far they can be relied on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0001_initial'),
        ('statistics', '0002_guards'),
    ]

    operations = [
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
                ('number', models.DecimalField(decimal_places=4, max_digits=20)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.agency')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'year'], name='statistics_kept_of')],
                'constraints': [models.UniqueConstraint(fields=('year', 'part', 'agency'), name='statistics_kept_once')],
            },
        ),
    ]
