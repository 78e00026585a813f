"""Places in lists, what was baked, days of mourning, what readers say about pages, and takedowns in an emergency."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.core import constraints
from gongkai.core.models import Record
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency


class Listing(Record):
    """A public list: newest, of a column, of an agency, of a topic. Pages are numbered from the oldest."""

    key = models.CharField(max_length=120, unique=True)
    total = models.PositiveIntegerField(default=0)
    last_page = models.PositiveIntegerField(default=1)
    last_page_total = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.total}"


class ListingEntry(Record):
    """An item's fixed place in a list: it keeps its page for good, so that a new item rewrites few files."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="entries")
    item_id = models.BigIntegerField()
    page = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "item_id"], name="portal_entry_once")]
        indexes: ClassVar = [
            models.Index(fields=["listing", "page", "published_at", "item_id"], name="portal_entry_page"),
            models.Index(fields=["listing", "published_at", "item_id"], name="portal_entry_time"),
            models.Index(fields=["item_id"], name="portal_entry_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} on page {self.page}"


class BakedFile(Record):
    """One baked file: its path below the public folder, the hash of its bytes, and what it shows."""

    path = models.CharField(max_length=300, unique=True)
    sha256 = models.CharField(max_length=64)
    about = models.CharField(max_length=80, blank=True, default="")
    baked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about"], name="portal_baked_about")]

    def __str__(self) -> str:
        return self.path


class Mourning(Record):
    """Days on which the portal stands without colour. Lifted when entered wrongly; never deleted."""

    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=80, null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="portal_mourning_ends_after_it_begins"
            ),
            constraints.paired("portal", "lifted_by", "lifted_at"),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"

    @property
    def reference(self) -> str:
        """How events speak of these days."""
        return f"mourning:{self.pk}"


class Problem(Record):
    """What a reader found wrong on a page, and what was done. Who the reader is, is neither asked nor kept."""

    class Kind(models.TextChoices):
        CONTENT = "content", _("Something in the text is wrong")
        LINK = "link", _("A link or an attachment does not open")
        DISPLAY = "display", _("The page is hard to read or to use")
        MISSING = "missing", _("Something should be here and is not")
        OTHER = "other", _("Something else")

    code = models.CharField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    path = models.CharField(_("page"), max_length=300)
    words = models.TextField(_("what the reader wrote"))
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="problems")
    received_at = models.DateTimeField(_("received"))
    answer = models.TextField(_("answer"), blank=True, default="")
    answered_by = models.CharField(max_length=80, null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        constraints: ClassVar = [
            constraints.paired("portal", "answered_by", "answered_at"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="portal_answered_problem_has_words"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "-received_at", "-id"], name="portal_problem_agency")]

    def __str__(self) -> str:
        return f"{self.code} {self.path}"

    @property
    def reference(self) -> str:
        """How events speak of this problem."""
        return f"problem:{self.pk}"


class Verdict(Record):
    """How many readers of a page found what they came for, in one month. Two numbers; nothing about anybody."""

    path = models.CharField(max_length=300)
    month = models.DateField()
    found = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["path", "month"], name="portal_verdict_once")]
        indexes: ClassVar = [models.Index(fields=["month", "-missed"], name="portal_verdict_month")]

    def __str__(self) -> str:
        return f"{self.path} {self.month:%Y-%m}: {self.found}/{self.missed}"


class Takedown(Record):
    """Items taken down in one go in an emergency: why, by whom, how they were found. What was removed: its lines."""

    reason = models.CharField(_("reason"), max_length=300)
    public_note = models.CharField(max_length=300, blank=True, default="")
    title_shown = models.BooleanField(default=False)
    # How they were found, personal data in it masked.
    sought = models.CharField(max_length=300, blank=True, default="")
    ordered_by = models.CharField(max_length=80)
    ordered_at = models.DateTimeField(_("ordered"))
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="portal_takedown_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.ordered_at}: {self.reason}"

    @property
    def reference(self) -> str:
        """How events speak of it."""
        return f"takedown:{self.pk}"


class TakedownLine(Record):
    """One item of a takedown: where it was public and what became of each place, since when, how often fetched."""

    takedown = models.ForeignKey(Takedown, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="takedown_lines")
    removed_at = models.DateTimeField(null=True)
    # Why it could not be withdrawn; empty when it was, or waits.
    refused = models.CharField(max_length=300, blank=True, default="")
    # What held it before, with what was seen afterwards: kind, place, whether it is gone.
    places = models.JSONField(default=list)
    # Fetches by place, the time the logs cover; null until they are counted.
    fetches = models.JSONField(null=True, default=None)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["takedown", "item"], name="portal_takedown_item_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(refused=""), name="portal_takedown_removed_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.takedown_id}: {self.item_id}"


class Redirect(Record):
    """An old address and where it leads now: of a merged column, or of a site that was here before."""

    path = models.CharField(_("old address"), max_length=300, unique=True)
    target = models.CharField(_("leads to"), max_length=300)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField(_("kept"))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="portal_redirects_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(target__startswith="/"), name="portal_redirect_leads_within")
        ]

    def __str__(self) -> str:
        return f"{self.path} → {self.target}"
