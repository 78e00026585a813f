"""Items with their revisions, reviews, publications, documents, duties and questions to other agencies."""

import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('disclosures', '0001_initial'),
        ('disclosures', '0003_import_rows_by_fingerprint'),
        ('disclosures', '0004_findings_of_files'),
        ('disclosures', '0005_items_by_first_publication'),
        ('disclosures', '0006_review_chains'),
        ('disclosures', '0009_items_in_order_of_publication'),
        ('disclosures', '0010_documents_in_order'),
        ('disclosures', '0011_items_under_amendment'),
        ('disclosures', '0012_documents_and_what_stands_around_them'),
        ('disclosures', '0014_duties_and_confirmations'),
        ('disclosures', '0015_documents_by_item'),
        ('disclosures', '0016_coordination'),
        ('disclosures', '0018_keeper'),
    ]

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_tables'),
        ('orgs', '0001_tables'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chains', to='orgs.agency', verbose_name='agency')),
                ('kind', models.CharField(blank=True, choices=[('news', 'News and updates'), ('notice', 'Notices'), ('policy', 'Policy documents'), ('static', 'Standing information'), ('data', 'Data and lists')], default='', max_length=20, verbose_name='kind of items')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('head', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='head who may force')),
                ('is_apart', models.BooleanField(default=True, verbose_name='each step by another person')),
                ('are_pages_read', models.BooleanField(default=False, verbose_name='attachments are ticked off page by page')),
                ('by', models.CharField(max_length=80)),
                ('since_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('agency', 'kind'), name='disclosures_one_chain_in_force')],
            },
        ),
        migrations.CreateModel(
            name='ChainStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disclosures.chain')),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('business', 'Business review'), ('second', 'Second review'), ('third', 'Third review'), ('secrecy', 'Secrecy review'), ('issue', 'Issue')], max_length=20)),
                ('name', models.CharField(max_length=40)),
                ('days', models.PositiveIntegerField()),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('chain', 'position'), name='disclosures_chain_position_once'), models.UniqueConstraint(fields=('chain', 'kind'), name='disclosures_chain_kind_once'), models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='disclosures_chain_step_has_term')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='orgs.agency')),
                ('subject', models.CharField(choices=[('guide', 'Disclosure guide'), ('rules', 'Disclosure rules'), ('contacts', 'Contacts')], max_length=20, verbose_name='what')),
                ('on', models.DateField(verbose_name='checked on')),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='note')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'subject', '-on'], name='disclosures_confirmed')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='import_batches', to='orgs.agency')),
                ('source', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('undone', 'Undone')], default='running', max_length=20)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('read_count', models.PositiveIntegerField(default=0)),
                ('imported_count', models.PositiveIntegerField(default=0)),
                ('skipped_count', models.PositiveIntegerField(default=0)),
                ('refused_count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='item_views', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=500)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='disclosures_view_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Shortfall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shortfalls', to='orgs.agency')),
                ('kind', models.CharField(choices=[('empty-duty', 'Nothing public for a duty'), ('stale-duty', 'Duty not renewed in time'), ('empty-column', 'Empty column'), ('stale-column', 'Column not updated in time'), ('guide', 'Guide not checked for a year'), ('rules', 'Rules not checked for a year'), ('contacts', 'Contacts not checked for a year')], max_length=20, verbose_name='kind')),
                ('column', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shortfalls', to='catalog.column')),
                ('obligation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shortfalls', to='catalog.obligation')),
                ('last_on', models.DateField(null=True, verbose_name='last')),
                ('due_on', models.DateField(null=True, verbose_name='due')),
                ('days', models.PositiveIntegerField(null=True)),
                ('noticed_on', models.DateField(verbose_name='noticed')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'kind'], name='disclosures_short_kind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('column__isnull', False)), fields=('agency', 'kind', 'column'), name='disclosures_short_column'), models.UniqueConstraint(condition=models.Q(('obligation__isnull', False)), fields=('kind', 'obligation'), name='disclosures_short_duty'), models.UniqueConstraint(condition=models.Q(('column__isnull', True), ('obligation__isnull', True)), fields=('agency', 'kind'), name='disclosures_short_yearly')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('stored_at', models.DateTimeField()),
                ('findings', models.JSONField(default=None, null=True)),
                ('pages', models.PositiveIntegerField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='disclosures_file_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
                ('substitute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL)),
                ('begins_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='disclosures_absence_ends_later'), models.CheckConstraint(condition=models.Q(('person', models.F('substitute')), _negated=True), name='disclosures_substitute_is_another'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_absence_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Sudden',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sudden', to='orgs.agency')),
                ('kind', models.CharField(choices=[('surge', 'Much at once'), ('formed-long-before', 'Formed long before it was public'), ('formed-after', 'Formed after it was public'), ('dates-altered', 'Dates altered after publication')], max_length=20, verbose_name='kind')),
                ('first_on', models.DateField(verbose_name='from')),
                ('last_on', models.DateField(verbose_name='to')),
                ('count', models.PositiveIntegerField(verbose_name='items')),
                ('imported', models.PositiveIntegerField(default=0, verbose_name='of them by import')),
                ('compared', models.JSONField(default=dict)),
                ('examples', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'kind', 'first_on'), name='disclosures_sudden_once'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='disclosures_sudden_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='WordList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='word_list', to='orgs.agency')),
                ('phrases', models.TextField(blank=True, default='', verbose_name='phrases and titles')),
                ('confusables', models.TextField(blank=True, default='', verbose_name='wrong words')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Cleanup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cleanups', to='orgs.agency')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('basis', models.CharField(blank=True, default='', max_length=200, verbose_name='basis')),
                ('as_of', models.DateField(verbose_name='documents in force on')),
                ('due_on', models.DateField(verbose_name='verdicts until')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('announcement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='announces', to='disclosures.item')),
                ('closed_by', models.CharField(blank=True, default='', max_length=80)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='disclosures_cleanup_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('announcement__isnull', True), ('closed_at__isnull', True), ('closed_by', '')), models.Q(('announcement__isnull', False), ('closed_at__isnull', False), models.Q(('closed_by', ''), _negated=True)), _connector='OR'), name='disclosures_cleanup_closed_with_announcement')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='orgs.agency')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in-review', 'In review'), ('returned', 'Returned'), ('cleared', 'Cleared'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('discarded', 'Discarded')], default='draft', max_length=20, verbose_name='state')),
                ('amendment', models.CharField(blank=True, choices=[('draft', 'Draft'), ('in-review', 'In review'), ('returned', 'Returned'), ('cleared', 'Cleared'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('discarded', 'Discarded')], default='', max_length=20)),
                ('validity', models.CharField(blank=True, choices=[('', 'Not a document with validity'), ('pending', 'Not yet in force'), ('in-force', 'In force'), ('amended', 'Amended'), ('repealed', 'Repealed'), ('expired', 'Expired'), ('void', 'Declared void')], default='', max_length=20, verbose_name='validity')),
                ('index_no', models.CharField(max_length=80, null=True, unique=True, verbose_name='index number')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.revision')),
                ('public_revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.revision')),
                ('first_published_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True, verbose_name='published')),
                ('publish_at', models.DateTimeField(null=True, verbose_name='scheduled for')),
                ('scheduled_by', models.CharField(blank=True, default='', max_length=80)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('import_batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='disclosures.importbatch')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'state', '-changed_at', '-id'], name='disclosures_desk'), models.Index(fields=['state', '-changed_at', '-id'], name='disclosures_queue'), models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='disclosures_newest'), models.Index(fields=['agency', 'first_published_at'], include=('state',), name='disclosures_first_published'), models.Index(condition=models.Q(('first_published_at__isnull', False)), fields=['-first_published_at', '-id'], name='disclosures_first_ones'), models.Index(condition=models.Q(('amendment', ''), _negated=True), fields=['amendment'], name='disclosures_amended'), models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='disclosures_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('first_published_at__isnull', False), ('index_no__isnull', False)), models.Q(('first_published_at__isnull', True), ('index_no__isnull', True)), _connector='OR'), name='disclosures_first_published_at_with_index_no'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='disclosures_scheduled_has_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('index_no__isnull', False), ('public_revision__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='disclosures_published_is_whole'), models.CheckConstraint(condition=models.Q(('state', 'published'), ('public_revision__isnull', True), _connector='OR'), name='disclosures_public_only_if_published')],
            },
        ),
        migrations.CreateModel(
            name='Interpretation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interpretations', to='disclosures.item')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interprets', to='disclosures.item')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('picture', 'Picture'), ('video', 'Video'), ('conference', 'Press conference'), ('expert', 'Expert'), ('questions', 'Questions and answers')], max_length=20, verbose_name='kind')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'item'), name='disclosures_interprets_once'), models.CheckConstraint(condition=models.Q(('document', models.F('item')), _negated=True), name='disclosures_interprets_another')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='disclosures.importbatch')),
                ('number', models.PositiveIntegerField()),
                ('place', models.CharField(max_length=300)),
                ('outcome', models.CharField(choices=[('imported', 'Imported'), ('skipped', 'Skipped'), ('refused', 'Refused')], max_length=20)),
                ('title', models.CharField(blank=True, default='', max_length=200)),
                ('messages', models.JSONField(default=list)),
                ('repairs', models.JSONField(default=list)),
                ('values', models.JSONField(default=dict)),
                ('fingerprint', models.CharField(blank=True, default='', max_length=64)),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='import_rows', to='disclosures.item')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('fingerprint', ''), _negated=True), fields=['fingerprint'], name='disclosures_imported_before')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='disclosures_import_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exemption', to='disclosures.item')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_exempt_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='disclosures.item')),
                ('fingerprint', models.CharField(max_length=64)),
                ('label', models.CharField(max_length=40)),
                ('words', models.CharField(max_length=400)),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'fingerprint'), name='disclosures_dismissed_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_dismissal_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='CleanupEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cleanup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='disclosures.cleanup')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cleanup_entries', to='disclosures.item')),
                ('verdict', models.CharField(blank=True, choices=[('', 'Not decided'), ('keep', 'Keep in force'), ('amend', 'Amend'), ('repeal', 'Repeal'), ('lapse', 'Declare lapsed')], default='', max_length=20, verbose_name='verdict')),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('by', models.CharField(blank=True, default='', max_length=80)),
                ('at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['cleanup', 'verdict'], name='disclosures_verdicts')],
                'constraints': [models.UniqueConstraint(fields=('cleanup', 'item'), name='disclosures_cleaned_once'), models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', True), ('by', ''), ('reason', ''), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), models.Q(('reason', ''), _negated=True), models.Q(('by', ''), _negated=True), ('at__isnull', False)), _connector='OR'), name='disclosures_verdict_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Keeper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='keeper', to='disclosures.item')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicyFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_files', to='orgs.agency')),
                ('title', models.CharField(max_length=200, verbose_name='name of the policy')),
                ('document', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='policy_file', to='disclosures.item')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='disclosures_policy_has_title')],
            },
        ),
        migrations.CreateModel(
            name='PolicyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disclosures.policyfile')),
                ('kind', models.CharField(choices=[('proposal', 'Taken up'), ('consultation', 'Draft consulted'), ('opinions', 'Opinions and what was adopted'), ('hearing', 'Hearing'), ('experts', 'Experts heard'), ('risk', 'Risk assessed'), ('legality', 'Legality reviewed'), ('fairness', 'Fair competition reviewed'), ('decision', 'Decided collectively'), ('evaluation', 'Effects evaluated')], max_length=20, verbose_name='step')),
                ('on', models.DateField(verbose_name='day')),
                ('until', models.DateField(null=True, verbose_name='last day')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='policy_steps', to='disclosures.item')),
                ('received', models.PositiveIntegerField(null=True, verbose_name='opinions received')),
                ('adopted', models.PositiveIntegerField(null=True, verbose_name='opinions adopted')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='note')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('on')), _connector='OR'), name='disclosures_policy_step_ends_later'), models.CheckConstraint(condition=models.Q(('adopted__isnull', True), models.Q(('adopted__lte', models.F('received')), ('received__isnull', False)), _connector='OR'), name='disclosures_policy_adopted_of_received')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='disclosures.item')),
                ('number', models.PositiveIntegerField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('content_hash', models.CharField(max_length=64)),
                ('change_note', models.CharField(blank=True, default='', max_length=300, verbose_name='what changed')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('body', models.TextField(blank=True, default='', verbose_name='text')),
                ('summary', models.CharField(blank=True, default='', max_length=300, verbose_name='summary')),
                ('column', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='catalog.column', verbose_name='column')),
                ('obligation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='catalog.obligation', verbose_name='duty')),
                ('attribute', models.CharField(choices=[('open', 'Public on our own motion'), ('on-request', 'Public on request'), ('closed', 'Not public')], default='open', max_length=20, verbose_name='attribute')),
                ('attribute_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('doc_no', models.CharField(blank=True, default='', max_length=60, verbose_name='document number')),
                ('topic', models.CharField(blank=True, default='', max_length=60, verbose_name='topic')),
                ('genre', models.CharField(blank=True, default='', max_length=60, verbose_name='genre')),
                ('legal_item', models.CharField(blank=True, default='', max_length=40, verbose_name='statutory item')),
                ('keywords', models.CharField(blank=True, default='', max_length=200, verbose_name='keywords')),
                ('source', models.CharField(blank=True, default='', max_length=120, verbose_name='source')),
                ('responsible_unit', models.CharField(blank=True, default='', max_length=120, verbose_name='responsible unit')),
                ('source_index_no', models.CharField(blank=True, default='', max_length=80, verbose_name='index number on the source')),
                ('formed_on', models.DateField(null=True, verbose_name='formed on')),
                ('effective_on', models.DateField(null=True, verbose_name='effective on')),
                ('expires_on', models.DateField(null=True, verbose_name='valid until')),
                ('source_published_on', models.DateField(null=True, verbose_name='published at the source on')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('doc_no', ''), _negated=True), fields=['doc_no'], name='disclosures_doc_no'), models.Index(condition=models.Q(('doc_no', ''), _negated=True), fields=['-id', 'item'], name='disclosures_documents'), models.Index(condition=models.Q(('doc_no', ''), _negated=True), fields=['item', '-id'], name='disclosures_document_of'), models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce('formed_on', models.Value(datetime.date(1, 1, 1), output_field=models.DateField())), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('doc_no', ''), _negated=True), name='disclosures_formed'), models.Index(condition=models.Q(models.Q(('doc_no', ''), _negated=True), ('expires_on__isnull', False)), fields=['expires_on'], name='disclosures_expiring'), models.Index(fields=['column', 'item'], name='disclosures_column_item')],
                'constraints': [models.UniqueConstraint(fields=('item', 'number'), name='disclosures_revision_number'), models.CheckConstraint(condition=models.Q(('attribute', 'open'), models.Q(('attribute_reason', ''), _negated=True), _connector='OR'), name='disclosures_closed_has_reason'), models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('effective_on__isnull', True), ('expires_on__gte', models.F('effective_on')), _connector='OR'), name='disclosures_expires_after_effective')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='disclosures.revision')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='disclosures.storedfile')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('revision', 'name'), name='disclosures_attachment_name')],
            },
        ),
        migrations.CreateModel(
            name='Clearance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='disclosures.revision')),
                ('kind', models.CharField(choices=[('business', 'Business review'), ('second', 'Second review'), ('third', 'Third review'), ('secrecy', 'Secrecy review'), ('issue', 'Issue')], max_length=20)),
                ('opinion', models.CharField(choices=[('pass', 'Passed'), ('return', 'Returned')], max_length=20)),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('basis', models.CharField(blank=True, default='', max_length=200)),
                ('content_hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('revision', 'kind'), name='disclosures_one_opinion_each'), models.CheckConstraint(condition=models.Q(('opinion', 'pass'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='disclosures_return_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='OnBehalf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clearance', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='on_behalf', to='disclosures.clearance')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PageTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attachment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='disclosures.attachment')),
                ('page', models.PositiveIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('attachment', 'page', 'person'), name='disclosures_page_ticked_once'), models.CheckConstraint(condition=models.Q(('page__gte', 1)), name='disclosures_page_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='disclosures.revision')),
                ('content_hash', models.CharField(max_length=64)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='orgs.agency', verbose_name='agency')),
                ('superior', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.agency')),
                ('text', models.CharField(max_length=1000, verbose_name='what is asked')),
                ('regime', models.CharField(max_length=4)),
                ('silence', models.CharField(choices=[('decide', 'the office decides'), ('consent', 'counts as consent')], max_length=10)),
                ('days', models.PositiveIntegerField(verbose_name='working days')),
                ('due_on', models.DateField()),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('reminded_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('revision', 'agency'), name='disclosures_asked_once_about_a_text'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='disclosures_question_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opinion', to='disclosures.question')),
                ('kind', models.CharField(choices=[('agree', 'Agrees'), ('changes', 'Agrees with changes'), ('disagree', 'Disagrees'), ('silent', 'Did not answer')], max_length=10)),
                ('text', models.CharField(blank=True, default='', max_length=1000, verbose_name='changes or reason')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('kind__in', ('agree', 'silent')), _connector='OR'), name='disclosures_objection_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', True), ('kind', 'silent')), models.Q(models.Q(('kind', 'silent'), _negated=True), ('by__isnull', False)), _connector='OR'), name='disclosures_opinion_is_somebodys')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='disclosures.revision')),
                ('clearance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='disclosures.clearance')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.CharField(blank=True, default='', max_length=500, verbose_name='remark')),
                ('quote', models.CharField(blank=True, default='', max_length=300, verbose_name='passage')),
                ('start', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('quote', ''), _negated=True), _connector='OR'), name='disclosures_remark_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='disclosures.item')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='disclosures.revision')),
                ('content_hash', models.CharField(max_length=64)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Masking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='maskings', to='disclosures.revision')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.revision')),
                ('label', models.CharField(max_length=40)),
                ('file_name', models.CharField(blank=True, default='', max_length=200)),
                ('count', models.PositiveIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Haste',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='haste', to='disclosures.revision')),
                ('content_hash', models.CharField(max_length=64)),
                ('ground', models.CharField(choices=[('clarify', 'False or incomplete information is clarified'), ('emergency', 'Warning of and answer to an emergency')], max_length=20, verbose_name='ground')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_haste_has_reason'), models.CheckConstraint(condition=models.Q(('ground__in', ('clarify', 'emergency'))), name='disclosures_haste_has_ground')],
            },
        ),
        migrations.CreateModel(
            name='ForcedIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='forced_issue', to='disclosures.revision')),
                ('content_hash', models.CharField(max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('spared', models.CharField(blank=True, default='', max_length=200, verbose_name='steps spared')),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_forced_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endings', to='disclosures.item')),
                ('kind', models.CharField(choices=[('amend', 'Amended'), ('repeal', 'Repealed'), ('expire', 'Expired'), ('void', 'Declared void'), ('withdraw', 'Withdrawn'), ('restore', 'Restored to force')], max_length=20)),
                ('on', models.DateField()),
                ('reason', models.CharField(max_length=300)),
                ('public_note', models.CharField(blank=True, default='', max_length=300)),
                ('title_shown', models.BooleanField(default=True)),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessor_endings', to='disclosures.item')),
                ('act', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='disclosures.item')),
                ('amended', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.revision')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_ending_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ruling', to='disclosures.question')),
                ('verdict', models.CharField(choices=[('publish', 'Publish this text'), ('amend', 'Change the text and ask again'), ('refuse', 'Do not publish')], max_length=10)),
                ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_ruling_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='disclosures.revision')),
                ('chain', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.chain')),
                ('name', models.CharField(blank=True, default='', max_length=60)),
                ('head', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_apart', models.BooleanField(default=False)),
                ('are_pages_read', models.BooleanField(default=False)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RequiredStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disclosures.submission')),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('business', 'Business review'), ('second', 'Second review'), ('third', 'Third review'), ('secrecy', 'Secrecy review'), ('issue', 'Issue')], max_length=20)),
                ('name', models.CharField(blank=True, default='', max_length=40)),
                ('days', models.PositiveIntegerField()),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('submission', 'position'), name='disclosures_required_position_once'), models.UniqueConstraint(fields=('submission', 'kind'), name='disclosures_required_kind_once')],
            },
        ),
        migrations.CreateModel(
            name='OpenStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='open_step', to='disclosures.item')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='disclosures.requiredstep')),
                ('since_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('reminded_on', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['due_on'], name='disclosures_step_due')],
            },
        ),
    ])]
