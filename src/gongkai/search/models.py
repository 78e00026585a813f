"""The text read from attached files, kept so that no file is read twice."""

from typing import ClassVar

from django.db import models

from gongkai.core.models import Record


class FileText(Record):
    """What a stored file says, by its hash; empty with the reason where it could not be read."""

    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True, default="")
    failure = models.CharField(max_length=300, blank=True, default="")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(text="") | models.Q(failure=""), name="search_text_or_failure"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.failure or len(self.text)}"
