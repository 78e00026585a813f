"""Columns merged into others, which stay so, and superiors' catalogues with their rows."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.core.constraints import Refuse


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="column",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="catalog.column",
            ),
        ),
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("place", models.CharField(max_length=80)),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("first", models.CharField(blank=True, default="", max_length=120, verbose_name="first level")),
                ("title", models.CharField(blank=True, default="", max_length=120, verbose_name="what must be public")),
                ("content", models.TextField(blank=True, default="", verbose_name="content")),
                ("basis", models.CharField(blank=True, default="", max_length=200, verbose_name="basis")),
                ("term", models.CharField(blank=True, default="", max_length=120, verbose_name="term")),
                ("term_days", models.PositiveIntegerField(null=True)),
                ("fresh_days", models.PositiveIntegerField(null=True)),
                ("responsible", models.CharField(blank=True, default="", max_length=200, verbose_name="responsible")),
                ("channel", models.CharField(blank=True, default="", max_length=60, verbose_name="channel")),
                ("audience", models.CharField(blank=True, default="", max_length=60, verbose_name="audience")),
                ("mode", models.CharField(blank=True, default="", max_length=60, verbose_name="mode")),
                ("levels", models.CharField(blank=True, default="", max_length=60, verbose_name="level")),
                ("likeness", models.FloatField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("taken", "Taken over"),
                            ("skipped", "Skipped"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("messages", models.JSONField(default=list)),
                ("agencies", models.ManyToManyField(related_name="catalogue_entries", to="orgs.agency")),
                (
                    "column",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="catalogue_entries",
                        to="catalog.column",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="obligation",
            name="entry",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="obligations",
                to="catalog.catalogueentry",
            ),
        ),
        migrations.CreateModel(
            name="CatalogueImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("source", models.CharField(max_length=200, verbose_name="file")),
                (
                    "state",
                    models.CharField(
                        choices=[("mapping", "To be mapped"), ("done", "Taken over"), ("undone", "Undone")],
                        default="mapping",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="catalogue_imports", to="orgs.agency"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="catalogueentry",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="catalog.catalogueimport"
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueentry",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="catalog_entry_row_once"),
        ),
        Refuse(
            table="catalog_column",
            on="UPDATE",
            name="catalog_merged_column_stays_closed",
            condition="(OLD.merged_into_id IS NOT NULL AND (NEW.merged_into_id IS NULL OR NEW.closed_on IS NULL)) "
            "OR NEW.merged_into_id = NEW.id",
        ),
    ]
