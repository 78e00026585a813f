"""Whether the index says what the database says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from gongkai.search.queries import contents, generations, schema, sources

_RANGE = 1000


@dataclass(frozen=True, slots=True)
class Differences:
    """Documents the index lacks, those it holds in an older state, and those it should not hold.

    An item's document has the item's number; those of sources come behind all items.
    """

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    extra: tuple[int, ...]
    compared: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra)

    @property
    def item_ids(self) -> list[int]:
        """The items that must be brought up to date."""
        return [each for each in self._documents if not schema.origin(each)[0]]

    @property
    def source_ids(self) -> dict[int, list[int]]:
        """The records that must be brought up to date, by the number of their source."""
        found: dict[int, list[int]] = {}
        for number, record in map(schema.origin, self._documents):
            if number:
                found.setdefault(number, []).append(record)
        return found

    @property
    def _documents(self) -> list[int]:
        return sorted({*self.missing, *self.stale, *self.extra})


def differences(*, progress: Callable[[int, int], None] = lambda done, total: None) -> Differences:
    """Compare every public item with the index. Raises IndexMissing."""
    opened = generations.opened()
    missing: list[int] = []
    stale: list[int] = []
    extra: list[int] = []
    compared = 0
    last = max(contents.last_id(), _last_indexed(opened))
    for first in range(1, last + 1, _RANGE):
        end = first + _RANGE - 1
        compared += _compare(contents.entries_between(first, end), _marks(opened, first, end), missing, stale, extra)
        progress(min(end, last), last)
    for source in sources.SOURCES.values():
        compared += _compare_source(opened, source, missing, stale, extra)
    return Differences(tuple(missing), tuple(stale), tuple(extra), compared)


def _compare(
    entries: Sequence[schema.Entry], held: dict[int, int], missing: list[int], stale: list[int], extra: list[int]
) -> int:
    wanted = {entry.document_id: entry.mark for entry in entries}
    missing += sorted(wanted.keys() - held.keys())
    extra += sorted(held.keys() - wanted.keys())
    stale += sorted(pk for pk in wanted.keys() & held.keys() if wanted[pk] != held[pk])
    return len(wanted)


def _compare_source(
    opened: generations.Opened, source: sources.Source, missing: list[int], stale: list[int], extra: list[int]
) -> int:
    compared, last = 0, 0
    while True:
        ids = source.ids(last, _RANGE // 2)
        # Behind the last record the index is asked for all that is left, which should be nothing.
        end = ids[-1] if ids else schema.SOURCE_STEP - 1
        held = _marks(opened, *(schema.document_id(source.number, each) for each in (last + 1, end)))
        compared += _compare(source.entries(ids) if ids else [], held, missing, stale, extra)
        if not ids:
            return compared
        last = end


def _marks(opened: generations.Opened, first: int, last: int) -> dict[int, int]:
    asked = tantivy.Query.range_query(opened.schema, "id", tantivy.FieldType.Unsigned, first, last)
    found = opened.searcher.search(asked, 2 * _RANGE, count=False)
    addresses = [address for _score, address in found.hits]
    ids: list[Any] = opened.searcher.fast_field_values("id", addresses)
    marks: list[Any] = opened.searcher.fast_field_values("mark", addresses)
    return dict(zip(ids, marks, strict=True))


def _last_indexed(opened: generations.Opened) -> int:
    items = tantivy.Query.range_query(opened.schema, "id", tantivy.FieldType.Unsigned, 0, schema.SOURCE_STEP - 1)
    answer = opened.searcher.aggregate(items, {"last": {"max": {"field": "id"}}})
    return int(answer["last"]["value"] or 0)
