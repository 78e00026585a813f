"""Remedies against a reply, as linked cases: reconsideration, litigation, complaint, with their own steps."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core.models import Record
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.orgs.models import Agency


class Remedy(Record):
    """One remedy sought; kinds and results as in `rules.remedies`, where they fill the rows of the forms."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("Administrative reconsideration")
        SUIT_DIRECT = "suit_direct", _("Lawsuit without reconsideration")
        SUIT_AFTER_REVIEW = "suit_after_review", _("Lawsuit after reconsideration")
        COMPLAINT = "complaint", _("Complaint or report")

    class Result(models.TextChoices):
        PENDING = "pending", _("Pending")
        UPHELD = "upheld", _("Upheld")
        CORRECTED = "corrected", _("Corrected")
        OTHER = "other", _("Other result")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="remedies")
    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, null=True, related_name="remedies")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    # The reconsideration that a lawsuit follows.
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    body = models.CharField(_("before whom"), max_length=120)
    case_no = models.CharField(_("case number"), max_length=80, blank=True, default="")
    claim = models.CharField(_("what is asked"), max_length=500, blank=True, default="")
    filed_on = models.DateField(_("filed on"))
    notified_on = models.DateField(_("we were notified on"))
    respond_by = models.DateField(_("our answer is due on"), null=True)
    responded_on = models.DateField(_("we answered on"), null=True)
    expected_by = models.DateField(_("result expected by"), null=True)
    result = models.CharField(_("result"), max_length=20, choices=Result.choices, default=Result.PENDING)
    result_on = models.DateField(_("result of"), null=True)
    result_text = models.CharField(_("what was decided"), max_length=500, blank=True, default="")
    redo_by = models.DateField(_("decide anew by"), null=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "notified_on"], name="foi_remedy_opened"),
            models.Index(fields=["agency", "result_on"], name="foi_remedy_result"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(result_on__isnull=True, result="pending")
                | (Q(result_on__isnull=False) & ~Q(result="pending")),
                name="foi_result_with_day",
            ),
            models.CheckConstraint(
                condition=Q(after__isnull=True) | Q(kind="suit_after_review"),
                name="foi_only_suits_follow_reconsideration",
            ),
            models.CheckConstraint(
                condition=Q(result_on__isnull=True) | Q(result_on__gte=models.F("filed_on")),
                name="foi_result_after_filing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.info_request_id})"

    @property
    def reference(self) -> str:
        """How events speak of this remedy."""
        return f"remedy:{self.pk}"


class RemedyStep(Record):
    """One dated step of a remedy: papers in and out, hearings, results. Never changed."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="steps")
    on = models.DateField(_("day"))
    text = models.CharField(_("what happened"), max_length=500)
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="foi_step_says_what")]

    def __str__(self) -> str:
        return f"{self.remedy_id}: {self.on}"
