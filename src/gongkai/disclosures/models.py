"""Items, their append-only revisions, who cleared them, when they were public, and what ended that."""

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gongkai.catalog.models import Column, Obligation
from gongkai.core import constraints
from gongkai.core.models import Record
from gongkai.orgs.models import Agency

# Stands where the day a document was formed is not said, so that documents can be put in order by it.
NEVER = models.Value(datetime.date.min, output_field=models.DateField())


class ItemQuerySet(models.QuerySet["Item"]):
    """Sets of items."""

    def public(self) -> Self:
        """Those the public can read now."""
        return self.filter(state__in=PUBLIC_STATES)

    def of(self, agency: Agency) -> Self:
        """Those of one agency."""
        return self.filter(agency=agency)

    def with_content(self) -> Self:
        """With what a page needs, in one query: public revision, column and agency."""
        return self.select_related("public_revision", "public_revision__column__merged_into", "agency")


class Item(Record):
    """One piece of government information. A cache of its history: revisions, clearances, publications, ends."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in-review", _("In review")
        RETURNED = "returned", _("Returned")
        CLEARED = "cleared", _("Cleared")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DISCARDED = "discarded", _("Discarded")

    class Validity(models.TextChoices):
        NONE = "", _("Not a document with validity")
        PENDING = "pending", _("Not yet in force")
        IN_FORCE = "in-force", _("In force")
        AMENDED = "amended", _("Amended")
        REPEALED = "repealed", _("Repealed")
        EXPIRED = "expired", _("Expired")
        VOID = "void", _("Declared void")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="items")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    # A published item may have a newer revision under way; its state stays "published" and this says how far it is.
    amendment = models.CharField(max_length=20, choices=State.choices, blank=True, default="")
    validity = models.CharField(_("validity"), max_length=20, choices=Validity.choices, blank=True, default="")
    index_no = models.CharField(_("index number"), max_length=80, null=True, unique=True)
    revision = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    public_revision = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    first_published_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    publish_at = models.DateTimeField(_("scheduled for"), null=True)
    scheduled_by = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    import_batch = models.ForeignKey("ImportBatch", on_delete=models.SET_NULL, null=True, related_name="items")

    objects = ItemQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "state", "-changed_at", "-id"], name="disclosures_desk"),
            models.Index(fields=["state", "-changed_at", "-id"], name="disclosures_queue"),
            models.Index(fields=["-published_at", "-id"], name="disclosures_newest", condition=Q(state="published")),
            models.Index(
                fields=["agency", "first_published_at"], include=["state"], name="disclosures_first_published"
            ),
            models.Index(
                fields=["-first_published_at", "-id"],
                name="disclosures_first_ones",
                condition=Q(first_published_at__isnull=False),
            ),
            models.Index(fields=["amendment"], name="disclosures_amended", condition=~Q(amendment="")),
            models.Index(fields=["publish_at"], name="disclosures_due", condition=Q(publish_at__isnull=False)),
        ]
        constraints: ClassVar = [
            constraints.paired("disclosures", "first_published_at", "index_no"),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(public_revision__isnull=False, index_no__isnull=False, published_at__isnull=False),
                name="disclosures_published_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="published") | Q(public_revision__isnull=True),
                name="disclosures_public_only_if_published",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False), name="disclosures_scheduled_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.index_no or f"#{self.pk}"

    @property
    def reference(self) -> str:
        """How events speak of this item."""
        return f"item:{self.pk}"

    @property
    def stage(self) -> str:
        """Where the newest revision stands: the item's state, or that of the amendment under way."""
        return self.amendment or self.state

    @property
    def is_public(self) -> bool:
        """Whether the public can read it now."""
        return self.state in PUBLIC_STATES


PUBLIC_STATES = (Item.State.PUBLISHED,)


class Revision(Record):
    """What an item says, at one time. Never changed, never deleted; a new text is a new revision."""

    class Attribute(models.TextChoices):
        OPEN = "open", _("Public on our own motion")
        ON_REQUEST = "on-request", _("Public on request")
        CLOSED = "closed", _("Not public")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True, default="")

    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True, default="")
    summary = models.CharField(_("summary"), max_length=300, blank=True, default="")
    column = models.ForeignKey(Column, verbose_name=_("column"), on_delete=models.PROTECT, null=True)
    obligation = models.ForeignKey(Obligation, verbose_name=_("duty"), on_delete=models.PROTECT, null=True)
    attribute = models.CharField(_("attribute"), max_length=20, choices=Attribute.choices, default=Attribute.OPEN)
    attribute_reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    doc_no = models.CharField(_("document number"), max_length=60, blank=True, default="")
    topic = models.CharField(_("topic"), max_length=60, blank=True, default="")
    genre = models.CharField(_("genre"), max_length=60, blank=True, default="")
    legal_item = models.CharField(_("statutory item"), max_length=40, blank=True, default="")
    keywords = models.CharField(_("keywords"), max_length=200, blank=True, default="")
    source = models.CharField(_("source"), max_length=120, blank=True, default="")
    responsible_unit = models.CharField(_("responsible unit"), max_length=120, blank=True, default="")
    source_index_no = models.CharField(_("index number on the source"), max_length=80, blank=True, default="")
    formed_on = models.DateField(_("formed on"), null=True)
    effective_on = models.DateField(_("effective on"), null=True)
    expires_on = models.DateField(_("valid until"), null=True)
    # Where it was first published elsewhere; kept apart from the moment it became public here.
    source_published_on = models.DateField(_("published at the source on"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="disclosures_revision_number"),
            models.CheckConstraint(
                condition=Q(attribute="open") | ~Q(attribute_reason=""), name="disclosures_closed_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(expires_on__gte=models.F("effective_on")),
                name="disclosures_expires_after_effective",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["doc_no"], name="disclosures_doc_no", condition=~Q(doc_no="")),
            models.Index(fields=["-id", "item"], name="disclosures_documents", condition=~Q(doc_no="")),
            models.Index(fields=["item", "-id"], name="disclosures_document_of", condition=~Q(doc_no="")),
            models.Index(
                Coalesce("formed_on", NEVER).desc(),
                models.F("id").desc(),
                name="disclosures_formed",
                condition=~Q(doc_no=""),
            ),
            models.Index(
                fields=["expires_on"],
                name="disclosures_expiring",
                condition=~Q(doc_no="") & Q(expires_on__isnull=False),
            ),
            models.Index(fields=["column", "item"], name="disclosures_column_item"),
            models.Index(fields=["title", "doc_no"], name="disclosures_named"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class StoredFile(Record):
    """The bytes of a file, kept once under their hash, outside the web root."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    stored_at = models.DateTimeField()
    # What speaks against its release, worst first: kind, severity, place, message, masked words; null unread.
    findings = models.JSONField(null=True, default=None)
    # Pages of a pdf, sheets of a table, parts of a text as `documents.parts` cuts it; null before it was read.
    pages = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(size__gt=0), name="disclosures_file_not_empty")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"

    @property
    def path(self) -> str:
        """Where the bytes lie, below the folder of files."""
        return f"{self.sha256[:2]}/{self.sha256}"


class Attachment(Record):
    """A file that belongs to a revision, under the name it is downloaded by."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "name"], name="disclosures_attachment_name")
        ]

    def __str__(self) -> str:
        return self.name


class Clearance(Record):
    """One reviewer's opinion on exactly one revision, bound to its content by the hash."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("Business review")
        SECOND = "second", _("Second review")
        THIRD = "third", _("Third review")
        SECRECY = "secrecy", _("Secrecy review")
        ISSUE = "issue", _("Issue")

    class Opinion(models.TextChoices):
        PASS = "pass", _("Passed")
        RETURN = "return", _("Returned")

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="clearances")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    opinion = models.CharField(max_length=20, choices=Opinion.choices)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="")
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "kind"], name="disclosures_one_opinion_each"),
            models.CheckConstraint(condition=Q(opinion="pass") | ~Q(reason=""), name="disclosures_return_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.opinion}"


class Publication(Record):
    """The fact that a cleared revision went public. The database refuses one whose frozen chain is not through."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="publications")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="publication")
    content_hash = models.CharField(max_length=64)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.item_id} at {self.at}"


class Ending(Record):
    """What ended or changed an item's standing: repeal, expiry, amendment, or withdrawal with its tombstone."""

    class Kind(models.TextChoices):
        AMEND = "amend", _("Amended")
        REPEAL = "repeal", _("Repealed")
        EXPIRE = "expire", _("Expired")
        VOID = "void", _("Declared void")
        WITHDRAW = "withdraw", _("Withdrawn")
        RESTORE = "restore", _("Restored to force")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    reason = models.CharField(max_length=300)
    public_note = models.CharField(max_length=300, blank=True, default="")
    title_shown = models.BooleanField(default=True)
    successor = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="predecessor_endings")
    # The document by which it was done, where that is an item of ours; of an amendment also the text it led to.
    act = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="acts")
    amended = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="disclosures_ending_has_reason")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} on {self.on}"


class ImportBatch(Record):
    """One import: where it came from, what became of each row, and whether it was undone."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Undone")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="import_batches")
    source = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=State.choices, default=State.RUNNING)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    read_count = models.PositiveIntegerField(default=0)
    imported_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.source} ({self.state})"


class ImportRow(Record):
    """What became of one file or row of an import, in words."""

    class Outcome(models.TextChoices):
        IMPORTED = "imported", _("Imported")
        SKIPPED = "skipped", _("Skipped")
        REFUSED = "refused", _("Refused")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=300)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    title = models.CharField(max_length=200, blank=True, default="")
    messages = models.JSONField(default=list)
    repairs = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, related_name="import_rows")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["fingerprint"], name="disclosures_imported_before", condition=~Q(fingerprint=""))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="disclosures_import_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"


class SavedView(Record):
    """A named set of filters on the list of items, for one person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="item_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="disclosures_view_name_once")]

    def __str__(self) -> str:
        return self.name
