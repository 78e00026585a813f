"""The trail of what was done, the places reached by those who listen, and what could not be delivered."""

import datetime
import hashlib
import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func

from gongkai.core.models import Record

# The kinds of events declared by the apps, with the sentence that presents each ({placeholders} come from its data).
KINDS: dict[str, Any] = {}


class Room(Func):
    """The part of a kind before its first point: which app speaks. Written out, so that the index of it is found."""

    template = "SUBSTR(%(expressions)s, 1, INSTR(%(expressions)s, '.') - 1)"
    output_field = models.CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same in the words of PostgreSQL."""
        return self.as_sql(compiler, connection, template="SPLIT_PART(%(expressions)s, '.', 1)", **extra)


class Event(Record):
    """One act, written in the transaction of the act; sealed into the chain a moment later.

    `by` and `about` are references such as "person:12" and "item:345", so that this app knows no other.
    `seq`, `previous_hash` and `hash` are set once, by the seal; nothing else ever changes.
    """

    kind = models.CharField(max_length=60)
    by = models.CharField(max_length=80)
    about = models.CharField(max_length=80)
    agency_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    seq = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    personal_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="events_unsealed", condition=models.Q(seq__isnull=True)),
            models.Index(fields=["about", "id"], name="events_about"),
            models.Index(fields=["agency_id", "id"], name="events_agency"),
            models.Index(fields=["by", "id"], name="events_by"),
            models.Index(Room("kind"), F("id").desc(), name="events_room"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(seq__isnull=True, hash="") | (models.Q(seq__isnull=False) & ~models.Q(hash="")),
                name="events_seq_with_hash",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} by {self.by}"

    def fingerprint(self, *, seq: int, previous: str) -> str:
        """The hash that ties the event to all before it: SHA-256 over its canonical JSON and the hash before."""
        at = self.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        content = [seq, previous, self.kind, self.by, self.about, self.agency_id, at, self.data]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Chain(Record):
    """The end of the chain: one row, locked by whoever seals."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"sealed to {self.seq}"


class Subscription(Record):
    """How far one listener has come along the chain. Delivered at least once; leased while being delivered."""

    name = models.CharField(max_length=60, unique=True)
    position = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)
    leased_by = models.CharField(max_length=120, default="", blank=True)
    leased_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class DeadLetter(Record):
    """An event a listener failed on, time and again; it waits here for a person while the rest go on."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE)
    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    error = models.TextField()
    failed_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "event"], name="events_one_letter_each"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} failed on {self.event_id}"
