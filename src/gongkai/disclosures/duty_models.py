"""What agencies owe the public on a day, what was published suddenly, and the yearly word that guide and rules hold."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.catalog.models import Column, Obligation
from gongkai.core.models import Record
from gongkai.orgs.models import Agency


class Shortfall(Record):
    """Something an agency has not kept up. A cache: `actions.reckoning` writes it anew and publishing clears it."""

    class Kind(models.TextChoices):
        EMPTY_DUTY = "empty-duty", _("Nothing public for a duty")
        STALE_DUTY = "stale-duty", _("Duty not renewed in time")
        EMPTY_COLUMN = "empty-column", _("Empty column")
        STALE_COLUMN = "stale-column", _("Column not updated in time")
        GUIDE = "guide", _("Guide not checked for a year")
        RULES = "rules", _("Rules not checked for a year")
        CONTACTS = "contacts", _("Contacts not checked for a year")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="shortfalls")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    column = models.ForeignKey(Column, on_delete=models.CASCADE, null=True, related_name="shortfalls")
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, null=True, related_name="shortfalls")
    # The last day something was done, and until when the next thing was due; null where nothing ever was.
    last_on = models.DateField(_("last"), null=True)
    due_on = models.DateField(_("due"), null=True)
    # How many days may pass, by the column's own term or that of its kind.
    days = models.PositiveIntegerField(null=True)
    noticed_on = models.DateField(_("noticed"))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "kind"], name="disclosures_short_kind")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "kind", "column"], condition=Q(column__isnull=False), name="disclosures_short_column"
            ),
            models.UniqueConstraint(
                fields=["kind", "obligation"], condition=Q(obligation__isnull=False), name="disclosures_short_duty"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind"],
                condition=Q(column__isnull=True, obligation__isnull=True),
                name="disclosures_short_yearly",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.agency_id}"


class Sudden(Record):
    """Days on which an agency published far more than usual, or items whose dates are odd. A cache as well."""

    class Kind(models.TextChoices):
        SURGE = "surge", _("Much at once")
        FORMED_LONG_BEFORE = "formed-long-before", _("Formed long before it was public")
        FORMED_AFTER = "formed-after", _("Formed after it was public")
        DATES_ALTERED = "dates-altered", _("Dates altered after publication")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="sudden")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("to"))
    count = models.PositiveIntegerField(_("items"))
    imported = models.PositiveIntegerField(_("of them by import"), default=0)
    # What it was compared with: numbers and days by name, as `queries.sudden` writes and words them.
    compared = models.JSONField(default=dict)
    # Some of the items: id, title and what is odd.
    examples = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "kind", "first_on"], name="disclosures_sudden_once"),
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="disclosures_sudden_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.count} on {self.first_on}"


class Confirmation(Record):
    """Somebody looked whether an agency's guide, rules or contacts still hold, and says so. Never changed."""

    class Subject(models.TextChoices):
        GUIDE = "guide", _("Disclosure guide")
        RULES = "rules", _("Disclosure rules")
        CONTACTS = "contacts", _("Contacts")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="confirmations")
    subject = models.CharField(_("what"), max_length=20, choices=Subject.choices)
    on = models.DateField(_("checked on"))
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "subject", "-on"], name="disclosures_confirmed")]

    def __str__(self) -> str:
        return f"{self.subject} of {self.agency_id} on {self.on}"
