"""The files a report is handed out as: Word, PDF, spreadsheet, each made once from a text that no longer changes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.annualreports.models.texts import Text
from gongkai.core.models import Record
from gongkai.disclosures.models import StoredFile


class Output(Record):
    """One file of a text. Without `file` it is being made, or `message` says why it could not be made."""

    class Kind(models.TextChoices):
        DOCX = "docx", _("Word")
        PDF = "pdf", _("PDF")
        XLSX = "xlsx", _("Spreadsheet")

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="outputs")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(_("file name"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="report_outputs")
    message = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "kind"], name="annualreports_output_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=True, made_at__isnull=True)
                | Q(file__isnull=False, made_at__isnull=False, message=""),
                name="annualreports_output_made",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        """Whether it is still being made."""
        return self.file_id is None and not self.message
