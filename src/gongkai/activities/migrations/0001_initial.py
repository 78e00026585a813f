"""Activities with their numbers and versions."""

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
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('on', models.DateField(null=True, verbose_name='day')),
                ('channel', models.CharField(blank=True, default='', max_length=20, verbose_name='channel')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('text', models.TextField(blank=True, default='', verbose_name='what happened')),
                ('is_head_present', models.BooleanField(default=False, verbose_name='the head of the agency took part')),
                ('answers_concern', models.BooleanField(default=False, verbose_name='answers a matter of public concern')),
                ('file_title', models.CharField(blank=True, default='', max_length=200, verbose_name='file name')),
                ('link', models.URLField(blank=True, default='', max_length=500, verbose_name='link')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_only', models.BooleanField(default=False)),
                ('struck_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='orgs.agency', verbose_name='agency')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='disclosures.storedfile')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='disclosures.item')),
                ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated_by', to='activities.activity')),
            ],
            options={
                'verbose_name': 'activity',
            },
        ),
        migrations.CreateModel(
            name='Number',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=30)),
                ('value', models.DecimalField(decimal_places=4, max_digits=20)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='numbers', to='activities.activity')),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('act', models.CharField(choices=[('record', 'Recorded'), ('correct', 'Corrected'), ('strike', 'Struck out')], max_length=20)),
                ('content', models.JSONField()),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='activities.activity')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('struck_at__isnull', True)), fields=['agency', 'year', 'kind'], name='activities_counted'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('struck_at__isnull', True)), fields=['year', 'kind', 'agency'], name='activities_by_year'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['agency', '-id'], name='activities_newest'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='activities_has_title'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='activities_year_is_one'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('item__isnull', True), ('same_as__isnull', True), _connector='OR'), name='activities_repeats_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('same_as', models.F('id')), _negated=True), name='activities_not_its_own_first'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(condition=models.Q(('is_only', True), ('struck_at__isnull', True)), fields=('agency', 'year', 'kind'), name='activities_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='number',
            constraint=models.UniqueConstraint(fields=('activity', 'measure'), name='activities_number_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('activity', 'number'), name='activities_version_number'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('act', 'record'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='activities_change_has_reason'),
        ),
    ]
