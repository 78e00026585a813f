"""Chains of review, what is frozen at a submission, substitutes, forced issues, remarks, checks an office keeps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0005_items_by_first_publication'),
        ('orgs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, choices=[('news', 'News and updates'), ('notice', 'Notices'), ('policy', 'Policy documents'), ('static', 'Standing information'), ('data', 'Data and lists')], default='', max_length=20, verbose_name='kind of items')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('is_apart', models.BooleanField(default=True, verbose_name='each step by another person')),
                ('are_pages_read', models.BooleanField(default=False, verbose_name='attachments are ticked off page by page')),
                ('by', models.CharField(max_length=80)),
                ('since_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ChainStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('business', 'Business review'), ('second', 'Second review'), ('third', 'Third review'), ('secrecy', 'Secrecy review'), ('issue', 'Issue')], max_length=20)),
                ('name', models.CharField(max_length=40)),
                ('days', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('label', models.CharField(max_length=40)),
                ('words', models.CharField(max_length=400)),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ForcedIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_hash', models.CharField(max_length=64)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('spared', models.CharField(blank=True, default='', max_length=200, verbose_name='steps spared')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Masking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=40)),
                ('file_name', models.CharField(blank=True, default='', max_length=200)),
                ('count', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OnBehalf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OpenStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('reminded_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PageTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, default='', max_length=500, verbose_name='remark')),
                ('quote', models.CharField(blank=True, default='', max_length=300, verbose_name='passage')),
                ('start', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RequiredStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('business', 'Business review'), ('second', 'Second review'), ('third', 'Third review'), ('secrecy', 'Secrecy review'), ('issue', 'Issue')], max_length=20)),
                ('name', models.CharField(blank=True, default='', max_length=40)),
                ('days', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, default='', max_length=60)),
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
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='WordList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phrases', models.TextField(blank=True, default='', verbose_name='phrases and titles')),
                ('confusables', models.TextField(blank=True, default='', verbose_name='wrong words')),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='storedfile',
            name='pages',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='clearance',
            name='kind',
            field=models.CharField(choices=[('business', 'Business review'), ('second', 'Second review'), ('third', 'Third review'), ('secrecy', 'Secrecy review'), ('issue', 'Issue')], max_length=20),
        ),
        migrations.AddField(
            model_name='chain',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chains', to='orgs.agency', verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='chain',
            name='head',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='head who may force'),
        ),
        migrations.AddField(
            model_name='chainstep',
            name='chain',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disclosures.chain'),
        ),
        migrations.AddField(
            model_name='chainstep',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dismissal',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dismissal',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='disclosures.item'),
        ),
        migrations.AddField(
            model_name='forcedissue',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='forcedissue',
            name='revision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='forced_issue', to='disclosures.revision'),
        ),
        migrations.AddField(
            model_name='masking',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='masking',
            name='original',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='maskings', to='disclosures.revision'),
        ),
        migrations.AddField(
            model_name='masking',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.revision'),
        ),
        migrations.AddField(
            model_name='onbehalf',
            name='clearance',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='on_behalf', to='disclosures.clearance'),
        ),
        migrations.AddField(
            model_name='onbehalf',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='openstep',
            name='item',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='open_step', to='disclosures.item'),
        ),
        migrations.AddField(
            model_name='pagetick',
            name='attachment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='disclosures.attachment'),
        ),
        migrations.AddField(
            model_name='pagetick',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='clearance',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='disclosures.clearance'),
        ),
        migrations.AddField(
            model_name='remark',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='disclosures.revision'),
        ),
        migrations.AddField(
            model_name='requiredstep',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='openstep',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='disclosures.requiredstep'),
        ),
        migrations.AddField(
            model_name='submission',
            name='chain',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.chain'),
        ),
        migrations.AddField(
            model_name='submission',
            name='head',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='disclosures.revision'),
        ),
        migrations.AddField(
            model_name='requiredstep',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disclosures.submission'),
        ),
        migrations.AddField(
            model_name='substitution',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='substitution',
            name='substitute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wordlist',
            name='agency',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='word_list', to='orgs.agency'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('agency', 'kind'), name='disclosures_one_chain_in_force'),
        ),
        migrations.AddConstraint(
            model_name='chainstep',
            constraint=models.UniqueConstraint(fields=('chain', 'position'), name='disclosures_chain_position_once'),
        ),
        migrations.AddConstraint(
            model_name='chainstep',
            constraint=models.UniqueConstraint(fields=('chain', 'kind'), name='disclosures_chain_kind_once'),
        ),
        migrations.AddConstraint(
            model_name='chainstep',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='disclosures_chain_step_has_term'),
        ),
        migrations.AddConstraint(
            model_name='dismissal',
            constraint=models.UniqueConstraint(fields=('item', 'fingerprint'), name='disclosures_dismissed_once'),
        ),
        migrations.AddConstraint(
            model_name='dismissal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_dismissal_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='forcedissue',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_forced_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='pagetick',
            constraint=models.UniqueConstraint(fields=('attachment', 'page', 'person'), name='disclosures_page_ticked_once'),
        ),
        migrations.AddConstraint(
            model_name='pagetick',
            constraint=models.CheckConstraint(condition=models.Q(('page__gte', 1)), name='disclosures_page_from_one'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('quote', ''), _negated=True), _connector='OR'), name='disclosures_remark_says_something'),
        ),
        migrations.AddIndex(
            model_name='openstep',
            index=models.Index(fields=['due_on'], name='disclosures_step_due'),
        ),
        migrations.AddConstraint(
            model_name='requiredstep',
            constraint=models.UniqueConstraint(fields=('submission', 'position'), name='disclosures_required_position_once'),
        ),
        migrations.AddConstraint(
            model_name='requiredstep',
            constraint=models.UniqueConstraint(fields=('submission', 'kind'), name='disclosures_required_kind_once'),
        ),
        migrations.AddConstraint(
            model_name='substitution',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='disclosures_absence_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='substitution',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('substitute')), _negated=True), name='disclosures_substitute_is_another'),
        ),
        migrations.AddConstraint(
            model_name='substitution',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disclosures_absence_has_reason'),
        ),
    ]
