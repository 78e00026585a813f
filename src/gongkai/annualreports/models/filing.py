"""The way of a report to its superior: where it stands, every step with who took it, remarks, lines, reminders."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.annualreports.models.reports import Report, Snapshot
from gongkai.annualreports.models.texts import Text
from gongkai.core import constraints
from gongkai.core.models import Record
from gongkai.orgs.models import Agency


class Filing(Record):
    """Where a report stands between draft and acceptance. A cache of its steps, which can be rebuilt from them."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in-review", _("In review")
        REVIEWED = "reviewed", _("Waits for signature")
        SIGNED = "signed", _("Signed")
        FILED = "filed", _("Filed")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", pgettext_lazy("filing", "Accepted")

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="filing")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    # What the stage speaks of: the text sent to review (none: a report read from paper) and its figures.
    text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")
    # The newest text that was signed; it stays while a correction is on its way.
    signed_text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="+")
    superior = models.ForeignKey(
        Agency, verbose_name=_("filed to"), on_delete=models.PROTECT, null=True, related_name="filed_reports"
    )
    filed_at = models.DateTimeField(_("filed"), null=True)
    # What was accepted last, and counts in the roll-up of the superior that accepted it.
    accepted_snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_by_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="accepted_reports")
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["superior", "stage"], name="annualreports_filed_to"),
            models.Index(fields=["stage", "report"], name="annualreports_by_stage"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stage="draft") | Q(snapshot__isnull=False), name="annualreports_stage_has_figures"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["filed", "returned", "accepted"])
                | Q(superior__isnull=False, filed_at__isnull=False),
                name="annualreports_filed_has_superior",
            ),
            models.CheckConstraint(
                condition=Q(accepted_snapshot__isnull=True, accepted_by_agency__isnull=True, accepted_at__isnull=True)
                | Q(accepted_snapshot__isnull=False, accepted_by_agency__isnull=False, accepted_at__isnull=False),
                name="annualreports_acceptance_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.stage}"

    @property
    def is_open(self) -> bool:
        """Whether figures and text may be changed now."""
        return self.stage in {self.Stage.DRAFT, self.Stage.RETURNED}

    @property
    def is_on_paper(self) -> bool:
        """Whether what was filed is a paper of its own and no text written here."""
        return self.snapshot_id is not None and self.text_id is None


class Step(Record):
    """One step on the way of a report: who took it, over which text and figures, by hash. Never changed."""

    class Kind(models.TextChoices):
        SEND = "send", _("Sent to review")
        PASS = "pass", _("Passed the review")
        BACK = "back", _("Sent back to the writer")
        SIGN = "sign", _("Signed")
        FILE = "file", _("Filed to the superior")
        TAKE_BACK = "take-back", pgettext_lazy("filing", "Taken back")
        RETURN = "return", _("Returned by the superior")
        ACCEPT = "accept", _("Accepted by the superior")
        REOPEN = "reopen", _("Opened again")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="steps")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="steps")
    # The text's hash, which covers its figures; where there is no text, that of the figures.
    content_hash = models.CharField(max_length=64)
    superior = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["text", "kind"], name="annualreports_steps_of_text")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="annualreports_step_number"),
            models.CheckConstraint(
                condition=~Q(kind__in=["back", "return", "take-back", "reopen"]) | ~Q(note=""),
                name="annualreports_step_back_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["file", "return", "accept"]) | Q(superior__isnull=False),
                name="annualreports_step_names_superior",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}: {self.kind}"


class Remark(Record):
    """What the superior says to a cell or paragraph of a report; sent with the step that returns it, then answered."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="remarks")
    # Empty while the superior is still reading.
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="remarks")
    cell = models.CharField(max_length=80, blank=True, default="")
    chapter = models.CharField(max_length=20, blank=True, default="")
    # The paragraph within the chapter, from one; with it the words it had.
    paragraph = models.PositiveIntegerField(null=True)
    quote = models.CharField(max_length=300, blank=True, default="")
    words = models.CharField(pgettext_lazy("filing", "remark"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="annualreports_remark_has_words"),
            constraints.paired("annualreports_remark", "answered_by", "answered_at"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True) | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="annualreports_answer_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell or self.chapter}: {self.words}"


class FilingLine(Record):
    """To whom an agency files where that is not the agency above it in the tree; none: to nobody who is here."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="filing_line")
    superior = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="filing_lines_to")
    reason = models.CharField(_("reason"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="annualreports_line_has_reason"),
            models.CheckConstraint(
                condition=Q(superior__isnull=True) | ~Q(superior=models.F("agency")),
                name="annualreports_files_not_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} -> {self.superior_id}"


class Reminder(Record):
    """That an agency was reminded of its report on a year: at a step of the calendar, or by a person. Never changed."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="report_reminders")
    year = models.PositiveSmallIntegerField()
    # The step of the calendar ("before-10"), or "by-hand-2026-02-03".
    step = models.CharField(max_length=40)
    due_on = models.DateField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "step"], name="annualreports_reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year} {self.step}"


class Part(Record):
    """What one body contributed to a roll-up, or that it is missing, frozen with the snapshot it went into."""

    class Kind(models.TextChoices):
        OWN = "own", _("Own records")
        REPORT = "report", _("Accepted report")
        ENDED = "ended", _("Records of an agency that ended")
        WITHIN = "within", _("Counted within another's figures")
        MISSING = "missing", _("Missing")

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=120)
    # The figures of an accepted report.
    source = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")
    # {cell: number as written}; a cell that the body does not state is left out.
    numbers = models.JSONField(default=dict)
    # Cells that a person stated by hand in place of the count.
    entered = models.JSONField(default=list)
    words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "position"], name="annualreports_part_position"),
            models.CheckConstraint(
                condition=Q(kind="report", source__isnull=False) | (~Q(kind="report") & Q(source__isnull=True)),
                name="annualreports_report_part_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} ({self.kind})"
