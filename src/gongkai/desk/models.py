"""Hand-overs of what stood with somebody who left, and how far newcomers are on the tour of the desk."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from gongkai.core import constraints
from gongkai.core.models import Record

PERSON = settings.AUTH_USER_MODEL


class Handover(Record):
    """What stood with a person was passed on in one step; undone at most once, as a whole."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="handovers")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [constraints.paired("desk", "undone_at", "undone_by")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.at}"


class Passed(Record):
    """One thing that was passed on: what it was, to whom, and what stood before and after for undoing it."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="passed")
    kind = models.CharField(max_length=20)
    subject = models.BigIntegerField()
    title = models.CharField(max_length=400)
    to = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    before = models.BigIntegerField(null=True)
    after = models.BigIntegerField(null=True)
    # A role as it was, to give it back.
    was = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} to {self.to_id}"


class Visited(Record):
    """A step of the tour that somebody has done."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="visited")
    step = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "step"], name="desk_step_visited_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.step}"
