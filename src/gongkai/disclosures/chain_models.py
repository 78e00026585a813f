"""How items are cleared: chains of review, what was frozen at a submission, substitutes, forced issues, page ticks."""

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.catalog.models import Column
from gongkai.core.models import Record
from gongkai.disclosures.models import Attachment, Clearance, Item, Revision
from gongkai.orgs.models import Agency

PERSON = settings.AUTH_USER_MODEL


class Chain(Record):
    """The steps an agency's items of a kind pass, as the office set them. A change is a new chain; the old one ends."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="chains")
    # The kind of the column an item stands in; empty for every kind that has no chain of its own.
    kind = models.CharField(_("kind of items"), max_length=20, choices=Column.Kind.choices, blank=True, default="")
    name = models.CharField(_("name"), max_length=60)
    head = models.ForeignKey(
        PERSON, verbose_name=_("head who may force"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Each step by another person; a substitute never takes two steps, whatever stands here.
    is_apart = models.BooleanField(_("each step by another person"), default=True)
    are_pages_read = models.BooleanField(_("attachments are ticked off page by page"), default=False)
    by = models.CharField(max_length=80)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "kind"], condition=Q(ended_at__isnull=True), name="disclosures_one_chain_in_force"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChainStep(Record):
    """One step of a chain: what is reviewed, by whom, and within how many working days."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Clearance.Kind.choices)
    name = models.CharField(max_length=40)
    days = models.PositiveIntegerField()
    # Empty: whoever holds the role of the step in the agency.
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "position"], name="disclosures_chain_position_once"),
            models.UniqueConstraint(fields=["chain", "kind"], name="disclosures_chain_kind_once"),
            models.CheckConstraint(condition=Q(days__gte=1), name="disclosures_chain_step_has_term"),
        ]

    def __str__(self) -> str:
        return self.name


class Submission(Record):
    """A revision handed in, with the chain that was in force at that moment frozen beside it."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="submissions")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60, blank=True, default="")
    head = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    is_apart = models.BooleanField(default=False)
    are_pages_read = models.BooleanField(default=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.revision_id} at {self.at}"


class RequiredStep(Record):
    """One step that a submission has to pass, as the chain had it then."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Clearance.Kind.choices)
    name = models.CharField(max_length=40, blank=True, default="")
    days = models.PositiveIntegerField()
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "position"], name="disclosures_required_position_once"),
            models.UniqueConstraint(fields=["submission", "kind"], name="disclosures_required_kind_once"),
        ]

    def __str__(self) -> str:
        return str(self.words)

    @property
    def words(self) -> str:
        """What the office calls it, else what it is."""
        return self.name or str(Clearance.Kind(self.kind).label)


class OpenStep(Record):
    """Which step an item in review waits for and until when: a cache that lists read. No row, no open step."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="open_step")
    step = models.ForeignKey(RequiredStep, on_delete=models.CASCADE, related_name="+")
    since_at = models.DateTimeField()
    due_on = models.DateField()
    reminded_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_on"], name="disclosures_step_due")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.step_id} until {self.due_on}"


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    """Sets of substitutions."""

    def in_force(self, at: object) -> Self:
        """Those that hold at a moment."""
        running = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
        return self.filter(running, begins_at__lte=at, ends_at__gt=at)


class Substitution(Record):
    """A person is away for a span and names who takes their review steps meanwhile. It does not pass on."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="substitutions")
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="disclosures_absence_ends_later"),
            models.CheckConstraint(condition=~Q(person=F("substitute")), name="disclosures_substitute_is_another"),
            models.CheckConstraint(condition=~Q(reason=""), name="disclosures_absence_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.person_id}"

    @property
    def last_day(self) -> datetime.date:
        """The last day of the absence, which ends with it."""
        return timezone.localdate(self.ends_at - datetime.timedelta(microseconds=1))


class OnBehalf(Record):
    """An opinion that a substitute gave, and for whom."""

    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="on_behalf")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.clearance_id} for {self.person_id}"


class ForcedIssue(Record):
    """The head ordered a revision out before its chain was through; the secrecy review is never spared."""

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="forced_issue")
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    spared = models.CharField(_("steps spared"), max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="disclosures_forced_has_reason")]

    def __str__(self) -> str:
        return f"{self.revision_id} by {self.by_id}"


class PageTick(Record):
    """A reviewer has read one page of an attachment."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="ticks")
    page = models.PositiveIntegerField()
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attachment", "page", "person"], name="disclosures_page_ticked_once"),
            models.CheckConstraint(condition=Q(page__gte=1), name="disclosures_page_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} page {self.page}"


class Remark(Record):
    """What somebody says about a revision: a comment, or a passage marked for a return, with its words and place."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="remarks")
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, null=True, related_name="passages")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("remark"), max_length=500, blank=True, default="")
    quote = models.CharField(_("passage"), max_length=300, blank=True, default="")
    # Where the passage begins in the plain text of the body; empty for a comment on the whole or on the title.
    start = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(quote=""), name="disclosures_remark_says_something")
        ]

    def __str__(self) -> str:
        return self.quote or self.text
