"""Figures that the text of a report speaks of and no cell of its form holds."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annualreports", "0004_texts")]

    operations = [
        migrations.CreateModel(
            name="TextFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=100)),
                ("number", models.DecimalField(decimal_places=4, max_digits=24)),
                ("unit", models.CharField(blank=True, default="", max_length=40)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_figures",
                        to="annualreports.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "indicator"), name="annualreports_text_figure_once")
                ],
            },
        ),
    ]
