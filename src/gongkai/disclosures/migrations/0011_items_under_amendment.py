"""Public items with a newer text under way are found without looking at all."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0010_documents_in_order'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('amendment', ''), _negated=True), fields=['amendment'], name='disclosures_amended'),
        ),
    ]
