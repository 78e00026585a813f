"""Reading points; prints with their lines."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0005_guards_of_channels'),
        ('disclosures', '0011_items_under_amendment'),
        ('orgs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadingPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('kind', models.CharField(choices=[('library', 'Public library'), ('archive', 'National archive'), ('hall', 'Government service hall'), ('other', 'Another place')], default='library', max_length=20, verbose_name='kind')),
                ('address', models.CharField(blank=True, default='', max_length=200, verbose_name='address')),
                ('closed_on', models.DateField(null=True, verbose_name='closed on')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reading_points', to='orgs.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'reading point',
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('board', 'Notice-board sheet'), ('leaflet', 'Leaflet'), ('handover', 'Hand-over list')], max_length=20, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('at', models.DateTimeField(verbose_name='made')),
                ('pdf_error', models.CharField(blank=True, default='', max_length=300)),
                ('confirmed_on', models.DateField(null=True, verbose_name='confirmed on')),
                ('confirmed_name', models.CharField(max_length=100, null=True, verbose_name='confirmed by')),
                ('proof_name', models.CharField(blank=True, default='', max_length=200)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='orgs.agency', verbose_name='agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pdf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.storedfile')),
                ('proof', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.storedfile')),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.storedfile')),
                ('point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='activities.readingpoint', verbose_name='reading point')),
            ],
            options={
                'verbose_name': 'print',
            },
        ),
        migrations.CreateModel(
            name='PaperLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='copies')),
                ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paper_lines', to='activities.activity')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_lines', to='disclosures.item')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='activities.paper')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.revision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('paper', 'item'), name='activities_paper_item_once'), models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='activities_paper_has_copies')],
            },
        ),
        migrations.AddConstraint(
            model_name='readingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='activities_reading_point_has_name'),
        ),
        migrations.AddConstraint(
            model_name='readingpoint',
            constraint=models.UniqueConstraint(fields=('agency', 'name'), name='activities_reading_point_once'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['agency', '-id'], name='activities_paper_newest'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(fields=('agency', 'kind', 'year', 'number'), name='activities_paper_number_once'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_name__isnull', False), ('confirmed_on__isnull', False)), models.Q(('confirmed_name__isnull', True), ('confirmed_on__isnull', True)), _connector='OR'), name='activities_confirmed_on_with_confirmed_name'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'handover'), ('point__isnull', False)), models.Q(models.Q(('kind', 'handover'), _negated=True), ('point__isnull', True)), _connector='OR'), name='activities_only_lists_have_a_receiver'),
        ),
    ]
