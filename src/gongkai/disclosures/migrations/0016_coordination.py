"""Other agencies asked before an item goes public: questions, opinions, rulings, texts that go out at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0015_documents_by_item"),
        ("orgs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                ("text", models.CharField(max_length=1000, verbose_name="what is asked")),
                ("regime", models.CharField(max_length=4)),
                (
                    "silence",
                    models.CharField(
                        choices=[("decide", "the office decides"), ("consent", "counts as consent")], max_length=10
                    ),
                ),
                ("days", models.PositiveIntegerField(verbose_name="working days")),
                ("due_on", models.DateField()),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("reminded_on", models.DateField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="orgs.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="disclosures.revision"
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.agency"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agree", "Agrees"),
                            ("changes", "Agrees with changes"),
                            ("disagree", "Disagrees"),
                            ("silent", "Did not answer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=1000, verbose_name="changes or reason")),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinion", to="disclosures.question"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("publish", "Publish this text"),
                            ("amend", "Change the text and ask again"),
                            ("refuse", "Do not publish"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ruling", to="disclosures.question"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Haste",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("clarify", "False or incomplete information is clarified"),
                            ("emergency", "Warning of and answer to an emergency"),
                        ],
                        max_length=20,
                        verbose_name="ground",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="haste", to="disclosures.revision"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="disclosures_haste_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ("clarify", "emergency"))),
                        name="disclosures_haste_has_ground",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("revision", "agency"), name="disclosures_asked_once_about_a_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="disclosures_question_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True), ("kind__in", ("agree", "silent")), _connector="OR"
                ),
                name="disclosures_objection_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", True), ("kind", "silent")),
                    models.Q(models.Q(("kind", "silent"), _negated=True), ("by__isnull", False)),
                    _connector="OR",
                ),
                name="disclosures_opinion_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="disclosures_ruling_has_reason"
            ),
        ),
    ]
