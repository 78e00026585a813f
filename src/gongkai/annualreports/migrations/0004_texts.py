"""The text of an annual report: passages, their wordings, and the whole text sent to review, with its guards."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core.constraints import Refuse


def append_only(table: str) -> list[Refuse]:
    """Refuse every change and deletion of a table's rows."""
    return [
        Refuse(table=table, on="UPDATE", name=f"{table}_is_never_changed"),
        Refuse(table=table, on="DELETE", name=f"{table}_is_never_deleted"),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("annualreports", "0003_figures_stated_by_hand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chapter", models.CharField(max_length=20)),
                ("position", models.PositiveIntegerField()),
                ("template", models.CharField(blank=True, default="", max_length=80)),
                ("about", models.TextField(blank=True, default="")),
                ("drafted", models.TextField(blank=True, default="")),
                ("drafted_links", models.JSONField(blank=True, default=list)),
                ("text", models.TextField(blank=True, default="", verbose_name="text")),
                ("links", models.JSONField(blank=True, default=list)),
                ("version", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField(null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passages", to="annualreports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("chapters", models.JSONField(default=list)),
                ("content_hash", models.CharField(max_length=64)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="annualreports.report"
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="annualreports.snapshot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True, default="")),
                ("links", models.JSONField(blank=True, default=list)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wordings", to="annualreports.passage"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(fields=["report", "chapter", "position"], name="annualreports_passages"),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("template", ""), _negated=True),
                fields=("report", "template"),
                name="annualreports_passage_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(("chapter", ""), _negated=True), name="annualreports_passage_has_chapter"
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edited_at__isnull", False), ("edited_by__isnull", False)),
                    models.Q(("edited_at__isnull", True), ("edited_by__isnull", True)),
                    _connector="OR",
                ),
                name="annualreports_passage_edited_by_with_edited_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="annualreports_text_number"),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(fields=("passage", "number"), name="annualreports_wording_number"),
        ),
        Refuse(table="annualreports_passage", on="DELETE", name="annualreports_passage_is_never_deleted"),
        Refuse(
            table="annualreports_passage",
            on="UPDATE",
            name="annualreports_passage_changes_report",
            condition="NEW.report_id <> OLD.report_id",
        ),
        *append_only("annualreports_wording"),
        *append_only("annualreports_text"),
        Refuse(
            table="annualreports_text",
            on="INSERT",
            name="annualreports_text_of_foreign_figures",
            condition="NOT EXISTS (SELECT 1 FROM annualreports_snapshot s WHERE s.id = NEW.snapshot_id "
            "AND s.report_id = NEW.report_id)",
        ),
    ]
