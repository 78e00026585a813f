"""People and the roles they hold."""

import django.contrib.auth.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_legal_reviewer_role'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='sign-in name')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, default='', max_length=40, verbose_name='telephone')),
                ('home', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='orgs.agency', verbose_name='agency')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('must_change_password', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'person',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='RoleHolding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('officer', 'Information officer'), ('reviewer', 'Reviewer'), ('secrecy', 'Secrecy reviewer'), ('legal', 'Legal reviewer'), ('issuer', 'Issuer'), ('case-officer', 'Case officer'), ('disclosure-office', 'Disclosure office'), ('superior', 'Superior office'), ('inspector', 'Inspector'), ('operator', 'Operator')], max_length=20, verbose_name='role')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='orgs.agency', verbose_name='agency')),
                ('with_subtree', models.BooleanField(default=False, verbose_name='and all below it')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'role', 'agency'), name='accounts_role_held_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='accounts_until_after_since')],
            },
        ),
    ])]
