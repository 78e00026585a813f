"""Special topics and the blocks of their texts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0011_items_under_amendment'),
        ('portal', '0003_mourning_problems_verdicts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Special',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('kind', models.CharField(choices=[('topic', 'Special topic'), ('service', 'Themed service')], default='topic', max_length=20, verbose_name='kind')),
                ('made_at', models.DateTimeField()),
                ('archived_by', models.CharField(max_length=80, null=True)),
                ('archived_at', models.DateTimeField(null=True, verbose_name='archived')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='special', to='disclosures.item')),
            ],
            options={
                'verbose_name': 'special topic',
            },
        ),
        migrations.CreateModel(
            name='SpecialText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blocks', models.JSONField()),
                ('shown_from', models.DateField(null=True, verbose_name='shown from')),
                ('shown_until', models.DateField(null=True, verbose_name='shown until')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='special_text', to='disclosures.revision')),
                ('special', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='portal.special')),
            ],
        ),
        migrations.AddConstraint(
            model_name='special',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('archived_at__isnull', False), ('archived_by__isnull', False)), models.Q(('archived_at__isnull', True), ('archived_by__isnull', True)), _connector='OR'), name='portal_archived_by_with_archived_at'),
        ),
        migrations.AddConstraint(
            model_name='specialtext',
            constraint=models.CheckConstraint(condition=models.Q(('shown_from__isnull', True), ('shown_until__isnull', True), ('shown_until__gte', models.F('shown_from')), _connector='OR'), name='portal_special_ends_after_it_begins'),
        ),
    ]
