"""The files a report is handed out as, each made once from a text that no longer changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annualreports", "0007_filing_guards"),
        ("disclosures", "0004_findings_of_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Output",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Spreadsheet")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("message", models.CharField(blank=True, default="", max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_outputs",
                        to="disclosures.storedfile",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outputs", to="annualreports.text"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("text", "kind"), name="annualreports_output_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", True), ("made_at__isnull", True)),
                            models.Q(("file__isnull", False), ("made_at__isnull", False), ("message", "")),
                            _connector="OR",
                        ),
                        name="annualreports_output_made",
                    ),
                ],
            },
        ),
    ]
