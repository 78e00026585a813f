"""Words to people: what was told to whom, and whether they have seen it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.core.models import Record


class Notice(Record):
    """One message to one person, shown in the desk until it is seen."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True, default="")
    event_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="notices_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "event_id"], condition=Q(event_id__isnull=False), name="notices_once_per_event"
            )
        ]

    def __str__(self) -> str:
        return self.text
