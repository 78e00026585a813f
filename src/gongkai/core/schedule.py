"""What is due by the clock: apps register functions with an interval, `gongkai tick` runs those that are due."""

import datetime
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.core.models import Appointment

logger = logging.getLogger(__name__)

Job = Callable[[datetime.datetime], object]
RETRY = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Entry:
    """A job of the clock: its name, how often it is due, and what to call with the moment."""

    name: str
    interval: datetime.timedelta
    job: Job


@dataclass(frozen=True)
class Tick:
    """What one tick did: names of the jobs that ran, and of those that failed."""

    ran: tuple[str, ...]
    failed: tuple[str, ...]


ENTRIES: dict[str, Entry] = {}


def every(name: str, seconds: int) -> Callable[[Job], Job]:
    """Register a job that is called with the moment, at most once in so many seconds. Called while apps load."""

    def register(job: Job) -> Job:
        ENTRIES[name] = Entry(name, datetime.timedelta(seconds=seconds), job)
        return job

    return register


def tick(*, now: datetime.datetime) -> Tick:
    """Run every job that is due. Of two ticks at once only one runs a job; a failed job is soon tried again."""
    ran, failed = [], []
    for entry in list(ENTRIES.values()):
        if not _claim(entry, now=now):
            continue
        ran.append(entry.name)
        try:
            entry.job(now)
        except Exception:
            logger.exception("scheduled job failed", extra={"job": entry.name})
            failed.append(entry.name)
            soon = now + min(entry.interval, RETRY)
            Appointment.objects.filter(name=entry.name).update(next_at=soon, last_error=traceback.format_exc())
        else:
            Appointment.objects.filter(name=entry.name).exclude(last_error="").update(last_error="")
    return Tick(tuple(ran), tuple(failed))


def _claim(entry: Entry, *, now: datetime.datetime) -> bool:
    Appointment.objects.get_or_create(name=entry.name, defaults={"next_at": now})
    due = Appointment.objects.filter(name=entry.name, next_at__lte=now)
    return bool(due.update(next_at=now + entry.interval, last_at=now))
