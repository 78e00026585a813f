"""Who is reminded of which step of the law, how many working days ahead, and by which ways, where an agency says so."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.core.models import Record
from gongkai.orgs.models import Agency


class ReminderRule(Record):
    """An agency's own rule for one step (`queries.reminder_rules.STEPS`); the agencies below it follow it too."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reminder_rules")
    step = models.CharField(max_length=20)
    days = models.PositiveIntegerField(default=0)
    tells_officer = models.BooleanField(default=False)
    tells_office = models.BooleanField(default=False)
    tells_above = models.BooleanField(default=False)
    by_email = models.BooleanField(default=False)
    by_sms = models.BooleanField(default=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "step"], name="foi_one_reminder_a_step"),
            models.CheckConstraint(
                condition=Q(tells_officer=True) | Q(tells_office=True) | Q(tells_above=True),
                name="foi_reminder_tells_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.step}"
