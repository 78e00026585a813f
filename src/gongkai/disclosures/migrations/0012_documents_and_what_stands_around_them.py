"""Endings name the act and the text they led to; interpretations, clean-up campaigns and policy files."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0011_items_under_amendment"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="ending",
            name="act",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="disclosures.item"
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="amended",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosures.revision"
            ),
        ),
        migrations.CreateModel(
            name="Cleanup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("basis", models.CharField(blank=True, default="", max_length=200, verbose_name="basis")),
                ("as_of", models.DateField(verbose_name="documents in force on")),
                ("due_on", models.DateField(verbose_name="verdicts until")),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("closed_by", models.CharField(blank=True, default="", max_length=80)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cleanups", to="orgs.agency"
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announces",
                        to="disclosures.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CleanupEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not decided"),
                            ("keep", "Keep in force"),
                            ("amend", "Amend"),
                            ("repeal", "Repeal"),
                            ("lapse", "Declare lapsed"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300, verbose_name="reason")),
                ("by", models.CharField(blank=True, default="", max_length=80)),
                ("at", models.DateTimeField(null=True)),
                (
                    "cleanup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="disclosures.cleanup"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cleanup_entries",
                        to="disclosures.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exemption", to="disclosures.item"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Interpretation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("picture", "Picture"),
                            ("video", "Video"),
                            ("conference", "Press conference"),
                            ("expert", "Expert"),
                            ("questions", "Questions and answers"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interpretations",
                        to="disclosures.item",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interprets", to="disclosures.item"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PolicyFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="name of the policy")),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="policy_files", to="orgs.agency"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_file",
                        to="disclosures.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PolicyStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proposal", "Taken up"),
                            ("consultation", "Draft consulted"),
                            ("opinions", "Opinions and what was adopted"),
                            ("hearing", "Hearing"),
                            ("experts", "Experts heard"),
                            ("risk", "Risk assessed"),
                            ("legality", "Legality reviewed"),
                            ("fairness", "Fair competition reviewed"),
                            ("decision", "Decided collectively"),
                            ("evaluation", "Effects evaluated"),
                        ],
                        max_length=20,
                        verbose_name="step",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("until", models.DateField(null=True, verbose_name="last day")),
                ("received", models.PositiveIntegerField(null=True, verbose_name="opinions received")),
                ("adopted", models.PositiveIntegerField(null=True, verbose_name="opinions adopted")),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="note")),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="disclosures.policyfile"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_steps",
                        to="disclosures.item",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="cleanup",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="disclosures_cleanup_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="cleanup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("announcement__isnull", True), ("closed_at__isnull", True), ("closed_by", "")),
                    models.Q(
                        ("announcement__isnull", False),
                        ("closed_at__isnull", False),
                        models.Q(("closed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="disclosures_cleanup_closed_with_announcement",
            ),
        ),
        migrations.AddIndex(
            model_name="cleanupentry",
            index=models.Index(fields=["cleanup", "verdict"], name="disclosures_verdicts"),
        ),
        migrations.AddConstraint(
            model_name="cleanupentry",
            constraint=models.UniqueConstraint(fields=("cleanup", "item"), name="disclosures_cleaned_once"),
        ),
        migrations.AddConstraint(
            model_name="cleanupentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at__isnull", True), ("by", ""), ("reason", ""), ("verdict", "")),
                    models.Q(
                        models.Q(("verdict", ""), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        models.Q(("by", ""), _negated=True),
                        ("at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="disclosures_verdict_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="disclosures_exempt_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="interpretation",
            constraint=models.UniqueConstraint(fields=("document", "item"), name="disclosures_interprets_once"),
        ),
        migrations.AddConstraint(
            model_name="interpretation",
            constraint=models.CheckConstraint(
                condition=models.Q(("document", models.F("item")), _negated=True), name="disclosures_interprets_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="disclosures_policy_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="policystep",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("on")), _connector="OR"),
                name="disclosures_policy_step_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="policystep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adopted__isnull", True),
                    models.Q(("adopted__lte", models.F("received")), ("received__isnull", False)),
                    _connector="OR",
                ),
                name="disclosures_policy_adopted_of_received",
            ),
        ),
    ]
