"""Bricks for models, the workers of background tasks, when the clock's jobs are next due, and tallies of callers."""

from typing import ClassVar

from django.db import models


class Record(models.Model):
    """The base of every model: says which of its fields are personal data (empty where none are)."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class Worker(Record):
    """A process that runs tasks or delivers events, known by its heartbeat."""

    name = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name} on {self.host}"


class Appointment(Record):
    """When a job of the clock is next due; whoever moves it on is the one who runs the job."""

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.next_at}"


class Tally(Record):
    """How often one caller did one thing in one span of time. The caller is a keyed hash, never an address."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
