"""Requests are listed in the order of receipt and of decision, whatever the agency."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('foi', '0005_letter_templates')]

    operations = [
        migrations.AddIndex(
            model_name='inforequest',
            index=models.Index(fields=['-received_on', '-id'], name='foi_newest_received'),
        ),
        migrations.AddIndex(
            model_name='inforequest',
            index=models.Index(condition=models.Q(('counted_on__isnull', False)), fields=['-counted_on', '-id'], name='foi_newest_counted'),
        ),
    ]
