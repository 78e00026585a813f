"""Work on a case that takes longer than a page may: the PDF of a letter, a file without what is marked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core.encryption import EncryptedField
from gongkai.core.models import Record
from gongkai.foi.models.cases import CaseFile, InfoRequest, SealedFile
from gongkai.foi.models.letters import LetterVersion


class Making(Record):
    """One such work: what is made of what, how far it is, and what came of it. Bears being run again."""

    class Kind(models.TextChoices):
        LETTER = "letter", _("PDF of a letter")
        LOOK = "look", _("PDF of a draft")
        REDACTION = "redaction", _("File for release")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="makings")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, null=True, related_name="makings")
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    # JSON of the marks, and of what was withheld; emptied with the case.
    marks = EncryptedField(default="")
    report = EncryptedField(default="")
    # Put with the case as soon as it is made, or looked at first.
    is_for_release = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=1)
    error = models.CharField(max_length=500, blank=True, default="")
    result = models.ForeignKey(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    made = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    listed = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    personal_fields: ClassVar[tuple[str, ...]] = ("marks", "report")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["changed_at"], name="foi_making_changed")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="redaction", case_file__isnull=False, version__isnull=True)
                | (~Q(kind="redaction") & Q(case_file__isnull=True, version__isnull=False)),
                name="foi_making_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="foi_making_failed_why"),
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.kind} {self.state}"

    @property
    def is_busy(self) -> bool:
        """Whether it is still on its way."""
        return self.state in {self.State.WAITING, self.State.RUNNING}
