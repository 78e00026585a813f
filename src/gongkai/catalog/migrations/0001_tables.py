"""Columns, obligations, vocabularies, index numbers, and the catalogues of superiors."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('catalog', '0001_initial'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='CatalogueImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catalogue_imports', to='orgs.agency')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('source', models.CharField(max_length=200, verbose_name='file')),
                ('state', models.CharField(choices=[('mapping', 'To be mapped'), ('done', 'Taken over'), ('undone', 'Undone')], default='mapping', max_length=20, verbose_name='state')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.TextField(default='', editable=False)),
                ('sort_path', models.TextField(default='', editable=False)),
                ('position', models.PositiveIntegerField(default=100, verbose_name='position')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('block', models.CharField(choices=[('guide', 'Disclosure guide'), ('rules', 'Disclosure rules'), ('statutory', 'Statutory content'), ('reports', 'Annual reports'), ('other', 'Other content')], max_length=20, verbose_name='block')),
                ('kind', models.CharField(choices=[('news', 'News and updates'), ('notice', 'Notices'), ('policy', 'Policy documents'), ('static', 'Standing information'), ('data', 'Data and lists')], max_length=20, verbose_name='kind')),
                ('description', models.CharField(blank=True, default='', max_length=200, verbose_name='description')),
                ('keywords', models.CharField(blank=True, default='', max_length=200, verbose_name='keywords')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalog.column')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='orgs.agency', verbose_name='owner')),
                ('legal_item', models.CharField(blank=True, default='', max_length=40, verbose_name='statutory item')),
                ('fresh_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='must be updated every … days')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='catalog.column')),
            ],
            options={
                'verbose_name': 'column',
                'indexes': [models.Index(fields=['path'], name='catalog_column_path'), models.Index(fields=['sort_path'], name='catalog_column_order')],
                'constraints': [models.UniqueConstraint(fields=('parent', 'name'), name='catalog_column_name_once'), models.UniqueConstraint(condition=models.Q(('parent__isnull', True)), fields=('name',), name='catalog_first_level_name_once')],
            },
        ),
        migrations.CreateModel(
            name='CatalogueEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='catalog.catalogueimport')),
                ('number', models.PositiveIntegerField()),
                ('place', models.CharField(max_length=80)),
                ('code', models.CharField(blank=True, default='', max_length=40)),
                ('first', models.CharField(blank=True, default='', max_length=120, verbose_name='first level')),
                ('title', models.CharField(blank=True, default='', max_length=120, verbose_name='what must be public')),
                ('content', models.TextField(blank=True, default='', verbose_name='content')),
                ('basis', models.CharField(blank=True, default='', max_length=200, verbose_name='basis')),
                ('term', models.CharField(blank=True, default='', max_length=120, verbose_name='term')),
                ('term_days', models.PositiveIntegerField(null=True)),
                ('fresh_days', models.PositiveIntegerField(null=True)),
                ('responsible', models.CharField(blank=True, default='', max_length=200, verbose_name='responsible')),
                ('channel', models.CharField(blank=True, default='', max_length=60, verbose_name='channel')),
                ('audience', models.CharField(blank=True, default='', max_length=60, verbose_name='audience')),
                ('mode', models.CharField(blank=True, default='', max_length=60, verbose_name='mode')),
                ('levels', models.CharField(blank=True, default='', max_length=60, verbose_name='level')),
                ('column', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='catalogue_entries', to='catalog.column')),
                ('likeness', models.FloatField(null=True)),
                ('outcome', models.CharField(choices=[('waiting', 'Waiting'), ('taken', 'Taken over'), ('skipped', 'Skipped'), ('refused', 'Refused')], default='waiting', max_length=20)),
                ('messages', models.JSONField(default=list)),
                ('agencies', models.ManyToManyField(related_name='catalogue_entries', to='orgs.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='catalog_entry_row_once')],
            },
        ),
        migrations.CreateModel(
            name='IndexCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=80, unique=True)),
                ('last', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', 1)), name='catalog_counter_from_one')],
            },
        ),
        migrations.CreateModel(
            name='IndexTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='index_templates', to='orgs.agency')),
                ('template', models.CharField(max_length=120)),
                ('since', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'since'), name='catalog_template_a_day'), models.UniqueConstraint(condition=models.Q(('agency__isnull', True)), fields=('since',), name='catalog_common_template_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='orgs.agency', verbose_name='agency')),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='catalog.column', verbose_name='column')),
                ('title', models.CharField(max_length=120, verbose_name='what must be public')),
                ('content', models.TextField(blank=True, default='', verbose_name='content')),
                ('basis', models.CharField(max_length=200, verbose_name='basis')),
                ('legal_item', models.CharField(max_length=40, verbose_name='statutory item')),
                ('term_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='term in working days')),
                ('fresh_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='must be updated every … days')),
                ('channel', models.CharField(default='website', max_length=60, verbose_name='channel')),
                ('audience', models.CharField(blank=True, default='', max_length=60, verbose_name='audience')),
                ('mode', models.CharField(blank=True, default='', max_length=60, verbose_name='mode')),
                ('level', models.CharField(choices=[('nation', 'National'), ('province', 'Provincial'), ('city', 'City'), ('county', 'County'), ('township', 'Township')], max_length=20, verbose_name='level')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='obligations', to='catalog.catalogueentry')),
            ],
            options={
                'verbose_name': 'obligation',
                'constraints': [models.UniqueConstraint(fields=('agency', 'code'), name='catalog_obligation_once')],
            },
        ),
        migrations.CreateModel(
            name='Vocabulary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=60)),
                ('since', models.DateField()),
                ('source', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='catalog_vocabulary_version')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vocabulary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='catalog.vocabulary')),
                ('code', models.CharField(max_length=60)),
                ('label', models.CharField(max_length=60)),
                ('parent_code', models.CharField(blank=True, default='', max_length=60)),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vocabulary', 'code'), name='catalog_term_once')],
            },
        ),
    ])]
