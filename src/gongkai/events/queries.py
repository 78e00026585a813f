"""What needs to be known of the trail: who did what to what, and whether the chain holds."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from gongkai.events.models import KINDS, Chain, DeadLetter, Event, Room, Subscription


@dataclass(frozen=True)
class BrokenLink:
    """The first event that does not fit the one before it."""

    seq: int
    event_id: int | None
    reason: str


@dataclass(frozen=True)
class Backlog:
    """How far one listener lies behind the chain."""

    name: str
    waiting: int
    attempts: int
    last_error: str


def about(reference: str) -> QuerySet[Event]:
    """Events about one thing, newest first."""
    return Event.objects.filter(about=reference).order_by("-id")


def of_room(rows: QuerySet[Event], room: str) -> QuerySet[Event]:
    """Those of the events whose kind begins with the name of one room: of "item" all "item.…"."""
    return rows.alias(room=Room("kind")).filter(room=room)


def words(event: Event) -> str:
    """The sentence that presents an event to a person."""
    words = KINDS.get(event.kind, event.kind)
    return str(words).format_map(_Blank(event.data))


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def first_broken_link() -> BrokenLink | None:
    """Walk the whole chain. Returns the first link that does not hold, or None."""
    previous, expected = "", 1
    for event in Event.objects.filter(seq__isnull=False).order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected:
            return BrokenLink(expected, None, gettext_noop("an event is missing"))
        if event.previous_hash != previous:
            return BrokenLink(expected, event.pk, gettext_noop("it does not follow the event before it"))
        if event.hash != event.fingerprint(seq=expected, previous=previous):
            return BrokenLink(expected, event.pk, gettext_noop("its content was changed"))
        previous, expected = event.hash, expected + 1
    end = Chain.objects.filter(pk=1).first() or Chain()
    if (end.seq, end.hash) != (expected - 1, previous):
        return BrokenLink(expected, None, gettext_noop("the last events are missing"))
    return None


def backlogs() -> list[Backlog]:
    """Each listener with what is waiting for it."""
    end = Chain.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    return [
        Backlog(row.name, end - row.position, row.attempts, row.last_error)
        for row in Subscription.objects.order_by("name")
    ]


def dead_letters() -> QuerySet[DeadLetter]:
    """Letters that wait for a person, oldest first."""
    return (
        DeadLetter.objects.filter(resolved_at__isnull=True)
        .select_related("event", "subscription")
        .order_by("failed_at", "id")
    )
