"""What can be done with events: record them, seal them into the chain, deliver them."""

import contextvars
import datetime
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from gongkai.events.models import KINDS, Chain, DeadLetter, Event, Subscription

logger = logging.getLogger(__name__)

Handler = Callable[[Sequence[Event]], None]

LEASE = datetime.timedelta(seconds=60)
FIRST_RETRY = datetime.timedelta(seconds=2)
LONGEST_RETRY = datetime.timedelta(minutes=10)
ATTEMPTS = 6


class UnknownKind(LookupError):
    """Every kind of event is declared before it is recorded."""


@dataclass(frozen=True)
class Listener:
    """Somebody who wants to hear of some kinds; `at_once` also straight after commit, in the same process."""

    name: str
    kinds: frozenset[str]
    handler: Handler
    at_once: bool
    batch: int


LISTENERS: dict[str, Listener] = {}
_IS_UNHEARD = contextvars.ContextVar("is_unheard", default=False)


def declare(name: str, words: Any) -> str:
    """Declare a kind of event with the sentence that presents it (a lazy translation). Called while apps load."""
    KINDS[name] = words
    return name


def subscribe(name: str, kinds: Iterable[str], handler: Handler, *, at_once: bool = False, batch: int = 200) -> None:
    """Register a listener. It gets events in chain order, in batches, at least once, so it must bear repeats.

    With `at_once` it is also called straight after the commit, before the act answers; a failure there is
    logged and made good by the ordinary delivery.
    """
    LISTENERS[name] = Listener(name, frozenset(kinds), handler, at_once, batch)


def record(
    kind: str,
    *,
    by: str,
    about: str,
    at: datetime.datetime,
    agency_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write one event in the caller's transaction and return it. Raises UnknownKind."""
    return record_many([event(kind, by=by, about=about, at=at, agency_id=agency_id, data=data)])[0]


def event(
    kind: str,
    *,
    by: str,
    about: str,
    at: datetime.datetime,
    agency_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Build an event without writing it, for `record_many`. Raises UnknownKind."""
    if kind not in KINDS:
        raise UnknownKind(kind)
    return Event(kind=kind, by=by, about=about, at=at, agency_id=agency_id, data=data or {})


@contextmanager
def unheard() -> Iterator[None]:
    """Call no listener at once for what is recorded inside, because all they make is made anew afterwards.

    They hear of it by the ordinary delivery, unless they are told to skip it.
    """
    token = _IS_UNHEARD.set(True)
    try:
        yield
    finally:
        _IS_UNHEARD.reset(token)


def record_many(events: Sequence[Event]) -> list[Event]:
    """Write many events in the caller's transaction, with one statement."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to the transaction of its act")
    written = Event.objects.bulk_create(events, batch_size=1000)
    if _IS_UNHEARD.get():
        return written
    kinds = {each.kind for each in written}
    for listener in LISTENERS.values():
        if listener.at_once and kinds & listener.kinds:
            heard = [each for each in written if each.kind in listener.kinds]
            transaction.on_commit(lambda listener=listener, heard=heard: _tell(listener, heard), robust=True)  # type: ignore[misc]
    return written


def _tell(listener: Listener, heard: Sequence[Event]) -> None:
    listener.handler(heard)


def seal(*, limit: int = 2000) -> int:
    """Chain the events committed since, in one transaction that holds the chain's end. Returns how many.

    Writers never wait for this: they only insert. Whoever seals sees committed events alone, so the order of
    the chain is fixed here, once, and listeners never miss an event that was slow to commit.
    """
    # On SQLite a transaction locks writers out, so none is begun while nothing waits.
    return _seal(limit) if Event.objects.filter(seq__isnull=True).exists() else 0


@transaction.atomic
def _seal(limit: int) -> int:
    Chain.objects.get_or_create(pk=1)
    end = Chain.objects.select_for_update().get(pk=1)
    waiting = list(Event.objects.filter(seq__isnull=True).order_by("id")[:limit])
    if not waiting:
        return 0
    for one in waiting:
        end.seq += 1
        one.seq, one.previous_hash = end.seq, end.hash
        one.hash = end.hash = one.fingerprint(seq=end.seq, previous=end.hash)
    with connection.cursor() as cursor:
        # Plain updates, prepared once: ten times faster than bulk_update, which counts after a large import.
        cursor.executemany(
            "UPDATE events_event SET seq = %s, previous_hash = %s, hash = %s WHERE id = %s",
            [(one.seq, one.previous_hash, one.hash, one.pk) for one in waiting],
        )
    end.save(update_fields=["seq", "hash"])
    return len(waiting)


def deliver(*, worker: str, clock: Callable[[], datetime.datetime]) -> int:
    """Give every listener its next batch. Returns how many events moved on; 0 means nothing is waiting."""
    # Two look-ups however many listen: an idle worker asks this ten times a second.
    end = Chain.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    positions = dict(Subscription.objects.values_list("name", "position"))
    behind = [each for each in LISTENERS.values() if positions.get(each.name, -1) < end]
    return sum(_deliver_to(listener, worker=worker, clock=clock) for listener in behind)


def _deliver_to(listener: Listener, *, worker: str, clock: Callable[[], datetime.datetime]) -> int:
    now = clock()
    subscription, _ = Subscription.objects.get_or_create(name=listener.name)
    end = Chain.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    if subscription.position >= end:
        return 0
    leased = Subscription.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now) | Q(leased_by=worker),
        Q(retry_at__isnull=True) | Q(retry_at__lte=now),
        pk=subscription.pk,
    ).update(leased_by=worker, leased_until=now + LEASE)
    if not leased:
        return 0
    subscription.refresh_from_db()
    size = 1 if subscription.attempts >= ATTEMPTS // 2 else listener.batch
    ahead = list(Event.objects.filter(seq__gt=subscription.position).order_by("seq")[:size])
    if not ahead:
        Subscription.objects.filter(pk=subscription.pk, leased_by=worker).update(leased_by="", leased_until=None)
        return 0
    heard = [each for each in ahead if each.kind in listener.kinds]
    try:
        if heard:
            listener.handler(heard)
    except Exception:  # noqa: BLE001  a listener's failure is kept for a person to see, and tried again
        return _failed(subscription, ahead, heard, now=clock(), worker=worker)
    Subscription.objects.filter(pk=subscription.pk, leased_by=worker).update(
        position=ahead[-1].seq, attempts=0, retry_at=None, last_error="", leased_by="", leased_until=None
    )
    return len(ahead)


def _failed(
    subscription: Subscription, ahead: Sequence[Event], heard: Sequence[Event], *, now: datetime.datetime, worker: str
) -> int:
    error = traceback.format_exc()
    logger.exception("listener failed", extra={"listener": subscription.name, "attempts": subscription.attempts + 1})
    held = Subscription.objects.filter(pk=subscription.pk, leased_by=worker)
    if subscription.attempts + 1 >= ATTEMPTS and len(ahead) == 1:
        with transaction.atomic():
            DeadLetter.objects.update_or_create(
                subscription=subscription,
                event=heard[0],
                defaults={"error": error, "failed_at": now, "resolved_at": None},
            )
            held.update(
                position=ahead[0].seq, attempts=0, retry_at=None, last_error="", leased_by="", leased_until=None
            )
        return 1
    wait = min(FIRST_RETRY * 2**subscription.attempts, LONGEST_RETRY)
    held.update(attempts=F("attempts") + 1, retry_at=now + wait, last_error=error, leased_by="", leased_until=None)
    return 0


def retry(*, letter: DeadLetter, at: datetime.datetime) -> DeadLetter:
    """Deliver a dead letter again. Raises what the listener raises."""
    LISTENERS[letter.subscription.name].handler([letter.event])
    letter.resolved_at = at
    letter.save(update_fields=["resolved_at"])
    return letter


def skip_to_end(*, name: str) -> None:
    """Tell that a listener has just been rebuilt from the records and needs no event before now."""
    seal(limit=10_000_000)
    end = Chain.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    Subscription.objects.update_or_create(name=name, defaults={"position": end, "attempts": 0, "retry_at": None})


def release_leases_of(*, worker: str) -> int:
    """Give back what a worker held when it died."""
    return Subscription.objects.filter(leased_by=worker).update(leased_by="", leased_until=None)
