"""Figures that a person stated by hand in place of the count, and sums kept of what was counted."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core.models import Record
from gongkai.disclosures.models import StoredFile
from gongkai.orgs.models import Agency


class Statement(Record):
    """One figure of an agency and year as somebody stated it, with reason and proof. Never changed.

    The newest of an indicator counts; one without a number goes back to the count.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField(_("year"))
    indicator = models.CharField(max_length=100)
    number = models.DecimalField(_("number"), max_digits=20, decimal_places=4, null=True)
    # What was counted when it was stated.
    counted = models.DecimalField(max_digits=20, decimal_places=4)
    reason = models.CharField(_("reason"), max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="statements")
    file_title = models.CharField(_("file name"), max_length=200, blank=True, default="")
    link = models.URLField(_("link"), max_length=500, blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["year", "agency", "-id"], name="statistics_stated")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="statistics_statement_has_reason"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(file__isnull=False) | ~Q(link=""),
                name="statistics_statement_has_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}: {self.number}"


class KeptYear(Record):
    """How far the kept sums of a year go: the place in the chain of events, and what they were counted by."""

    year = models.PositiveSmallIntegerField(unique=True)
    seq = models.BigIntegerField()
    definition = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.year} up to {self.seq}"


class KeptSum(Record):
    """What one part of an indicator came to for an agency and year; none where it is zero. Can be rebuilt."""

    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=16)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "part", "agency"], name="statistics_kept_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "year"], name="statistics_kept_of")]

    def __str__(self) -> str:
        return f"{self.part} {self.year}: {self.number.normalize():f}"
