"""Reading points, and what was printed for notice boards, for handing out and for them: numbered and kept."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.activities.models.records import Activity
from gongkai.core import constraints
from gongkai.core.models import Record
from gongkai.disclosures.models import Item, Revision, StoredFile
from gongkai.orgs.models import Agency


class ReadingPoint(Record):
    """A place where people read government information on paper: a library, an archive, a hall."""

    class Kind(models.TextChoices):
        LIBRARY = "library", _("Public library")
        ARCHIVE = "archive", _("National archive")
        HALL = "hall", _("Government service hall")
        OTHER = "other", _("Another place")

    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="reading_points"
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.LIBRARY)
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    closed_on = models.DateField(_("closed on"), null=True)

    class Meta:
        verbose_name = _("reading point")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="activities_reading_point_has_name"),
            models.UniqueConstraint(fields=["agency", "name"], name="activities_reading_point_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PaperQuerySet(models.QuerySet["Paper"]):
    """Sets of prints."""

    def confirmed(self) -> Self:
        """Those that were posted, handed out or received."""
        return self.filter(confirmed_on__isnull=False)


class Paper(Record):
    """One print: a sheet for a board, a leaflet, or a list handed over. What it holds never changes."""

    class Kind(models.TextChoices):
        BOARD = "board", _("Notice-board sheet")
        LEAFLET = "leaflet", _("Leaflet")
        HANDOVER = "handover", _("Hand-over list")

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=100)
    point = models.ForeignKey(
        ReadingPoint, verbose_name=_("reading point"), on_delete=models.PROTECT, null=True, related_name="papers"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("made"))
    word = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # Made a moment later; the error says why it could not be.
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf_error = models.CharField(max_length=300, blank=True, default="")
    # Posted, handed out, or received: on which day, by whom, and what shows it.
    confirmed_on = models.DateField(_("confirmed on"), null=True)
    confirmed_name = models.CharField(_("confirmed by"), max_length=100, null=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    proof_name = models.CharField(max_length=200, blank=True, default="")
    personal_fields: ClassVar[tuple[str, ...]] = ("confirmed_name",)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("print")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "kind", "year", "number"], name="activities_paper_number_once"),
            constraints.paired("activities", "confirmed_on", "confirmed_name"),
            models.CheckConstraint(
                condition=Q(kind="handover", point__isnull=False) | Q(~Q(kind="handover"), point__isnull=True),
                name="activities_only_lists_have_a_receiver",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "-id"], name="activities_paper_newest")]

    def __str__(self) -> str:
        return self.reference_no

    @property
    def reference(self) -> str:
        """How events speak of this print."""
        return f"paper:{self.pk}"

    @property
    def reference_no(self) -> str:
        """Its number as paper bears it: 移送〔2026〕3号."""
        heads = {self.Kind.BOARD: "公示", self.Kind.LEAFLET: "折页", self.Kind.HANDOVER: "移送"}
        return f"{heads[self.Kind(self.kind)]}〔{self.year}〕{self.number}号"


class PaperLine(Record):
    """An item of a print, with the text it had and how many copies were handed over."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="paper_lines")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, related_name="paper_lines")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "item"], name="activities_paper_item_once"),
            models.CheckConstraint(condition=Q(copies__gte=1), name="activities_paper_has_copies"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.item_id}"
