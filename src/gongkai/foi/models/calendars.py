"""A year's holiday notice entered as data, and the open cases whose due day it moves."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core import constraints
from gongkai.core.models import Record
from gongkai.foi.models.cases import InfoRequest


class CalendarNotice(Record):
    """One notice with the days off and working weekends of a year, as `rules.calendars` reads them.

    `days` is `{"holidays": [{"name", "from", "to"}], "working_weekends": [{"day", "for"}]}`, days in ISO form. In force
    once applied; a later notice for the same year replaces an earlier one.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Entered")
        APPLIED = "applied", _("Applied")
        DROPPED = "dropped", _("Dropped")

    year = models.PositiveIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=120)
    number = models.CharField(_("document number"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    days = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    applied_by = models.CharField(max_length=80, null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            constraints.paired("foi", "applied_by", "applied_at"),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False), name="foi_applied_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.number}"

    @property
    def reference(self) -> str:
        """How events speak of this notice."""
        return f"calendar-notice:{self.pk}"


class ClockMove(Record):
    """An open case whose due day a notice moved: the day before and after. Never changed."""

    notice = models.ForeignKey(CalendarNotice, on_delete=models.PROTECT, related_name="moves")
    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="clock_moves")
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "info_request"], name="foi_moved_once_a_notice")
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.due_before} to {self.due_after}"
