"""The directory: columns, what must be public, the vocabularies, and the numbers items bear."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.core import trees
from gongkai.core.models import Record
from gongkai.orgs.models import Agency


class ColumnQuerySet(trees.TreeQuerySet["Column"]):
    """Sets of columns."""

    def open(self) -> Self:
        """Those that still take items."""
        return self.filter(closed_on__isnull=True)


class Column(trees.TreeRow):
    """A column (栏目) of the directory: a place for items, with an owner and a duty to stay fresh."""

    class Block(models.TextChoices):
        GUIDE = "guide", _("Disclosure guide")
        RULES = "rules", _("Disclosure rules")
        STATUTORY = "statutory", _("Statutory content")
        REPORTS = "reports", pgettext_lazy("block", "Annual reports")
        OTHER = "other", _("Other content")

    class Kind(models.TextChoices):
        NEWS = "news", _("News and updates")
        NOTICE = "notice", pgettext_lazy("column", "Notices")
        POLICY = "policy", _("Policy documents")
        STATIC = "static", _("Standing information")
        DATA = "data", _("Data and lists")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    block = models.CharField(_("block"), max_length=20, choices=Block.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    description = models.CharField(_("description"), max_length=200, blank=True, default="")
    keywords = models.CharField(_("keywords"), max_length=200, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    owner = models.ForeignKey(Agency, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="columns")
    legal_item = models.CharField(_("statutory item"), max_length=40, blank=True, default="")
    fresh_days = models.PositiveIntegerField(_("must be updated every … days"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # Closed for good: what stands in it is shown in the other column, and its address leads there.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = _("column")
        indexes: ClassVar = [
            models.Index(fields=["path"], name="catalog_column_path"),
            models.Index(fields=["sort_path"], name="catalog_column_order"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "name"], name="catalog_column_name_once"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(parent__isnull=True), name="catalog_first_level_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How events speak of this column."""
        return f"column:{self.pk}"

    @property
    def standing(self) -> "Column":
        """The column in which its items are shown: itself, or the one it was merged into (join it before)."""
        return self.merged_into or self


class Obligation(Record):
    """An entry of the basic directory (基本目录): what must be public, by what article, by whom, by when."""

    code = models.CharField(_("code"), max_length=40)
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="obligations")
    column = models.ForeignKey(Column, verbose_name=_("column"), on_delete=models.PROTECT, related_name="obligations")
    title = models.CharField(_("what must be public"), max_length=120)
    content = models.TextField(_("content"), blank=True, default="")
    basis = models.CharField(_("basis"), max_length=200)
    legal_item = models.CharField(_("statutory item"), max_length=40)
    term_days = models.PositiveIntegerField(_("term in working days"), null=True, blank=True)
    fresh_days = models.PositiveIntegerField(_("must be updated every … days"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=60, default="website")
    audience = models.CharField(_("audience"), max_length=60, blank=True, default="")
    mode = models.CharField(_("mode"), max_length=60, blank=True, default="")
    level = models.CharField(_("level"), max_length=20, choices=Agency.Level.choices)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    entry = models.ForeignKey("CatalogueEntry", on_delete=models.SET_NULL, null=True, related_name="obligations")

    class Meta:
        verbose_name = _("obligation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "code"], name="catalog_obligation_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CatalogueImport(Record):
    """A superior's catalogue taken in from a spreadsheet: mapped to columns, made duties, perhaps undone."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("To be mapped")
        DONE = "done", _("Taken over")
        UNDONE = "undone", _("Undone")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="catalogue_imports")
    title = models.CharField(_("title"), max_length=120)
    source = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.MAPPING)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How events speak of this import."""
        return f"catalogue:{self.pk}"


class CatalogueEntry(Record):
    """One row of a superior's catalogue, the column and agencies it is mapped to, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        TAKEN = "taken", _("Taken over")
        SKIPPED = "skipped", _("Skipped")
        REFUSED = "refused", _("Refused")

    batch = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=80)
    code = models.CharField(max_length=40, blank=True, default="")
    first = models.CharField(_("first level"), max_length=120, blank=True, default="")
    title = models.CharField(_("what must be public"), max_length=120, blank=True, default="")
    content = models.TextField(_("content"), blank=True, default="")
    basis = models.CharField(_("basis"), max_length=200, blank=True, default="")
    term = models.CharField(_("term"), max_length=120, blank=True, default="")
    term_days = models.PositiveIntegerField(null=True)
    fresh_days = models.PositiveIntegerField(null=True)
    responsible = models.CharField(_("responsible"), max_length=200, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=60, blank=True, default="")
    audience = models.CharField(_("audience"), max_length=60, blank=True, default="")
    mode = models.CharField(_("mode"), max_length=60, blank=True, default="")
    levels = models.CharField(_("level"), max_length=60, blank=True, default="")
    column = models.ForeignKey(Column, on_delete=models.SET_NULL, null=True, related_name="catalogue_entries")
    # From 0 to 1 how alike the names are when the column was suggested; null when it was chosen by hand.
    likeness = models.FloatField(null=True)
    agencies = models.ManyToManyField(Agency, related_name="catalogue_entries")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.WAITING)
    messages = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="catalog_entry_row_once")]

    def __str__(self) -> str:
        return f"{self.place}: {self.title}"


class Vocabulary(Record):
    """A controlled list of words, in one version: topics, genres, validity, attributes."""

    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    since = models.DateField()
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "version"], name="catalog_vocabulary_version")]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


class Term(Record):
    """One word of a vocabulary version; terms keep their code over versions."""

    vocabulary = models.ForeignKey(Vocabulary, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    parent_code = models.CharField(max_length=60, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["vocabulary", "code"], name="catalog_term_once")]

    def __str__(self) -> str:
        return self.label


class IndexTemplate(Record):
    """How an agency's index numbers are written from a day on; without an agency, the rule for all others."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="index_templates")
    template = models.CharField(max_length=120)
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "since"], name="catalog_template_a_day"),
            models.UniqueConstraint(
                fields=["since"], condition=Q(agency__isnull=True), name="catalog_common_template_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.template


class IndexCounter(Record):
    """The last serial given out under a prefix. Only `actions.numbers.allocate` touches it."""

    prefix = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(last__gte=1), name="catalog_counter_from_one")]

    def __str__(self) -> str:
        return f"{self.prefix}: {self.last}"
