"""Building the whole index anew beside the one in use, and changing over in one step."""

import datetime
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from gongkai.catalog.models import Column
from gongkai.events import actions as events
from gongkai.events.models import Chain, Event, Subscription
from gongkai.orgs.models import Agency
from gongkai.search.actions import file_texts, indexing, locking
from gongkai.search.queries import contents, generations, lexicon, schema, sources

LISTENER = "search"
# Acts that change an agency's name or place, which the index holds with each of its items.
AGENCY_KINDS = ("agency.renamed", "agency.moved", "agency.merged", "agency.split", "agency.dissolved")
_MEMORY = 256_000_000
_COMMIT_EVERY = 20_000
_CATCH_UP = 2_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made: the name of the generation, how many items it holds, how many it caught up with."""

    generation: str
    item_count: int
    caught_up: int


def rebuild(*, at: datetime.datetime, progress: Progress = lambda done, total: None) -> Rebuilt:
    """Write a new generation from the database and put it in use. Search goes on in the old one meanwhile.

    What happens while it is written is made good before the change: first without, then with the writer's lock.
    `progress(done, total)` is called after each chunk. Raises Busy when another rebuild runs.
    """
    with locking.held(locking.REBUILD, patience=0.0):
        _sweep()
        position = _sealed()
        name = generations.next_name()
        (generations.root() / name).mkdir(parents=True)
        tantivy.Index(schema.build(), path=str(generations.root() / name))
        count = _write_all(name, at=at, progress=progress)
        lexicon.write(name)
        position, caught_up = _catch_up(name, position)
        with locking.held(locking.WRITER, patience=indexing.PATIENCE):
            position, last = _catch_up(name, position)
            _point_to(name)
        # What the listener has not heard yet is in; it need not hear it again.
        Subscription.objects.filter(name=LISTENER, position__lt=position).update(position=position)
    return Rebuilt(name, count, caught_up + last)


def _write_all(name: str, *, at: datetime.datetime, progress: Progress) -> int:
    total = contents.public_count()
    done = since_commit = 0
    progress(0, total)
    with indexing.writer(name, memory=_MEMORY) as (_schema, target):
        for first, last in contents.ranges():
            file_texts.read_unread(item_ids=contents.ids_between(first, last), at=at)
            entries = contents.entries_between(first, last)
            for entry in entries:
                target.add_document(schema.document(entry))
            done += len(entries)
            since_commit += len(entries)
            if since_commit >= _COMMIT_EVERY:
                target.commit()
                since_commit = 0
            progress(done, max(total, done))
        for source in sources.SOURCES.values():
            _write_source(source, target)
    return done


def _write_source(source: sources.Source, target: Any) -> None:
    last = 0
    while ids := source.ids(last, contents.CHUNK):
        for entry in source.entries(ids):
            target.add_document(schema.document(entry))
        last = ids[-1]


def _sealed() -> int:
    """Seal what has been committed and return the end of the chain."""
    while events.seal():
        pass
    return Chain.objects.filter(pk=1).values_list("seq", flat=True).first() or 0


def _catch_up(name: str, position: int) -> tuple[int, int]:
    """Bring in what happened after a place in the chain. Returns the new place and how many items were touched."""
    end = _sealed()
    touched = 0
    while position < end:
        heard = list(Event.objects.filter(seq__gt=position, seq__lte=end).order_by("seq")[:_CATCH_UP])
        ids = touched_items(heard)
        ids += _items_within(touched_agencies(heard), touched_columns(heard))
        for start in range(0, len(ids), indexing.BATCH):
            indexing.put(name, ids[start : start + indexing.BATCH])
        touched += len(ids)
        for source in sources.SOURCES.values():
            if records := touched_records(heard, source.prefix):
                touched += indexing.put_source(name, source, records)
        position = heard[-1].seq or end if heard else end
    return position, touched


def touched_items(heard: Sequence[Event]) -> list[int]:
    """The items these events are about."""
    return touched_records(heard, "item")


def touched_records(heard: Sequence[Event], prefix: str) -> list[int]:
    """The records that events call `prefix:id`."""
    parts = (each.about.partition(":") for each in heard)
    return sorted({int(number) for word, _colon, number in parts if word == prefix and number.isdecimal()})


def touched_agencies(heard: Sequence[Event]) -> list[int]:
    """The agencies these events are about, with all below them: their way from the root may have changed."""
    named = {
        int(each.about[7:]) for each in heard if each.about.startswith("agency:") and each.kind != "agency.ordered"
    }
    found: set[int] = set()
    for agency in Agency.objects.filter(pk__in=named):
        found.update(Agency.objects.within(agency).values_list("pk", flat=True))
    return sorted(found)


def touched_columns(heard: Sequence[Event]) -> list[int]:
    """The columns these events are about, with all below them."""
    named = {int(each.about[7:]) for each in heard if each.kind in {"column.moved", "column.merged"}}
    found: set[int] = set()
    for column in Column.objects.filter(pk__in=named):
        found.update(Column.objects.within(column).values_list("pk", flat=True))
    return sorted(found)


def _items_within(agency_ids: Sequence[int], column_ids: Sequence[int]) -> list[int]:
    if not agency_ids and not column_ids:
        return []
    return contents.ids_within(agency_ids=agency_ids, column_ids=column_ids, after=0, size=10_000_000)


def _point_to(name: str) -> None:
    """Replace the pointer in one step."""
    pointer = generations.root() / generations.POINTER
    temporary = pointer.with_name(f".{generations.POINTER}.{secrets.token_hex(4)}")
    temporary.write_text(name, encoding="ascii")
    temporary.replace(pointer)


def sweep() -> int:
    """Remove generations that are no longer read, and those left unfinished. Raises Busy while a rebuild runs.

    Not done by the rebuild itself: a reader that has just looked up the old name shall still find it.
    """
    with locking.held(locking.REBUILD, patience=0.0):
        return _sweep()


def _sweep() -> int:
    try:
        name = generations.current()
    except generations.IndexMissing:
        name = ""
    old = [each for each in generations.generations() if each != name]
    for each in old:
        shutil.rmtree(generations.root() / each, ignore_errors=True)
    return len(old)
