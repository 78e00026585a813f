"""Activities of a year, and of one kind, are listed newest first, whatever the agency."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('activities', '0002_guards')]

    operations = [
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('struck_at__isnull', True)), fields=['year', 'kind', '-id'], name='activities_listed'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('struck_at__isnull', True)), fields=['year', '-id'], name='activities_of_year'),
        ),
    ]
