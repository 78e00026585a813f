"""What bears a document number is listed newest first."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0001_initial'),
        ('disclosures', '0009_items_in_order_of_publication'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(condition=models.Q(('doc_no', ''), _negated=True), fields=['-id'], name='disclosures_documents'),
        ),
    ]
