"""The text of an annual report: its paragraphs while they are written, and the whole text as it was sent to review."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.annualreports.models.reports import Report, Snapshot
from gongkai.core import constraints
from gongkai.core.models import Record


class Passage(Record):
    """One paragraph of the text a report is to have. Empty, it is not printed; it is never deleted.

    `links` say which numbers of `text` are figures: [[start, end, id, number as printed]], by position, where the id
    is a cell of the report's form ("table3.new.total") or an indicator ("trainings.count").
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="passages")
    # The chapter's id in the edition ("overview"); see `queries.chapters`.
    chapter = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    # The wording it was drafted from ("requests.received"); empty for a paragraph of one's own.
    template = models.CharField(max_length=80, blank=True, default="")
    # The words it answers: a problem that last year's report named.
    about = models.TextField(blank=True, default="")
    drafted = models.TextField(blank=True, default="")
    drafted_links = models.JSONField(default=list, blank=True)
    text = models.TextField(_("text"), blank=True, default="")
    links = models.JSONField(default=list, blank=True)
    # How many wordings it has had: who edits says which one was on the screen.
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "template"], condition=~Q(template=""), name="annualreports_passage_once"
            ),
            models.CheckConstraint(condition=~Q(chapter=""), name="annualreports_passage_has_chapter"),
            constraints.paired("annualreports_passage", "edited_by", "edited_at"),
        ]
        indexes: ClassVar = [models.Index(fields=["report", "chapter", "position"], name="annualreports_passages")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.chapter} {self.position}"

    @property
    def is_edited(self) -> bool:
        """Whether a person wrote what stands there now."""
        return self.edited_at is not None

    @property
    def previous(self) -> int:
        """The number of the wording before the one that stands."""
        return max(self.version - 1, 0)


class Wording(Record):
    """What a passage said from one time on, and who wrote it. Never changed."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")
    links = models.JSONField(default=list, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["passage", "number"], name="annualreports_wording_number")
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} {self.number}: {self.text[:40]}"


class Text(Record):
    """The whole text of a report with the figures it was written for, as it was sent to review. Never changed.

    `chapters` are [{"id", "heading", "paragraphs": [{"text", "links"}]}]. `content_hash` is that of the chapters and
    the figures' own hash.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="texts")
    chapters = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "number"], name="annualreports_text_number")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number} {self.content_hash[:12]}"


class TextFigure(Record):
    """A figure the text may speak of and no cell of the form holds, as it was counted last."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="text_figures")
    indicator = models.CharField(max_length=100)
    number = models.DecimalField(max_digits=24, decimal_places=4)
    unit = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "indicator"], name="annualreports_text_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.indicator} {self.number}{self.unit}"
