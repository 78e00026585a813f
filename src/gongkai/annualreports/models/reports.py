"""Annual reports: their frozen snapshots and figures, the papers they were read from, corrections, findings, drops."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.core import constraints
from gongkai.core.models import Record
from gongkai.disclosures.models import StoredFile
from gongkai.orgs.models import Agency


class ReportQuerySet(models.QuerySet["Report"]):
    """Sets of reports."""

    def live(self) -> Self:
        """Those not withdrawn: one a body and year."""
        return self.exclude(state=Report.State.WITHDRAWN)

    def public(self) -> Self:
        """Those the public can read now."""
        return self.filter(state=Report.State.PUBLISHED)

    def of_body(self, report: "Report") -> Self:
        """Those of the same body, whatever their year."""
        if report.agency_id is not None:
            return self.filter(agency=report.agency_id)
        return self.filter(agency__isnull=True, keeper=report.keeper_id, body=report.body)


class Report(Record):
    """The annual report of a body on one year. A cache of its history: snapshots, corrections, releases."""

    class State(models.TextChoices):
        READ = "read", _("Read in")
        CONFIRMED = "confirmed", _("Confirmed")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # Whose rows these are: the body itself when it stands in the tree, else the agency that read the report.
    keeper = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="kept_reports")
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, null=True, related_name="annual_reports"
    )
    body = models.CharField(_("body"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.CharField(_("edition"), max_length=20, blank=True, default="")
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.READ)
    snapshot = models.ForeignKey("Snapshot", on_delete=models.PROTECT, null=True, related_name="+")
    public_snapshot = models.ForeignKey("Snapshot", on_delete=models.PROTECT, null=True, related_name="+")
    # The signed text the public reads; none for a report read from paper.
    public_text = models.ForeignKey("Text", on_delete=models.PROTECT, null=True, related_name="+")
    filed_on = models.DateField(_("filed on"), null=True)
    inhabitants = models.PositiveBigIntegerField(_("inhabitants"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    warning_count = models.PositiveIntegerField(_("to look at"), default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["keeper", "-year", "-id"], name="annualreports_desk"),
            models.Index(fields=["-year", "-id"], name="annualreports_library", condition=Q(state="published")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "year"],
                condition=Q(agency__isnull=False) & ~Q(state="withdrawn"),
                name="annualreports_one_a_year",
            ),
            models.UniqueConstraint(
                fields=["keeper", "body", "year"],
                condition=Q(agency__isnull=True) & ~Q(state="withdrawn"),
                name="annualreports_one_a_year_outside",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="annualreports_report_has_body"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="annualreports_year_is_one"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) | Q(keeper=models.F("agency")), name="annualreports_keeps_its_own"
            ),
            constraints.paired("annualreports", "confirmed_by", "confirmed_at"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(public_snapshot__isnull=False, published_at__isnull=False),
                name="annualreports_published_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="published") | Q(public_snapshot__isnull=True),
                name="annualreports_public_only_if_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.year}"

    @property
    def reference(self) -> str:
        """How events speak of this report."""
        return f"report:{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether the public can read it now."""
        return self.state == self.State.PUBLISHED

    @property
    def is_amended(self) -> bool:
        """Whether there is a newer snapshot than the one the public reads."""
        return self.is_public and self.snapshot_id != self.public_snapshot_id

    @property
    def form_year(self) -> str:
        """The year of the form its tables follow ("2021"); empty where there is no uniform form."""
        return self.edition.removeprefix("form-")


class Original(Record):
    """A paper a report was read from: the file, its text, and where blocks and cells stand in it. Never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="originals")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="annual_report_originals")
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(max_length=20)
    pages = models.PositiveIntegerField(null=True)
    text = models.TextField()
    # {"blocks": [[kind, start, end, level, page, table]], "tables": [[[row, column, rowspan, colspan, start, end,
    # is_header, page]]], "chapters": [[heading, level, start, end]]}
    outline = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "file"], name="annualreports_paper_once")]

    def __str__(self) -> str:
        return self.name


class Snapshot(Record):
    """The figures of a report at one time, frozen with their hash. A correction is a new snapshot."""

    class Origin(models.TextChoices):
        READ = "read", _("Read from paper")
        COMPUTED = "computed", _("Computed")
        CORRECTED = "corrected", _("Corrected")
        ROLLED_UP = "rolled-up", _("Rolled up")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=20, choices=Origin.choices)
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True, related_name="snapshots")
    edition = models.CharField(max_length=20, blank=True, default="")
    figure_count = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="annualreports_snapshot_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="annualreports_snapshot_from_one"),
            models.CheckConstraint(
                condition=~Q(origin="read") | Q(original__isnull=False), name="annualreports_read_from_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} ({self.number})"

    @property
    def is_counted(self) -> bool:
        """Whether its figures were counted here or added up, so that a text is written to them and signed."""
        return self.origin in {self.Origin.COMPUTED, self.Origin.ROLLED_UP}


class Figure(Record):
    """One figure of a snapshot: what it counts, and the words or the cell it was read from."""

    class Stated(models.TextChoices):
        TABLE = "table", _("In a table")
        PROSE = "prose", _("In the text")

    class Period(models.TextChoices):
        YEAR = "year", _("This year")
        LAST_YEAR = "last_year", _("Last year")
        CUMULATIVE = "cumulative", _("Cumulative")

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField()
    # The statistic ("requests.received.total"); empty for what fits none, then `label` has the report's own words.
    indicator = models.CharField(max_length=100, blank=True, default="")
    # The cell of the statutory form ("table3.new.total"), where it stands in one.
    cell = models.CharField(max_length=80, blank=True, default="")
    number = models.DecimalField(max_digits=24, decimal_places=4)
    unit = models.CharField(max_length=40, blank=True, default="")
    label = models.CharField(max_length=300, blank=True, default="")
    is_approximate = models.BooleanField(default=False)
    is_implied = models.BooleanField(default=False)
    # Stated by a person in place of the count; `words` says by whom, why and on what proof. Null means no: SQLite
    # would build the table anew, without its guards, for a column that must be filled.
    is_entered = models.BooleanField(_("stated by hand"), null=True)
    stated = models.CharField(max_length=10, choices=Stated.choices)
    period = models.CharField(max_length=20, choices=Period.choices, default=Period.YEAR)
    # Evidence: the words as printed and where they stand in the original's text.
    words = models.TextField(blank=True, default="")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    table = models.PositiveIntegerField(null=True)
    row = models.PositiveIntegerField(null=True)
    column = models.PositiveIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator", "snapshot"], name="annualreports_by_indicator")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "position"], name="annualreports_figure_position"),
            constraints.paired("annualreports_figure", "start", "end"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator or self.label} {self.number}{self.unit}"


class Correction(Record):
    """Why one figure differs between two snapshots; the old one stays. Never changed."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="correction")
    # Empty when the figure was missing and has been added.
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, null=True, related_name="corrections")
    indicator = models.CharField(max_length=100, blank=True, default="")
    cell = models.CharField(max_length=80, blank=True, default="")
    old_number = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    # Empty when what was read is no figure of the report and has been struck out.
    new_number = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="annualreports_correction_has_reason"),
            models.CheckConstraint(
                condition=Q(old_number__isnull=False) | Q(new_number__isnull=False),
                name="annualreports_correction_of_something",
            ),
            constraints.paired("annualreports_correction", "figure", "old_number"),
        ]

    def __str__(self) -> str:
        return f"{self.cell or self.indicator}: {self.old_number} -> {self.new_number}"


class Finding(Record):
    """Something a check found in a report, and what a person decided about it."""

    class Severity(models.TextChoices):
        ERROR = "error", _("Does not add up")
        WARNING = "warning", _("To look at")
        ROUNDING = "rounding", _("Rounding")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("finding", "Open")
        ACCEPTED = "accepted", _("Accepted")
        DISMISSED = "dismissed", _("Dismissed")

    class Source(models.TextChoices):
        CHECK = "check", _("Check of the report")
        COPIES = "copies", _("Comparison with other reports")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="findings")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="findings")
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.CHECK)
    fingerprint = models.CharField(max_length=64)
    position = models.PositiveIntegerField(default=0)
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=20, choices=Severity.choices)
    sentence = models.TextField()
    english = models.TextField(blank=True, default="")
    numbers = models.JSONField(default=list)
    # Places: [{"text", "start", "end", "page", "table", "row", "column"}], spans in the original's text.
    stated = models.JSONField(default=list)
    against = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # When a later check no longer found it; the decision stays.
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["report", "position"], name="annualreports_standing", condition=Q(gone_at__isnull=True)
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "fingerprint"], name="annualreports_finding_once"),
            constraints.paired("annualreports", "decided_by", "decided_at"),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True) | (~Q(state="open") & Q(decided_by__isnull=False)),
                name="annualreports_decision_has_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""), name="annualreports_dismissal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class Release(Record):
    """A snapshot that was published to the portal's library, or a report taken out of it. Never changed."""

    class Kind(models.TextChoices):
        PUBLISH = "publish", _("Published")
        WITHDRAW = "withdraw", _("Withdrawn")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="releases")
    # The signed text that went with the figures.
    text = models.ForeignKey("Text", on_delete=models.PROTECT, null=True, related_name="releases")
    note = models.CharField(_("note for the public"), max_length=300, blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind="publish") | ~Q(note=""), name="annualreports_withdrawal_has_note")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id} at {self.at}"


class Batch(Record):
    """One drop of files: who handed them in, for which agency, and when the last was dealt with."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="report_batches")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    filed_on = models.DateField(_("filed on"), null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} of {self.at:%Y-%m-%d}"


class BatchFile(Record):
    """One file of a drop and what became of it, in words."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("Read in")
        KNOWN = "known", _("Read before")
        SECOND_COPY = "second-copy", _("Another copy")
        UNASSIGNED = "unassigned", _("Agency or year unknown")
        REFUSED = "refused", _("Refused")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(_("file name"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="report_batch_files")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    message = models.CharField(max_length=500, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    # As read; or as somebody said, which then counts.
    body = models.CharField(_("body"), max_length=120, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    is_assigned = models.BooleanField(default=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="batch_files")
    is_replacement = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="annualreports_batch_file_number"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(message=""), name="annualreports_refusal_has_words"
            ),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(report__isnull=False), name="annualreports_read_has_report"
            ),
        ]

    def __str__(self) -> str:
        return self.name
