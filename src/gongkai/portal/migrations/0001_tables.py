"""Pages made and to be made, days of mourning, reports of readers, special topics, takedowns, redirects."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('portal', '0001_initial'),
        ('portal', '0002_entries_by_time'),
        ('portal', '0003_mourning_problems_verdicts'),
        ('portal', '0004_specials'),
        ('portal', '0006_takedowns'),
        ('portal', '0007_redirects'),
    ]

    dependencies = [
        ('disclosures', '0001_tables'),
        ('orgs', '0001_tables'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('total', models.PositiveIntegerField(default=0)),
                ('last_page', models.PositiveIntegerField(default=1)),
                ('last_page_total', models.PositiveIntegerField(default=0)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BakedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('about', models.CharField(blank=True, default='', max_length=80)),
                ('baked_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['about'], name='portal_baked_about')],
            },
        ),
        migrations.CreateModel(
            name='Mourning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(verbose_name='first day')),
                ('last_on', models.DateField(verbose_name='last day')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('entered_by', models.CharField(max_length=80)),
                ('entered_at', models.DateTimeField()),
                ('lifted_by', models.CharField(max_length=80, null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='portal_mourning_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), _connector='OR'), name='portal_lifted_by_with_lifted_at')],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300, unique=True, verbose_name='old address')),
                ('target', models.CharField(max_length=300, verbose_name='leads to')),
                ('reason', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField(verbose_name='kept')),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='portal_redirects_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('target__startswith', '/')), name='portal_redirect_leads_within')],
            },
        ),
        migrations.CreateModel(
            name='Special',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='special', to='disclosures.item')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('kind', models.CharField(choices=[('topic', 'Special topic'), ('service', 'Themed service')], default='topic', max_length=20, verbose_name='kind')),
                ('made_at', models.DateTimeField()),
                ('archived_by', models.CharField(max_length=80, null=True)),
                ('archived_at', models.DateTimeField(null=True, verbose_name='archived')),
            ],
            options={
                'verbose_name': 'special topic',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('archived_at__isnull', False), ('archived_by__isnull', False)), models.Q(('archived_at__isnull', True), ('archived_by__isnull', True)), _connector='OR'), name='portal_archived_by_with_archived_at')],
            },
        ),
        migrations.CreateModel(
            name='SpecialText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('special', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='portal.special')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='special_text', to='disclosures.revision')),
                ('blocks', models.JSONField()),
                ('shown_from', models.DateField(null=True, verbose_name='shown from')),
                ('shown_until', models.DateField(null=True, verbose_name='shown until')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('shown_from__isnull', True), ('shown_until__isnull', True), ('shown_until__gte', models.F('shown_from')), _connector='OR'), name='portal_special_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('public_note', models.CharField(blank=True, default='', max_length=300)),
                ('title_shown', models.BooleanField(default=False)),
                ('sought', models.CharField(blank=True, default='', max_length=300)),
                ('ordered_by', models.CharField(max_length=80)),
                ('ordered_at', models.DateTimeField(verbose_name='ordered')),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='portal_takedown_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='TakedownLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('takedown', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='portal.takedown')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takedown_lines', to='disclosures.item')),
                ('removed_at', models.DateTimeField(null=True)),
                ('refused', models.CharField(blank=True, default='', max_length=300)),
                ('places', models.JSONField(default=list)),
                ('fetches', models.JSONField(default=None, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('takedown', 'item'), name='portal_takedown_item_once'), models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('refused', ''), _connector='OR'), name='portal_takedown_removed_or_refused')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300)),
                ('month', models.DateField()),
                ('found', models.PositiveIntegerField(default=0)),
                ('missed', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['month', '-missed'], name='portal_verdict_month')],
                'constraints': [models.UniqueConstraint(fields=('path', 'month'), name='portal_verdict_once')],
            },
        ),
        migrations.CreateModel(
            name='ListingEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='portal.listing')),
                ('item_id', models.BigIntegerField()),
                ('page', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['listing', 'page', 'published_at', 'item_id'], name='portal_entry_page'), models.Index(fields=['listing', 'published_at', 'item_id'], name='portal_entry_time'), models.Index(fields=['item_id'], name='portal_entry_item')],
                'constraints': [models.UniqueConstraint(fields=('listing', 'item_id'), name='portal_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('content', 'Something in the text is wrong'), ('link', 'A link or an attachment does not open'), ('display', 'The page is hard to read or to use'), ('missing', 'Something should be here and is not'), ('other', 'Something else')], max_length=20, verbose_name='kind')),
                ('path', models.CharField(max_length=300, verbose_name='page')),
                ('words', models.TextField(verbose_name='what the reader wrote')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='orgs.agency', verbose_name='agency')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('answer', models.TextField(blank=True, default='', verbose_name='answer')),
                ('answered_by', models.CharField(max_length=80, null=True)),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', '-received_at', '-id'], name='portal_problem_agency')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), _connector='OR'), name='portal_answered_by_with_answered_at'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='portal_answered_problem_has_words')],
            },
        ),
    ])]
