"""Requests, who made them, what they ask for, and the files that belong to them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.core import constraints
from gongkai.core.encryption import EncryptedField
from gongkai.core.models import Record
from gongkai.orgs.models import Agency


class Channel(models.TextChoices):
    """How a request came, as `rules.regimes`; some begin the term only when both sides confirmed (2019 Art. 31)."""

    COUNTER = "counter", _("At the counter")
    ORAL = "oral", _("Orally, written down by us")
    REGISTERED_POST = "registered_post", _("Registered or express post")
    ORDINARY_POST = "ordinary_post", _("Ordinary post")
    OTHER_UNIT = "other_unit", _("Sent to another unit of the agency")
    WEB = "web", pgettext_lazy("channel", "Website")
    EMAIL = "email", _("E-mail")
    FAX = "fax", _("Fax")


class ApplicantKind(models.TextChoices):
    """The columns of the statutory form (2019, 2021)."""

    NATURAL = "natural", _("Natural person")
    COMPANY = "company", _("Company")
    RESEARCH = "research", _("Research institution")
    CHARITY = "charity", _("Public-interest organisation")
    LEGAL_SERVICE = "legal_service", _("Legal-service institution")
    OTHER_ORG = "other_org", _("Other organisation")


class InfoRequestQuerySet(models.QuerySet["InfoRequest"]):
    """Sets of requests."""

    def of(self, agency: Agency) -> Self:
        """Those of one agency."""
        return self.filter(agency=agency)

    def open(self) -> Self:
        """Those not yet answered or ended."""
        return self.filter(state__in=OPEN_STATES)


class InfoRequest(Record):
    """One request (政府信息公开申请). State, clock and outcome are a cache of its ledger and decisions."""

    class State(models.TextChoices):
        ENTERED = "entered", _("Waits for confirmation of receipt")
        HANDLING = "handling", _("In hand")
        CORRECTION = "correction", _("Waits for correction")
        CONSULTING = "consulting", _("Waits for an opinion")
        REASONS = "reasons", _("Waits for reasons")
        PAYMENT = "payment", _("Waits for payment")
        DECIDED = "decided", _("Decided, to be delivered")
        CLOSED = "closed", _("Closed")

    class Clock(models.TextChoices):
        IDLE = "idle", _("Not begun")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        STOPPED = "stopped", _("Stopped")

    class Carrier(models.TextChoices):
        ELECTRONIC = "electronic", _("Electronic file")
        PAPER = "paper", _("Paper")
        OTHER = "other", _("Another form")

    class Way(models.TextChoices):
        WEBSITE = "website", _("Download from this website")
        EMAIL = "email", _("E-mail")
        POST = "post", _("Post")
        PICKUP = "pickup", _("Pick up in person")
        READING = "reading", _("Read and copy on the spot")
        FAX = "fax", _("Fax")

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="info_requests")
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=80)
    code_salt = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=64)
    submission_hash = models.CharField(max_length=64, null=True, unique=True)

    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices)
    arrived_on = models.DateField(_("arrived on"))
    confirmed_on = models.DateField(_("confirmed on"), null=True)
    received_on = models.DateField(_("received on"), null=True)
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.CharField(max_length=80)
    regime = models.CharField(max_length=20)

    applicant = models.OneToOneField("Applicant", on_delete=models.PROTECT, related_name="info_request")
    applicant_kind = models.CharField(_("kind of applicant"), max_length=20, choices=ApplicantKind.choices)
    subject = models.CharField(_("information wanted"), max_length=300)
    terms = models.TextField(default="", blank=True)
    wanted_carrier = models.CharField(_("form wanted"), max_length=20, choices=Carrier.choices, default="electronic")
    wanted_way = models.CharField(_("way wanted"), max_length=20, choices=Way.choices, default="website")

    state = models.CharField(_("state"), max_length=20, choices=State.choices)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("case officer"),
        on_delete=models.PROTECT,
        null=True,
        related_name="info_requests",
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True, default="")

    # The clock, as `rules.deadlines` explains the ledger; `gongkai doctor` compares.
    clock = models.CharField(max_length=20, choices=Clock.choices, default=Clock.IDLE)
    due_on = models.DateField(_("due on"), null=True)
    is_due_provisional = models.BooleanField(default=False)
    # The last day for a correction notice (2019 Art. 30), while one may still be sent.
    correction_by = models.DateField(null=True)
    # What the other side owes: since when, and until when.
    waits_since = models.DateField(null=True)
    waits_until = models.DateField(null=True)
    is_extended = models.BooleanField(default=False)

    outcome = models.CharField(_("outcome"), max_length=30, blank=True, default="")
    ground = models.CharField(_("ground"), max_length=60, blank=True, default="")
    decided_on = models.DateField(_("decided on"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    # How the statistical forms count it: the last outcome within the year of the first decision.
    counted_outcome = models.CharField(max_length=30, blank=True, default="")
    counted_ground = models.CharField(max_length=60, blank=True, default="")
    counted_on = models.DateField(null=True)
    # Working days from receipt to decision, pauses left out.
    days_taken = models.IntegerField(null=True)
    was_late = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects = InfoRequestQuerySet.as_manager()
    personal_fields: ClassVar[tuple[str, ...]] = ("subject", "terms")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "-id"], name="foi_register"),
            models.Index(fields=["agency", "state", "-id"], name="foi_by_state"),
            models.Index(fields=["agency", "outcome", "-id"], name="foi_by_outcome"),
            models.Index(fields=["agency", "channel", "-id"], name="foi_by_channel"),
            models.Index(fields=["agency", "due_on", "-id"], name="foi_by_due"),
            models.Index(fields=["officer", "-id"], name="foi_by_officer"),
            models.Index(fields=["number"], name="foi_number"),
            models.Index(fields=["agency", "received_on"], name="foi_received"),
            models.Index(fields=["agency", "counted_on"], name="foi_counted"),
            models.Index(fields=["-received_on", "-id"], name="foi_newest_received"),
            models.Index(
                fields=["-counted_on", "-id"], name="foi_newest_counted", condition=Q(counted_on__isnull=False)
            ),
            models.Index(fields=["due_on", "id"], name="foi_running", condition=Q(clock="running")),
            models.Index(fields=["correction_by"], name="foi_to_correct", condition=Q(correction_by__isnull=False)),
            models.Index(fields=["waits_until"], name="foi_waiting", condition=Q(waits_until__isnull=False)),
            models.Index(fields=["closed_on"], name="foi_kept", condition=Q(erased_at__isnull=True)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "serial"], name="foi_serial_once"),
            models.UniqueConstraint(fields=["agency", "number"], name="foi_number_once"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="foi_serial_from_one"),
            models.CheckConstraint(
                condition=(Q(state="entered") & Q(received_on__isnull=True))
                | (~Q(state="entered") & (Q(received_on__isnull=False) | Q(state="closed"))),
                name="foi_received_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(received_on__isnull=True) | Q(due_on__gte=models.F("received_on")),
                name="foi_due_after_received",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["decided", "closed"]) & ~Q(outcome="") & Q(decided_on__isnull=False))
                | (~Q(state__in=["decided", "closed"]) & Q(outcome="")),
                name="foi_outcome_when_decided",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(closed_on__isnull=False))
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="foi_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(counted_on__isnull=True, counted_outcome="")
                | (Q(counted_on__isnull=False) & ~Q(counted_outcome="")),
                name="foi_counted_with_outcome",
            ),
            constraints.paired("foi", "waits_since", "waits_until"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        """How events speak of this request."""
        return f"request:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.state in OPEN_STATES


OPEN_STATES = tuple(
    state for state in InfoRequest.State.values if state not in {InfoRequest.State.DECIDED, InfoRequest.State.CLOSED}
)


class Applicant(Record):
    """Who asked, sealed; found again by blind indexes only. Emptied when the time of keeping is over."""

    class Identity(models.TextChoices):
        NONE = "", _("None given")
        ID_CARD = "id-card", _("Resident identity card")
        PASSPORT = "passport", _("Passport")
        PERMIT = "permit", _("Residence or travel permit")
        CREDIT_CODE = "credit-code", _("Unified social credit code")
        OTHER = "other", _("Another document")

    name = EncryptedField(_("name"), blank=True, default="")
    identity_kind = models.CharField(
        _("kind of document"), max_length=20, choices=Identity.choices, blank=True, default=""
    )
    identity = EncryptedField(_("number of the document"), blank=True, default="")
    phone = EncryptedField(_("telephone"), blank=True, default="")
    email = EncryptedField(_("e-mail"), blank=True, default="")
    address = EncryptedField(_("address"), blank=True, default="")
    postcode = EncryptedField(_("postcode"), blank=True, default="")
    # For an organisation: who speaks for it. For a person: who acts on their behalf.
    representative = EncryptedField(_("representative"), blank=True, default="")
    agent = EncryptedField(_("agent"), blank=True, default="")
    agent_identity = EncryptedField(_("number of the agent's document"), blank=True, default="")
    agent_phone = EncryptedField(_("agent's telephone"), blank=True, default="")
    wants_updates = models.BooleanField(_("wants updates by e-mail"), default=False)
    # Blind index of the document's number; of name and telephone where there is none.
    same_as = models.CharField(max_length=90, blank=True, default="", db_index=True)
    erased_at = models.DateTimeField(null=True)

    personal_fields: ClassVar[tuple[str, ...]] = (
        "name", "identity", "phone", "email", "address", "postcode", "representative", "agent", "agent_identity",
        "agent_phone", "same_as",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name="", identity="", phone="", email="", address="", same_as=""),
                name="foi_erased_is_empty",
            )
        ]

    def __str__(self) -> str:
        return f"applicant {self.pk}"

    @property
    def masked_name(self) -> str:
        """The name as a list may show it: 沈＊远, 云＊＊＊司."""
        name = self.name
        if len(name) <= 2:
            return name[:1] + "＊" * (len(name) - 1)
        return name[0] + "＊" * (len(name) - 2) + name[-1]


class RequestText(Record):
    """What the applicant asked for, in one version; a correction or supplement is a new one."""

    class Kind(models.TextChoices):
        FIRST = "first", _("As received")
        CORRECTION = "correction", _("Corrected")
        SUPPLEMENT = "supplement", _("Supplemented")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    description = models.TextField(_("information wanted"))
    features = models.CharField(_("title, document number or other features"), max_length=500, blank=True, default="")
    purpose = models.CharField(_("purpose"), max_length=500, blank=True, default="")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    content_hash = models.CharField(max_length=64)

    personal_fields: ClassVar[tuple[str, ...]] = ("description", "features", "purpose")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["info_request", "number"], name="foi_text_number")]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.kind} {self.number}"


class SealedFile(Record):
    """The bytes of a file, sealed, below the folder of files; never below the web root."""

    name = models.CharField(max_length=40, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    key_id = models.CharField(max_length=20)
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key_id"], name="foi_file_key")]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(size__gt=0), name="foi_file_not_empty")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name[:8]}"

    @property
    def path(self) -> str:
        """Where the sealed bytes lie, below the folder of files."""
        return f"sealed/{self.name[:2]}/{self.name}"


class CaseFile(Record):
    """A file of a case: what it is, and under which name it is downloaded."""

    class Kind(models.TextChoices):
        SCAN = "scan", _("Scan of the request")
        IDENTITY = "identity", _("Proof of identity")
        AUTHORITY = "authority", _("Letter of authority")
        SUPPLEMENT = "supplement", _("From the applicant, later")
        EVIDENCE = "evidence", _("Evidence")
        OPINION = "opinion", _("Opinion received")
        MATERIAL = "material", _("Material found")
        RELEASED = "released", _("Released to the applicant")
        PROOF = "proof", _("Proof of delivery or payment")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="case_files")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = EncryptedField(_("file name"))
    # Of a released file: what it was made from.
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="made_of")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    released_on = models.DateField(null=True)

    personal_fields: ClassVar[tuple[str, ...]] = ("name",)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(released_on__isnull=True) | Q(kind="released"), name="foi_only_released_files_go_out"
            )
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.kind}"


class NumberRule(Record):
    """How an agency writes the numbers of one series from a day on: `云住建公开申〔{year}〕{serial}号`."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="request_number_rules")
    series = models.CharField(max_length=20)
    template = models.CharField(max_length=80)
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "series", "since"], name="foi_number_rule_a_day")
        ]

    def __str__(self) -> str:
        return self.template


class SavedView(Record):
    """A named set of filters on the register, for one person."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="request_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="foi_view_name_once")]

    def __str__(self) -> str:
        return self.name
