"""What is found beside items: apps above search enter a source of their records when they load."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.search.queries import schema


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as results show it."""

    title: str
    text: str
    address: str
    agency_name: str
    published_on: datetime.date


@dataclass(frozen=True, slots=True)
class Source:
    """Public records of one kind. `number` (from 1) never changes; events call a record `prefix:id`.

    `ids(after, size)` gives public ids in order, `entries` and `shown` the public ones among some ids.
    """

    kind: str
    number: int
    prefix: str
    ids: Callable[[int, int], list[int]]
    entries: Callable[[Sequence[int]], list[schema.Entry]]
    shown: Callable[[Sequence[int]], Mapping[int, Shown]]


SOURCES: dict[int, Source] = {}


def register(source: Source) -> None:
    """Enter a source. Called while apps load."""
    SOURCES[source.number] = source


def shown(documents: Iterable[int]) -> dict[int, Shown]:
    """The public ones among documents of the sources, by the number the index knows them by. Items are left out."""
    by_source: dict[int, list[int]] = {}
    for each in documents:
        number, record = schema.origin(each)
        if number in SOURCES:
            by_source.setdefault(number, []).append(record)
    return {
        schema.document_id(number, record): row
        for number, records in by_source.items()
        for record, row in SOURCES[number].shown(records).items()
    }
