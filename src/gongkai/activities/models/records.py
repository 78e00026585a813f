"""Activities as they stand now, their numbers, and every version of them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.activities.models import kinds
from gongkai.core.models import Record
from gongkai.disclosures.models import Item, StoredFile
from gongkai.orgs.models import Agency


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Sets of activities."""

    def standing(self) -> Self:
        """Those not struck out."""
        return self.filter(struck_at__isnull=True)

    def of(self, agency: Agency) -> Self:
        """Those of one agency."""
        return self.filter(agency=agency)


class Activity(Record):
    """One thing an office did or states for a year. A cache of its newest version; versions never change."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(_("kind"), max_length=30)
    year = models.PositiveSmallIntegerField(_("year"))
    # Empty for what holds for a year.
    on = models.DateField(_("day"), null=True)
    channel = models.CharField(_("channel"), max_length=20, blank=True, default="")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what happened"), blank=True, default="")
    is_head_present = models.BooleanField(_("the head of the agency took part"), default=False)
    answers_concern = models.BooleanField(_("answers a matter of public concern"), default=False)
    # The item or the first record that this one repeats in another channel: then it counts under its channel alone.
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="activities")
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeated_by")
    # Evidence: at least one where the kind asks for it.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="activities")
    file_title = models.CharField(_("file name"), max_length=200, blank=True, default="")
    link = models.URLField(_("link"), max_length=500, blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    # Of a kind that an agency states once a year.
    is_only = models.BooleanField(default=False)
    struck_at = models.DateTimeField(null=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "year", "kind"], name="activities_counted", condition=Q(struck_at__isnull=True)
            ),
            models.Index(
                fields=["year", "kind", "agency"], name="activities_by_year", condition=Q(struck_at__isnull=True)
            ),
            models.Index(fields=["year", "kind", "-id"], name="activities_listed", condition=Q(struck_at__isnull=True)),
            models.Index(fields=["year", "-id"], name="activities_of_year", condition=Q(struck_at__isnull=True)),
            models.Index(fields=["agency", "-id"], name="activities_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="activities_has_title"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="activities_year_is_one"),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(same_as__isnull=True), name="activities_repeats_one_thing"
            ),
            models.CheckConstraint(condition=~Q(same_as=F("id")), name="activities_not_its_own_first"),
            models.UniqueConstraint(
                fields=["agency", "year", "kind"],
                condition=Q(struck_at__isnull=True, is_only=True),
                name="activities_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How events speak of this activity."""
        return f"activity:{self.pk}"

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(kinds.kind(self.kind).label)

    @property
    def channel_label(self) -> str:
        """The channel in words; empty without one."""
        return str(kinds.CHANNELS[self.channel]) if self.channel else ""

    @property
    def has_proof(self) -> bool:
        """Whether a file or a link stands behind it."""
        return bool(self.file_id or self.link)

    @property
    def is_repeat(self) -> bool:
        """Whether it counts only under its channel."""
        return self.item_id is not None or self.same_as_id is not None


class Number(Record):
    """One number stated with an activity, by the name its kind gives it."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="numbers")
    measure = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["activity", "measure"], name="activities_number_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.value.normalize():f}"


class Version(Record):
    """What an activity said at one time, who said so, and why it was changed. Never changed, never deleted."""

    class Act(models.TextChoices):
        RECORD = "record", _("Recorded")
        CORRECT = "correct", _("Corrected")
        STRIKE = "strike", _("Struck out")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20, choices=Act.choices)
    # Every field by its name, numbers under "numbers"; files by their hash.
    content = models.JSONField()
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "number"], name="activities_version_number"),
            models.CheckConstraint(condition=Q(act="record") | ~Q(reason=""), name="activities_change_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.act} {self.number}"
