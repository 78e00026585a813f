"""Whether the index says what the database says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tantivy

from gongkai.search.queries import contents, generations

_RANGE = 1000


@dataclass(frozen=True, slots=True)
class Differences:
    """Ids of public items the index lacks, of items it holds in an older state, and of those it should not hold."""

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    extra: tuple[int, ...]
    compared: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra)

    @property
    def item_ids(self) -> list[int]:
        """All that must be brought up to date."""
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
        wanted = {entry.item_id: entry.mark for entry in contents.entries_between(first, end)}
        held = _marks(opened, first, end)
        missing += sorted(wanted.keys() - held.keys())
        extra += sorted(held.keys() - wanted.keys())
        stale += sorted(pk for pk in wanted.keys() & held.keys() if wanted[pk] != held[pk])
        compared += len(wanted)
        progress(min(end, last), last)
    return Differences(tuple(missing), tuple(stale), tuple(extra), compared)


def _marks(opened: generations.Opened, first: int, last: int) -> dict[int, int]:
    asked = tantivy.Query.range_query(opened.schema, "id", tantivy.FieldType.Unsigned, first, last)
    found = opened.searcher.search(asked, 2 * _RANGE, count=False)
    addresses = [address for _score, address in found.hits]
    ids: list[Any] = opened.searcher.fast_field_values("id", addresses)
    marks: list[Any] = opened.searcher.fast_field_values("mark", addresses)
    return dict(zip(ids, marks, strict=True))


def _last_indexed(opened: generations.Opened) -> int:
    answer = opened.searcher.aggregate(tantivy.Query.all_query(), {"last": {"max": {"field": "id"}}})
    return int(answer["last"]["value"] or 0)
