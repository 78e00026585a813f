"""Texts of files, synonyms and searches people follow."""

from django.db import migrations, models

import gongkai.core.encryption
from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('search', '0001_file_texts'),
        ('search', '0002_synonyms_and_watches'),
    ]

    dependencies = [
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='FileText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('text', models.TextField(blank=True, default='')),
                ('failure', models.CharField(blank=True, default='', max_length=300)),
                ('read_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), ('failure', ''), _connector='OR'), name='search_text_or_failure')],
            },
        ),
        migrations.CreateModel(
            name='SynonymRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, verbose_name='word')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('others', models.JSONField(default=list, verbose_name='words of the same meaning')),
                ('is_mutual', models.BooleanField(default=False, verbose_name='each finds the others')),
                ('changed_by', models.CharField(max_length=80)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'words of the same meaning',
                'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='search_synonym_has_word')],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', gongkai.core.encryption.EncryptedField()),
                ('mailbox', models.CharField(max_length=64)),
                ('parameters', models.CharField(max_length=1000)),
                ('words', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('told_until', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['confirmed_at', 'sent_at'], name='search_watch_due')],
                'constraints': [models.UniqueConstraint(fields=('mailbox', 'parameters'), name='search_watch_once')],
            },
        ),
    ])]
