"""The office's accounts at services that carry its items further, when each was looked at, and every posting."""

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.activities.models import kinds
from gongkai.activities.models.records import Activity
from gongkai.core import constraints, encryption
from gongkai.core.models import Record
from gongkai.disclosures.models import Item, Revision
from gongkai.orgs.models import Agency

# 《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）: an account with nothing new for two weeks fails.
SILENT_DAYS = 14


class AccountQuerySet(models.QuerySet["Account"]):
    """Sets of accounts."""

    def open(self) -> Self:
        """Those in use."""
        return self.filter(closed_on__isnull=True)


class Account(Record):
    """An official account, bulletin or feed of an agency. Closed for good with a public note; never deleted."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="accounts")
    channel = models.CharField(_("channel"), max_length=20)
    name = models.CharField(_("name of the account"), max_length=100)
    handle = models.CharField(_("identifier"), max_length=100, blank=True, default="")
    address = models.URLField(_("address"), max_length=300, blank=True, default="")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("responsible person"), on_delete=models.PROTECT, related_name="+"
    )
    silent_days = models.PositiveSmallIntegerField(_("days it may be silent"), default=SILENT_DAYS)
    opened_on = models.DateField(_("in use since"))
    # What was seen last: the day of the newest post, whoever posted it.
    updated_on = models.DateField(_("last update"), null=True)
    is_listed = models.BooleanField(_("in the public list"), default=True)
    connector = models.CharField(_("connection"), max_length=20, blank=True, default="")
    # JSON of what the service wants to know; sealed, and shown to nobody again.
    credentials = encryption.EncryptedField(blank=True, default="")
    credentials_by = models.CharField(max_length=80, null=True)
    credentials_at = models.DateTimeField(null=True)
    # Whatever the agency publishes stands there by itself, as in a feed.
    is_automatic = models.BooleanField(_("carries every item by itself"), default=False)
    closed_on = models.DateField(_("closed on"), null=True)
    closing_note = models.CharField(_("public note on the closing"), max_length=300, null=True)
    personal_fields: ClassVar[tuple[str, ...]] = ("credentials",)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        constraints: ClassVar = [
            constraints.paired("activities", "closed_on", "closing_note"),
            constraints.paired("activities", "credentials_by", "credentials_at"),
            models.CheckConstraint(condition=~Q(name=""), name="activities_account_has_name"),
            models.CheckConstraint(condition=Q(silent_days__gte=1), name="activities_account_may_be_silent"),
            models.CheckConstraint(
                condition=Q(is_automatic=False) | Q(connector="feed"), name="activities_only_feeds_carry_everything"
            ),
            models.UniqueConstraint(
                fields=["channel", "name"], condition=Q(closed_on__isnull=True), name="activities_account_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How events speak of this account."""
        return f"account:{self.pk}"

    @property
    def channel_label(self) -> str:
        """The channel in words."""
        return str(kinds.CHANNELS.get(self.channel, self.channel))

    def silent_for(self, on: datetime.date) -> int:
        """For how many days nothing new was seen."""
        return (on - max(self.updated_on or self.opened_on, self.opened_on)).days

    def is_silent(self, on: datetime.date) -> bool:
        """Whether it has been silent for longer than its rule allows. A closed one never is."""
        return self.closed_on is None and not self.is_automatic and self.silent_for(on) > self.silent_days


class AccountCheck(Record):
    """Somebody looked whether an account is kept up. Never changed, never deleted."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="checks")
    updated_on = models.DateField(_("newest post of"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} at {self.at}"


class PostingQuerySet(models.QuerySet["Posting"]):
    """Sets of postings."""

    def carried(self) -> Self:
        """Those that stand, or may still stand, in their channel."""
        return self.filter(state__in=(Posting.State.POSTED, Posting.State.DELETING, Posting.State.STAYS))


class Posting(Record):
    """One public text of an item on its way into an account, out there, or taken back. The database refuses others."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On its way")
        POSTED = "posted", _("Posted")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Not sent any more")
        DELETING = "deleting", _("Being deleted")
        STAYS = "stays", _("Still there, delete by hand")
        GONE = "gone", _("Deleted")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="postings")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="postings")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    # What the service gave us at earlier steps.
    progress = models.JSONField(default=dict)
    address = models.URLField(_("address"), max_length=500, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    error = models.CharField(_("reason"), max_length=300, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ordered"))
    posted_at = models.DateTimeField(_("posted"), null=True)
    gone_at = models.DateTimeField(_("deleted"), null=True)
    # The record of the publication in this channel; two accounts of one channel share it.
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, related_name="postings")

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "revision"],
                condition=~Q(state__in=["cancelled", "gone"]),
                name="activities_posted_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="posted") | Q(posted_at__isnull=False), name="activities_posted_has_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "deleting"]) | Q(next_at__isnull=False),
                name="activities_waiting_has_moment",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="activities_failed_has_reason"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="activities_posting_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["state", "-id"], name="activities_posting_state"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.account_id}: {self.state}"

    @property
    def stands(self) -> bool:
        """Whether its text is out there or may come out."""
        return self.state not in {self.State.CANCELLED, self.State.GONE}

    @property
    def look(self) -> str:
        """The shape of its state."""
        shapes = {"posted": "ok", "waiting": "wait", "deleting": "wait", "failed": "stop", "stays": "stop"}
        return shapes.get(self.state, "off")
