"""The ledger of a request: what happened when, from which its due day and its state follow. Never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core.models import Record
from gongkai.foi.models.cases import InfoRequest


class Entry(Record):
    """One dated fact, of the kinds of `rules.ledgers` and some that move no clock.

    A wrong one is voided by a counter-entry with its reason; both stay.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Arrived and entered")
        RECEIPT_CONFIRMED = "receipt_confirmed", _("Receipt confirmed")
        ASSIGNED = "assigned", _("Assigned")
        TRANSFERRED = "transferred", _("Handed to another unit")
        SUPPLEMENTED = "supplemented", _("Supplemented by the applicant")
        CORRECTION_SENT = "correction_sent", _("Correction asked")
        CORRECTION_RECEIVED = "correction_received", _("Correction received")
        REASONS_ASKED = "reasons_asked", _("Reasons asked")
        REASONS_GIVEN = "reasons_given", _("Reasons given")
        DELAYED_TERM = "delayed_term", _("Delayed term set")
        THIRD_PARTY_ASKED = "third_party_asked", _("Third party asked")
        THIRD_PARTY_RECEIVED = "third_party_received", _("Third party has the letter")
        THIRD_PARTY_ANSWERED = "third_party_answered", _("Third party answered")
        COMAKER_ASKED = "comaker_asked", _("Co-making agency asked")
        COMAKER_RECEIVED = "comaker_received", _("Co-making agency has the letter")
        COMAKER_ANSWERED = "comaker_answered", _("Co-making agency answered")
        OTHER_AGENCY_ASKED = "other_agency_asked", _("Other agency asked")
        OTHER_AGENCY_RECEIVED = "other_agency_received", _("Other agency has the letter")
        OTHER_AGENCY_ANSWERED = "other_agency_answered", _("Other agency answered")
        EXTENDED = "extended", _("Extended")
        FEE_NOTICED = "fee_noticed", _("Fee notice sent")
        FEE_NOTICE_RECEIVED = "fee_notice_received", _("Fee notice arrived")
        FEE_PAID = "fee_paid", _("Fee paid")
        SEARCHED = "searched", _("Searched")
        ANSWERED = "answered", _("Decided")
        DELIVERED = "delivered", _("Delivered")
        CLOSED = "closed", _("No longer handled")
        WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
        REOPENED = "reopened", _("Reopened")
        VOIDED = "voided", _("Entry voided")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    on = models.DateField(_("day"))
    # The last day of what is asked: to correct, to answer, to pay, or the delayed term.
    until = models.DateField(_("until"), null=True)
    working_days = models.PositiveIntegerField(_("working days"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True, default="")
    approver = models.CharField(_("approved by"), max_length=80, blank=True, default="")
    consultation = models.ForeignKey("Consultation", on_delete=models.PROTECT, null=True, related_name="entries")
    fee = models.ForeignKey("Fee", on_delete=models.PROTECT, null=True, related_name="entries")
    decision = models.ForeignKey("Decision", on_delete=models.PROTECT, null=True, related_name="entries")
    voids = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="voided_by")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    personal_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["info_request", "number"], name="foi_entry_number"),
            models.CheckConstraint(
                condition=(Q(kind="voided") & Q(voids__isnull=False) & ~Q(reason=""))
                | (~Q(kind="voided") & Q(voids__isnull=True)),
                name="foi_void_names_entry_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="extended")
                | (Q(working_days__isnull=False, working_days__gte=1) & ~Q(approver="") & ~Q(reason="")),
                name="foi_extension_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("on")), name="foi_until_after_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}/{self.number}: {self.kind} on {self.on}"


class Decision(Record):
    """What was decided: one outcome of the statutory list with its ground. A renewed decision is a new row."""

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    outcome = models.CharField(_("outcome"), max_length=30)
    ground = models.CharField(_("ground"), max_length=60, blank=True, default="")
    # The law named for the refusal, the window to ask, the agency that holds it, the earlier reply: as the letter says.
    basis = models.CharField(_("basis"), max_length=500, blank=True, default="")
    reasons = models.TextField(_("reasons"), blank=True, default="")
    letter_version = models.ForeignKey("LetterVersion", on_delete=models.PROTECT, null=True, related_name="decisions")
    on = models.DateField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    personal_fields: ClassVar[tuple[str, ...]] = ("reasons",)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["info_request", "number"], name="foi_decision_number"),
            models.CheckConstraint(condition=~Q(outcome=""), name="foi_decision_has_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.outcome}"
