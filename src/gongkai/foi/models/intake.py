"""What an applicant has written so far on the public form: the draft, sealed, and the files sent up piece by piece."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.core import constraints
from gongkai.core.encryption import EncryptedField
from gongkai.core.models import Record
from gongkai.foi.models.cases import CaseFile, InfoRequest


class Draft(Record):
    """A form that is being filled in. Known by the hash of a secret that only the applicant's browser holds.

    It is no legal act and leaves no event. Emptied when it is submitted, removed when it has lain too long.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    # JSON: the key of the submission, and what was typed, by step.
    content = EncryptedField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)

    personal_fields: ClassVar[tuple[str, ...]] = ("content",)

    class Meta:
        constraints: ClassVar = [constraints.paired("foi", "info_request", "submitted_at")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class PendingFile(Record):
    """A file on its way up: its pieces lie sealed below the folder of files until the form is submitted."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=20, choices=CaseFile.Kind.choices)
    title = EncryptedField()
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    personal_fields: ClassVar[tuple[str, ...]] = ("title",)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="foi_pending_not_empty"),
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="foi_pending_not_too_much"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(received=models.F("size")), name="foi_pending_complete"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.token[:8]}"
