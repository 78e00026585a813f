"""Bringing single items of the index up to date with the database."""

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import tantivy

from gongkai.search.actions import locking
from gongkai.search.queries import contents, generations, schema, sources

PATIENCE = 30.0
BATCH = 500
_MEMORY = 32_000_000


def update(*, item_ids: Iterable[int]) -> int:
    """Take the public ones among these items in anew and the others out. Returns how many are in.

    Can be repeated. Raises IndexMissing, and Busy when another writer does not come to an end.
    """
    wanted = sorted(set(item_ids))
    count = 0
    with locking.held(locking.WRITER, patience=PATIENCE):
        name = generations.current()
        for start in range(0, len(wanted), BATCH):
            count += put(name, wanted[start : start + BATCH])
    return count


def update_source(*, source: sources.Source, ids: Iterable[int]) -> int:
    """The same for records of a source."""
    wanted = sorted(set(ids))
    count = 0
    with locking.held(locking.WRITER, patience=PATIENCE):
        name = generations.current()
        for start in range(0, len(wanted), BATCH):
            count += put_source(name, source, wanted[start : start + BATCH])
    return count


def update_within(*, agency_ids: Collection[int], column_ids: Collection[int]) -> int:
    """Take all public items of these agencies or in these columns in anew, batch by batch.

    Returns how many. Raises what `update` raises.
    """
    last = count = 0
    while ids := contents.ids_within(agency_ids=agency_ids, column_ids=column_ids, after=last, size=BATCH):
        count += update(item_ids=ids)
        last = ids[-1]
    return count


def put(name: str, item_ids: Sequence[int]) -> int:
    """Write these items into one generation. The caller holds the lock of the writer."""
    with writer(name) as (schema_of_index, target):
        return _replace(schema_of_index, target, item_ids, contents.entries(item_ids))


def put_source(name: str, source: sources.Source, ids: Sequence[int]) -> int:
    """The same for records of a source."""
    with writer(name) as (schema_of_index, target):
        documents = [schema.document_id(source.number, each) for each in ids]
        return _replace(schema_of_index, target, documents, source.entries(ids))


def _replace(schema_of_index: Any, target: Any, documents: Sequence[int], entries: Sequence[schema.Entry]) -> int:
    target.delete_documents_by_query(_with_ids(schema_of_index, documents))
    for entry in entries:
        target.add_document(schema.document(entry))
    return len(entries)


@contextlib.contextmanager
def writer(name: str, *, memory: int = _MEMORY, threads: int = 1) -> Iterator[tuple[Any, Any]]:
    """The schema and a writer of one generation; committed at the end, not at all after an error."""
    index = generations.open_index(name)
    target = index.writer(memory, threads)
    try:
        yield index.schema, target
        target.commit()
    finally:
        # Also gives the engine's own lock back after an error, while the traceback still holds the writer.
        target.wait_merging_threads()


def _with_ids(schema_of_index: Any, documents: Sequence[int]) -> Any:
    return tantivy.Query.term_set_query(schema_of_index, "id", list(documents))
