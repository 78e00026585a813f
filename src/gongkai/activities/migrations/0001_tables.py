"""What an office does besides publishing, its accounts, postings, prints and reading points."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.core.encryption
from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('activities', '0001_initial'),
        ('activities', '0003_activities_in_order'),
        ('activities', '0004_accounts_and_postings'),
        ('activities', '0006_prints_and_reading_points'),
    ]

    dependencies = [
        ('accounts', '__first__'),
        ('disclosures', '0001_tables'),
        ('orgs', '0001_tables'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='orgs.agency', verbose_name='agency')),
                ('channel', models.CharField(max_length=20, verbose_name='channel')),
                ('name', models.CharField(max_length=100, verbose_name='name of the account')),
                ('handle', models.CharField(blank=True, default='', max_length=100, verbose_name='identifier')),
                ('address', models.URLField(blank=True, default='', max_length=300, verbose_name='address')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible person')),
                ('silent_days', models.PositiveSmallIntegerField(default=14, verbose_name='days it may be silent')),
                ('opened_on', models.DateField(verbose_name='in use since')),
                ('updated_on', models.DateField(null=True, verbose_name='last update')),
                ('is_listed', models.BooleanField(default=True, verbose_name='in the public list')),
                ('connector', models.CharField(blank=True, default='', max_length=20, verbose_name='connection')),
                ('credentials', gongkai.core.encryption.EncryptedField(blank=True, default='')),
                ('credentials_by', models.CharField(max_length=80, null=True)),
                ('credentials_at', models.DateTimeField(null=True)),
                ('is_automatic', models.BooleanField(default=False, verbose_name='carries every item by itself')),
                ('closed_on', models.DateField(null=True, verbose_name='closed on')),
                ('closing_note', models.CharField(max_length=300, null=True, verbose_name='public note on the closing')),
            ],
            options={
                'verbose_name': 'account',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('closing_note__isnull', False)), models.Q(('closed_on__isnull', True), ('closing_note__isnull', True)), _connector='OR'), name='activities_closed_on_with_closing_note'), models.CheckConstraint(condition=models.Q(models.Q(('credentials_at__isnull', False), ('credentials_by__isnull', False)), models.Q(('credentials_at__isnull', True), ('credentials_by__isnull', True)), _connector='OR'), name='activities_credentials_by_with_credentials_at'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='activities_account_has_name'), models.CheckConstraint(condition=models.Q(('silent_days__gte', 1)), name='activities_account_may_be_silent'), models.CheckConstraint(condition=models.Q(('is_automatic', False), ('connector', 'feed'), _connector='OR'), name='activities_only_feeds_carry_everything'), models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('channel', 'name'), name='activities_account_once')],
            },
        ),
        migrations.CreateModel(
            name='AccountCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='activities.account')),
                ('updated_on', models.DateField(null=True, verbose_name='newest post of')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='note')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='orgs.agency', verbose_name='agency')),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('on', models.DateField(null=True, verbose_name='day')),
                ('channel', models.CharField(blank=True, default='', max_length=20, verbose_name='channel')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('text', models.TextField(blank=True, default='', verbose_name='what happened')),
                ('is_head_present', models.BooleanField(default=False, verbose_name='the head of the agency took part')),
                ('answers_concern', models.BooleanField(default=False, verbose_name='answers a matter of public concern')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='disclosures.item')),
                ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated_by', to='activities.activity')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='disclosures.storedfile')),
                ('file_title', models.CharField(blank=True, default='', max_length=200, verbose_name='file name')),
                ('link', models.URLField(blank=True, default='', max_length=500, verbose_name='link')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_only', models.BooleanField(default=False)),
                ('struck_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'activity',
                'indexes': [models.Index(condition=models.Q(('struck_at__isnull', True)), fields=['agency', 'year', 'kind'], name='activities_counted'), models.Index(condition=models.Q(('struck_at__isnull', True)), fields=['year', 'kind', 'agency'], name='activities_by_year'), models.Index(condition=models.Q(('struck_at__isnull', True)), fields=['year', 'kind', '-id'], name='activities_listed'), models.Index(condition=models.Q(('struck_at__isnull', True)), fields=['year', '-id'], name='activities_of_year'), models.Index(fields=['agency', '-id'], name='activities_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='activities_has_title'), models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='activities_year_is_one'), models.CheckConstraint(condition=models.Q(('item__isnull', True), ('same_as__isnull', True), _connector='OR'), name='activities_repeats_one_thing'), models.CheckConstraint(condition=models.Q(('same_as', models.F('id')), _negated=True), name='activities_not_its_own_first'), models.UniqueConstraint(condition=models.Q(('is_only', True), ('struck_at__isnull', True)), fields=('agency', 'year', 'kind'), name='activities_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Number',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='numbers', to='activities.activity')),
                ('measure', models.CharField(max_length=30)),
                ('value', models.DecimalField(decimal_places=4, max_digits=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'measure'), name='activities_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='activities.account')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='disclosures.item')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='disclosures.revision')),
                ('state', models.CharField(choices=[('waiting', 'On its way'), ('posted', 'Posted'), ('failed', 'Failed'), ('cancelled', 'Not sent any more'), ('deleting', 'Being deleted'), ('stays', 'Still there, delete by hand'), ('gone', 'Deleted')], default='waiting', max_length=20, verbose_name='state')),
                ('progress', models.JSONField(default=dict)),
                ('address', models.URLField(blank=True, default='', max_length=500, verbose_name='address')),
                ('tries', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(verbose_name='ordered')),
                ('posted_at', models.DateTimeField(null=True, verbose_name='posted')),
                ('gone_at', models.DateTimeField(null=True, verbose_name='deleted')),
                ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='activities.activity')),
            ],
            options={
                'verbose_name': 'posting',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='activities_posting_due'), models.Index(fields=['state', '-id'], name='activities_posting_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['cancelled', 'gone']), _negated=True), fields=('account', 'revision'), name='activities_posted_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'posted'), _negated=True), ('posted_at__isnull', False), _connector='OR'), name='activities_posted_has_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['waiting', 'deleting']), _negated=True), ('next_at__isnull', False), _connector='OR'), name='activities_waiting_has_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='activities_failed_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='ReadingPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reading_points', to='orgs.agency', verbose_name='agency')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('kind', models.CharField(choices=[('library', 'Public library'), ('archive', 'National archive'), ('hall', 'Government service hall'), ('other', 'Another place')], default='library', max_length=20, verbose_name='kind')),
                ('address', models.CharField(blank=True, default='', max_length=200, verbose_name='address')),
                ('closed_on', models.DateField(null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'reading point',
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='activities_reading_point_has_name'), models.UniqueConstraint(fields=('agency', 'name'), name='activities_reading_point_once')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='orgs.agency', verbose_name='agency')),
                ('kind', models.CharField(choices=[('board', 'Notice-board sheet'), ('leaflet', 'Leaflet'), ('handover', 'Hand-over list')], max_length=20, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='activities.readingpoint', verbose_name='reading point')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(verbose_name='made')),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.storedfile')),
                ('pdf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.storedfile')),
                ('pdf_error', models.CharField(blank=True, default='', max_length=300)),
                ('confirmed_on', models.DateField(null=True, verbose_name='confirmed on')),
                ('confirmed_name', models.CharField(max_length=100, null=True, verbose_name='confirmed by')),
                ('proof', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.storedfile')),
                ('proof_name', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'verbose_name': 'print',
                'indexes': [models.Index(fields=['agency', '-id'], name='activities_paper_newest')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'kind', 'year', 'number'), name='activities_paper_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_name__isnull', False), ('confirmed_on__isnull', False)), models.Q(('confirmed_name__isnull', True), ('confirmed_on__isnull', True)), _connector='OR'), name='activities_confirmed_on_with_confirmed_name'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'handover'), ('point__isnull', False)), models.Q(models.Q(('kind', 'handover'), _negated=True), ('point__isnull', True)), _connector='OR'), name='activities_only_lists_have_a_receiver')],
            },
        ),
        migrations.CreateModel(
            name='PaperLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='activities.paper')),
                ('position', models.PositiveIntegerField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_lines', to='disclosures.item')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.revision')),
                ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='copies')),
                ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paper_lines', to='activities.activity')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('paper', 'item'), name='activities_paper_item_once'), models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='activities_paper_has_copies')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='activities.activity')),
                ('number', models.PositiveIntegerField()),
                ('act', models.CharField(choices=[('record', 'Recorded'), ('correct', 'Corrected'), ('strike', 'Struck out')], max_length=20)),
                ('content', models.JSONField()),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'number'), name='activities_version_number'), models.CheckConstraint(condition=models.Q(('act', 'record'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='activities_change_has_reason')],
            },
        ),
    ])]
