"""The chained record of what happened, and who has been told."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('events', '0001_initial'),
    ]

    dependencies = [
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='', max_length=64)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('position', models.BigIntegerField(default=0)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('retry_at', models.DateTimeField(null=True)),
                ('last_error', models.TextField(blank=True, default='')),
                ('leased_by', models.CharField(blank=True, default='', max_length=120)),
                ('leased_until', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('by', models.CharField(max_length=80)),
                ('about', models.CharField(max_length=80)),
                ('agency_id', models.BigIntegerField(null=True)),
                ('data', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('seq', models.BigIntegerField(null=True, unique=True)),
                ('previous_hash', models.CharField(default='', max_length=64)),
                ('hash', models.CharField(default='', max_length=64)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('seq__isnull', True)), fields=['id'], name='events_unsealed'), models.Index(fields=['about', 'id'], name='events_about'), models.Index(fields=['agency_id', 'id'], name='events_agency'), models.Index(fields=['by', 'id'], name='events_by')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hash', ''), ('seq__isnull', True)), models.Q(('seq__isnull', False), models.Q(('hash', ''), _negated=True)), _connector='OR'), name='events_seq_with_hash')],
            },
        ),
        migrations.CreateModel(
            name='DeadLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='events.subscription')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='events.event')),
                ('error', models.TextField()),
                ('failed_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subscription', 'event'), name='events_one_letter_each')],
            },
        ),
    ])]
