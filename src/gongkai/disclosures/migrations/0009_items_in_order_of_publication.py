"""Items are listed in the order in which they became public."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('disclosures', '0008_chain_guards')]

    operations = [
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('first_published_at__isnull', False)), fields=['-first_published_at', '-id'], name='disclosures_first_ones'),
        ),
    ]
