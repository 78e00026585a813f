"""Carrying out a takedown: withdrawn, seen to be gone everywhere, counted how often it was fetched."""

import contextvars
import datetime
from collections.abc import Collection, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.core import access_logs, background
from gongkai.events.models import Event
from gongkai.portal.actions import baking, takedowns
from gongkai.portal.models import Takedown, TakedownLine
from gongkai.portal.pages import holding
from gongkai.portal.tasks import following
from gongkai.search.actions import indexing, locking
from gongkai.search.queries import generations

CHUNK = 20
# So many are removed before the screen answers; more go to the worker.
AT_ONCE = 10
# The items whose files were swept in one go, known while this thread withdraws them and no longer.
_SWEPT: contextvars.ContextVar[Collection[str]] = contextvars.ContextVar("swept", default=())
PREFIXES = ("", *(f"/{edition}" for edition in holding.EDITIONS))


def hear(heard: Sequence[Event]) -> None:
    """Straight after a withdrawal no copy is served any more; what a takedown has swept is not gone over again."""
    rest = [event for event in heard if event.about not in _SWEPT.get()]
    if rest:
        following.hear(rest)


def begin(takedown: Takedown) -> None:
    """Carry out a small takedown now, a large one by the worker."""
    if takedown.lines.count() <= AT_ONCE:
        carry_out(takedown)
    else:
        remove_many.enqueue(takedown_id=takedown.pk)


@background.background(attempts=5)
def remove_many(*, takedown_id: int) -> int:
    """Carry out a takedown. Can be run again: what is removed is passed over."""
    return carry_out(Takedown.objects.get(pk=takedown_id))


def carry_out(takedown: Takedown) -> int:
    """Withdraw what waits, chunk by chunk, each chunk's files first of all. Returns how many went."""
    count = 0
    lines = takedowns.waiting(takedown)
    for start in range(0, len(lines), CHUNK):
        count += _remove(takedown, lines[start : start + CHUNK])
    takedowns.finish(takedown=takedown, at=timezone.now())
    count_fetches.enqueue(takedown_id=takedown.pk)
    return count


def _remove(takedown: Takedown, lines: Sequence[TakedownLine]) -> int:
    root = Path(settings.PUBLIC_ROOT)
    ids = [line.item_id for line in lines]
    before = holding.places(ids, root=root)
    swept: set[str] = set()
    before_this = _SWEPT.set(swept)
    try:
        with transaction.atomic():
            # Before whatever else listens to the withdrawals: all files of the chunk go in one sweep.
            transaction.on_commit(lambda: _sweep(ids, swept), robust=True)
            done = takedowns.withdraw(takedown=takedown, lines=lines, at=timezone.now())
    finally:
        _SWEPT.reset(before_this)
    is_indexed = not _unindexed(ids)
    after = holding.look_again(before, root=root, is_indexed=is_indexed)
    seen = {pk: [each.as_json() for each in held] for pk, held in after.items()}
    takedowns.note(lines=done, places=seen, at=timezone.now())
    return len(done)


def _sweep(ids: Sequence[int], swept: set[str]) -> None:
    following.refresh(scope=following.Scope(items=set(ids)), target=baking.own(), at=timezone.now())
    swept.update(f"item:{pk}" for pk in ids)


def _unindexed(ids: Sequence[int]) -> bool:
    """Take items out of the index at once; where it is being written by others it follows by itself."""
    try:
        indexing.update(item_ids=ids)
    except (generations.IndexMissing, locking.Busy):
        return False
    return True


@background.background(attempts=3)
def count_fetches(*, takedown_id: int) -> int:
    """Count in the logs how often the removed addresses were fetched while they were public."""
    logs = access_logs.files(settings.ACCESS_LOG)
    lines = list(TakedownLine.objects.filter(takedown=takedown_id, removed_at__isnull=False).order_by("pk"))
    own = {line.pk: holding.addresses([holding.Place(**each) for each in line.places]) for line in lines}
    found = access_logs.count({each for every in own.values() for each in every}, logs=logs, prefixes=PREFIXES)
    for line in lines:
        line.fetches = {
            "counts": {address: found.counts.get(address, 0) for address in own[line.pk]} if found.is_known else {},
            "since": _written(found.since),
            "until": _written(found.until),
            "is_cut": found.is_cut,
            "unreadable": found.unreadable,
        }
        line.save(update_fields=["fetches"])
    return len(lines)


def _written(moment: datetime.datetime | None) -> str:
    return moment.isoformat() if moment else ""
