"""What agencies owe, sudden publishing, and yearly confirmations, which are never changed."""

import importlib

import django.db.models.deletion
from django.db import migrations, models

append_only = importlib.import_module("gongkai.disclosures.migrations.0002_guards").append_only


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_superiors_catalogues"),
        ("disclosures", "0013_document_guards"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("guide", "Disclosure guide"),
                            ("rules", "Disclosure rules"),
                            ("contacts", "Contacts"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("on", models.DateField(verbose_name="checked on")),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="note")),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="confirmations", to="orgs.agency"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "subject", "-on"], name="disclosures_confirmed")],
            },
        ),
        migrations.CreateModel(
            name="Shortfall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("empty-duty", "Nothing public for a duty"),
                            ("stale-duty", "Duty not renewed in time"),
                            ("empty-column", "Empty column"),
                            ("stale-column", "Column not updated in time"),
                            ("guide", "Guide not checked for a year"),
                            ("rules", "Rules not checked for a year"),
                            ("contacts", "Contacts not checked for a year"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("last_on", models.DateField(null=True, verbose_name="last")),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("days", models.PositiveIntegerField(null=True)),
                ("noticed_on", models.DateField(verbose_name="noticed")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shortfalls", to="orgs.agency"
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shortfalls",
                        to="catalog.column",
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shortfalls",
                        to="catalog.obligation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "kind"], name="disclosures_short_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("column__isnull", False)),
                        fields=("agency", "kind", "column"),
                        name="disclosures_short_column",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("obligation__isnull", False)),
                        fields=("kind", "obligation"),
                        name="disclosures_short_duty",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("column__isnull", True), ("obligation__isnull", True)),
                        fields=("agency", "kind"),
                        name="disclosures_short_yearly",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sudden",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("surge", "Much at once"),
                            ("formed-long-before", "Formed long before it was public"),
                            ("formed-after", "Formed after it was public"),
                            ("dates-altered", "Dates altered after publication"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("first_on", models.DateField(verbose_name="from")),
                ("last_on", models.DateField(verbose_name="to")),
                ("count", models.PositiveIntegerField(verbose_name="items")),
                ("imported", models.PositiveIntegerField(default=0, verbose_name="of them by import")),
                ("compared", models.JSONField(default=dict)),
                ("examples", models.JSONField(default=list)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sudden", to="orgs.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "first_on"), name="disclosures_sudden_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="disclosures_sudden_ends_after_it_begins",
                    ),
                ],
            },
        ),
        *append_only("disclosures_confirmation"),
    ]
