"""Items are counted by agency and the moment they first became public."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0004_findings_of_files'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['agency', 'first_published_at'], include=('state',), name='disclosures_first_published'),
        ),
    ]
