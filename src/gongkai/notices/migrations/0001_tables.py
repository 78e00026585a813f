"""Notices and messages to people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('notices', '0001_initial'),
        ('notices', '0002_messages'),
    ]

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('text', models.CharField(max_length=300)),
                ('link', models.CharField(blank=True, default='', max_length=200)),
                ('event_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='notices_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('event_id__isnull', False)), fields=('person', 'event_id'), name='notices_once_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='notices.notice')),
                ('way', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS')], max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'Waits'), ('sent', 'Sent'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='notices_waiting')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'way'), name='notices_once_a_way'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='notices_sent_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='notices_failed_why')],
            },
        ),
    ])]
