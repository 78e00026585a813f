"""Old addresses that lead on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0006_takedowns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=300, unique=True, verbose_name="old address")),
                ("target", models.CharField(max_length=300, verbose_name="leads to")),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="reason")),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField(verbose_name="kept")),
            ],
            options={
                "indexes": [models.Index(fields=["-at", "-id"], name="portal_redirects_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("target__startswith", "/")), name="portal_redirect_leads_within"
                    )
                ],
            },
        ),
    ]
