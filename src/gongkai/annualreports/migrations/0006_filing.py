"""The way of a report to its superior, and the signed text that goes with what the public reads."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annualreports", "0005_text_figures"),
        ("orgs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="release",
            name="text",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="annualreports.text"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="public_text",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annualreports.text"
            ),
        ),
        migrations.AlterField(
            model_name="snapshot",
            name="origin",
            field=models.CharField(
                choices=[
                    ("read", "Read from paper"),
                    ("computed", "Computed"),
                    ("corrected", "Corrected"),
                    ("rolled-up", "Rolled up"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("send", "Sent to review"),
                            ("pass", "Passed the review"),
                            ("back", "Sent back to the writer"),
                            ("sign", "Signed"),
                            ("file", "Filed to the superior"),
                            ("take-back", "Taken back"),
                            ("return", "Returned by the superior"),
                            ("accept", "Accepted by the superior"),
                            ("reopen", "Opened again"),
                        ],
                        max_length=20,
                    ),
                ),
                ("content_hash", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, default="", max_length=500, verbose_name="note")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="annualreports.report"
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="annualreports.snapshot"
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.agency"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="annualreports.text",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cell", models.CharField(blank=True, default="", max_length=80)),
                ("chapter", models.CharField(blank=True, default="", max_length=20)),
                ("paragraph", models.PositiveIntegerField(null=True)),
                ("quote", models.CharField(blank=True, default="", max_length=300)),
                ("words", models.CharField(max_length=500, verbose_name="remark")),
                ("at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, default="", max_length=500, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="annualreports.report"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="annualreports.step",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in-review", "In review"),
                            ("reviewed", "Waits for signature"),
                            ("signed", "Signed"),
                            ("filed", "Filed"),
                            ("returned", "Returned"),
                            ("accepted", "Accepted"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                ("filed_at", models.DateTimeField(null=True, verbose_name="filed")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted")),
                ("changed_at", models.DateTimeField()),
                (
                    "accepted_by_agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accepted_reports",
                        to="orgs.agency",
                    ),
                ),
                (
                    "accepted_snapshot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annualreports.snapshot",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filing", to="annualreports.report"
                    ),
                ),
                (
                    "signed_text",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annualreports.text",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annualreports.snapshot",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filed_reports",
                        to="orgs.agency",
                        verbose_name="filed to",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annualreports.text",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["superior", "stage"], name="annualreports_filed_to"),
                    models.Index(fields=["stage", "report"], name="annualreports_by_stage"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage", "draft"), ("snapshot__isnull", False), _connector="OR"),
                        name="annualreports_stage_has_figures",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ["filed", "returned", "accepted"]), _negated=True),
                            models.Q(("filed_at__isnull", False), ("superior__isnull", False)),
                            _connector="OR",
                        ),
                        name="annualreports_filed_has_superior",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", True),
                                ("accepted_by_agency__isnull", True),
                                ("accepted_snapshot__isnull", True),
                            ),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by_agency__isnull", False),
                                ("accepted_snapshot__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="annualreports_acceptance_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FilingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("set_at", models.DateTimeField()),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filing_line", to="orgs.agency"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filing_lines_to",
                        to="orgs.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="annualreports_line_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superior__isnull", True),
                            models.Q(("superior", models.F("agency")), _negated=True),
                            _connector="OR",
                        ),
                        name="annualreports_files_not_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own", "Own records"),
                            ("report", "Accepted report"),
                            ("ended", "Records of an agency that ended"),
                            ("within", "Counted within another's figures"),
                            ("missing", "Missing"),
                        ],
                        max_length=20,
                    ),
                ),
                ("body", models.CharField(max_length=120)),
                ("numbers", models.JSONField(default=dict)),
                ("entered", models.JSONField(default=list)),
                ("words", models.CharField(blank=True, default="", max_length=300)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.agency"),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="annualreports.snapshot"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annualreports.snapshot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("snapshot", "position"), name="annualreports_part_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "report"), ("source__isnull", False)),
                            models.Q(models.Q(("kind", "report"), _negated=True), ("source__isnull", True)),
                            _connector="OR",
                        ),
                        name="annualreports_report_part_has_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("step", models.CharField(max_length=40)),
                ("due_on", models.DateField()),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report_reminders", to="orgs.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "step"), name="annualreports_reminded_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["text", "kind"], name="annualreports_steps_of_text"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="annualreports_step_number"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["back", "return", "take-back", "reopen"]), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="annualreports_step_back_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["file", "return", "accept"]), _negated=True),
                    ("superior__isnull", False),
                    _connector="OR",
                ),
                name="annualreports_step_names_superior",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="annualreports_remark_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                    _connector="OR",
                ),
                name="annualreports_remark_answered_by_with_answered_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_by__isnull", True)),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="annualreports_answer_has_person",
            ),
        ),
    ]
