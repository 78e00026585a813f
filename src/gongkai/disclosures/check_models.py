"""What an office adds to the checks before publication: its word lists, dismissed findings, masked originals."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core.models import Record
from gongkai.disclosures.models import Item, Revision
from gongkai.orgs.models import Agency

PERSON = settings.AUTH_USER_MODEL


class WordList(Record):
    """The phrases, titles and wrong words an agency has checked, for itself and all below it; one entry a line."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="word_list")
    phrases = models.TextField(_("phrases and titles"), blank=True, default="")
    confusables = models.TextField(_("wrong words"), blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agency_id}"


class Dismissal(Record):
    """A finding that somebody looked at and let stand, with the reason; every reviewer reads it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="dismissals")
    # Over kind, field and words of the finding: the same words elsewhere in the item are the same finding.
    fingerprint = models.CharField(max_length=64)
    label = models.CharField(max_length=40)
    words = models.CharField(max_length=400)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "fingerprint"], name="disclosures_dismissed_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="disclosures_dismissal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.reason}"


class Masking(Record):
    """Something was masked from one revision to the next; the original is under seal from then on."""

    original = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="maskings")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=40)
    # A file name where a file was cleaned, else empty.
    file_name = models.CharField(max_length=200, blank=True, default="")
    count = models.PositiveIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.label} {self.original_id}"
