"""Figures of compiled reports tell whether a person stated them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annualreports", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="is_entered",
            field=models.BooleanField(null=True, verbose_name="stated by hand"),
        ),
    ]
