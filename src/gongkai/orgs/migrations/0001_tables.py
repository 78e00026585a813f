"""Agencies, their names over time and what became of them."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('orgs', '0001_initial'),
    ]

    # Other packages' migrations come first: with our own models around them theirs take many times as long.
    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('axes', '0010_accessattemptexpiration'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.TextField(default='', editable=False)),
                ('sort_path', models.TextField(default='', editable=False)),
                ('position', models.PositiveIntegerField(default=100, verbose_name='position')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='full name')),
                ('short_name', models.CharField(max_length=60, verbose_name='short name')),
                ('kind', models.CharField(choices=[('government', 'Government'), ('office', 'General office'), ('department', 'Department'), ('dispatched', 'Dispatched body'), ('vertical', 'Vertical body'), ('township', 'Township or street office'), ('institution', 'Public institution')], max_length=20, verbose_name='kind')),
                ('level', models.CharField(choices=[('nation', 'National'), ('province', 'Provincial'), ('city', 'City'), ('county', 'County'), ('township', 'Township')], max_length=20, verbose_name='level')),
                ('credit_code', models.CharField(blank=True, default='', max_length=18, verbose_name='unified social credit code')),
                ('division_code', models.CharField(blank=True, default='', max_length=12, verbose_name='division code')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='orgs.agency')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='founded on')),
                ('dissolved_on', models.DateField(blank=True, null=True, verbose_name='dissolved on')),
                ('address', models.CharField(blank=True, default='', max_length=200, verbose_name='address')),
                ('postcode', models.CharField(blank=True, default='', max_length=6, verbose_name='postcode')),
                ('phone', models.CharField(blank=True, default='', max_length=60, verbose_name='telephone')),
                ('fax', models.CharField(blank=True, default='', max_length=60, verbose_name='fax')),
                ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='e-mail')),
                ('hours', models.CharField(blank=True, default='', max_length=120, verbose_name='office hours')),
                ('website', models.URLField(blank=True, default='', verbose_name='website')),
                ('duties', models.TextField(blank=True, default='', verbose_name='duties')),
                ('head', models.CharField(blank=True, default='', max_length=60, verbose_name='head')),
                ('responsible', models.CharField(blank=True, default='', max_length=60, verbose_name='person responsible for disclosure')),
                ('liaison', models.CharField(blank=True, default='', max_length=60, verbose_name='liaison for disclosure')),
                ('contacts_checked_on', models.DateField(blank=True, null=True, verbose_name='contacts checked on')),
            ],
            options={
                'verbose_name': 'agency',
                'indexes': [models.Index(fields=['path'], name='orgs_agency_path'), models.Index(fields=['sort_path'], name='orgs_agency_order')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('credit_code',), name='orgs_credit_code_once'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='orgs_not_own_parent'), models.CheckConstraint(condition=models.Q(('dissolved_on__isnull', True), ('founded_on__isnull', True), ('dissolved_on__gte', models.F('founded_on')), _connector='OR'), name='orgs_dissolved_after_founded')],
            },
        ),
        migrations.CreateModel(
            name='AgencyChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('found', 'Founded'), ('rename', 'Renamed'), ('move', 'Moved under another agency'), ('merge', 'Merged'), ('split', 'Split'), ('dissolve', 'Dissolved')], max_length=20)),
                ('on', models.DateField(verbose_name='on')),
                ('basis', models.CharField(blank=True, default='', max_length=200, verbose_name='basis')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('predecessors', models.ManyToManyField(related_name='changes_out', to='orgs.agency')),
                ('successors', models.ManyToManyField(related_name='changes_in', to='orgs.agency')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', False), ('by__isnull', False)), models.Q(('at__isnull', True), ('by__isnull', True)), _connector='OR'), name='orgs_change_by_with_at')],
            },
        ),
        migrations.CreateModel(
            name='AgencyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='orgs.agency')),
                ('name', models.CharField(max_length=120, verbose_name='full name')),
                ('short_name', models.CharField(max_length=60, verbose_name='short name')),
                ('since', models.DateField(verbose_name='since')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'since'), name='orgs_one_name_a_day')],
            },
        ),
    ])]
