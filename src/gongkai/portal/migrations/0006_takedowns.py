"""What was taken down in an emergency, and where it was."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0011_items_under_amendment'),
        ('portal', '0005_guards_of_specials'),
    ]

    operations = [
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
                ('removed_at', models.DateTimeField(null=True)),
                ('refused', models.CharField(blank=True, default='', max_length=300)),
                ('places', models.JSONField(default=list)),
                ('fetches', models.JSONField(default=None, null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takedown_lines', to='disclosures.item')),
                ('takedown', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='portal.takedown')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('takedown', 'item'), name='portal_takedown_item_once'), models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('refused', ''), _connector='OR'), name='portal_takedown_removed_or_refused')],
            },
        ),
    ]
