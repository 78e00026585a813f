"""Agencies, the names they bore, and the dated acts that founded, renamed, moved, merged, split or ended them."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core import constraints, trees
from gongkai.core.models import Record


class AgencyQuerySet(trees.TreeQuerySet["Agency"]):
    """Sets of agencies."""

    def alive(self, on: datetime.date) -> Self:
        """Those that exist on a day."""
        return self.filter(Q(founded_on__isnull=True) | Q(founded_on__lte=on)).filter(
            Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on)
        )


class Agency(trees.TreeRow):
    """A government, department, dispatched body, township or institution, as it is now."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        OFFICE = "office", _("General office")
        DEPARTMENT = "department", _("Department")
        DISPATCHED = "dispatched", _("Dispatched body")
        VERTICAL = "vertical", _("Vertical body")
        TOWNSHIP = "township", _("Township or street office")
        INSTITUTION = "institution", _("Public institution")

    class Level(models.TextChoices):
        NATION = "nation", _("National")
        PROVINCE = "province", _("Provincial")
        CITY = "city", _("City")
        COUNTY = "county", _("County")
        TOWNSHIP = "township", _("Township")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("full name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True, default="")
    division_code = models.CharField(_("division code"), max_length=12, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    # Contacts, as the law wants them public.
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    postcode = models.CharField(_("postcode"), max_length=6, blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=60, blank=True, default="")
    fax = models.CharField(_("fax"), max_length=60, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    hours = models.CharField(_("office hours"), max_length=120, blank=True, default="")
    website = models.URLField(_("website"), blank=True, default="")
    duties = models.TextField(_("duties"), blank=True, default="")
    head = models.CharField(_("head"), max_length=60, blank=True, default="")
    responsible = models.CharField(_("person responsible for disclosure"), max_length=60, blank=True, default="")
    liaison = models.CharField(_("liaison for disclosure"), max_length=60, blank=True, default="")
    contacts_checked_on = models.DateField(_("contacts checked on"), null=True, blank=True)

    objects = AgencyQuerySet.as_manager()
    # Published by duty (Regulation 2019, Article 12): officials in office, not private persons.
    personal_fields: ClassVar[tuple[str, ...]] = ("head", "responsible", "liaison")

    class Meta:
        verbose_name = _("agency")
        indexes: ClassVar = [
            models.Index(fields=["path"], name="orgs_agency_path"),
            models.Index(fields=["sort_path"], name="orgs_agency_order"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["credit_code"], condition=~Q(credit_code=""), name="orgs_credit_code_once"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="orgs_not_own_parent"),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=models.F("founded_on")),
                name="orgs_dissolved_after_founded",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How events speak of this agency."""
        return f"agency:{self.pk}"

    def exists_on(self, day: datetime.date) -> bool:
        """Tell whether it was founded and not yet dissolved on a day."""
        return (self.founded_on is None or self.founded_on <= day) and (
            self.dissolved_on is None or self.dissolved_on > day
        )


class AgencyName(Record):
    """A name an agency bore from a day on, until the next one."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("full name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60)
    since = models.DateField(_("since"))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "since"], name="orgs_one_name_a_day")]

    def __str__(self) -> str:
        return f"{self.name} since {self.since}"


class AgencyChange(Record):
    """A dated act on agencies, with its basis. Never edited; a wrong one is answered by another."""

    class Kind(models.TextChoices):
        FOUND = "found", _("Founded")
        RENAME = "rename", _("Renamed")
        MOVE = "move", _("Moved under another agency")
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")
        DISSOLVE = "dissolve", _("Dissolved")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField(_("on"))
    basis = models.CharField(_("basis"), max_length=200, blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    predecessors = models.ManyToManyField(Agency, related_name="changes_out")
    successors = models.ManyToManyField(Agency, related_name="changes_in")

    class Meta:
        constraints: ClassVar = [constraints.paired("orgs_change", "by", "at")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
