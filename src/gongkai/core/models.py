"""Bricks for models, and the workers that run background tasks."""

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
