"""Words to people: what was told to whom, whether they have seen it, and what went out by mail or to a telephone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class Message(Record):
    """A notice on its way out of the desk, by one way. It waits until it is sent, or has failed too often."""

    class Way(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="messages")
    way = models.CharField(max_length=10, choices=Way.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="notices_waiting", condition=Q(state="waiting")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "way"], name="notices_once_a_way"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notices_sent_when",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="notices_failed_why"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.way} {self.state}"
