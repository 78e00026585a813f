"""What the index holds of an item, field by field."""

import datetime
import itertools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from gongkai.language import analysis

# Goes up with every change of the fields or of the analyser; an index of another version is rebuilt.
VERSION = 1

AGENCY_LEVELS = 6
COLUMN_LEVELS = 5
TOPIC_LEVELS = 2

# The weight of a text doubles with every dozen years it is younger: enough to settle a draw, no more.
_YEARS_TO_DOUBLE = 12
_WEIGHT_ONE = datetime.date(2010, 1, 1)
_ENDED = frozenset({"repealed", "expired", "void"})
_WEIGHT_ENDED = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as the index takes it, still in its own spelling."""

    item_id: int
    title: str
    body: str
    files: tuple[str, ...]
    numbers: tuple[str, ...]
    agency_names: tuple[str, ...]
    agency_ids: tuple[int, ...]
    column_ids: tuple[int, ...]
    topics: tuple[str, ...]
    genre: str
    validity: str
    published_at: int
    published_on: datetime.date

    @property
    def mark(self) -> int:
        """A number that changes with anything the index holds of the item."""
        return zlib.crc32(repr(self).encode())


def build() -> Any:
    """The schema of an index."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("mark", fast=True)
    for name in ("title", "body", "files"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(f"{name}_characters", tokenizer_name="whitespace", index_option="basic")
        builder.add_text_field(f"{name}_pairs", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("numbers", tokenizer_name="raw", index_option="basic")
    for name in ("agencies", "columns"):
        builder.add_unsigned_field(name, indexed=True)
    builder.add_text_field("topics", tokenizer_name="raw", index_option="basic")
    # One field for each level: counting a field of one value a document is ten times faster than one of many.
    for name, levels in (("agency", AGENCY_LEVELS), ("column", COLUMN_LEVELS), ("topic", TOPIC_LEVELS)):
        for level in range(levels):
            builder.add_text_field(f"{name}_{level}", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("genre", "validity", "year"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_float_field("weight", fast=True)
    return builder.build()


def document(entry: Entry) -> Any:
    """The entry analysed and put into the fields."""
    made = tantivy.Document()
    made.add_unsigned("id", entry.item_id)
    made.add_unsigned("mark", entry.mark)
    _add_text(made, "title", entry.title)
    for text in (entry.title, entry.body, *entry.numbers, *entry.agency_names):
        _add_text(made, "body", text)
    for text in entry.files:
        _add_text(made, "files", text)
    for number in entry.numbers:
        made.add_text("numbers", number_term(number))
    _add_places(made, entry)
    made.add_text("year", str(entry.published_on.year))
    made.add_integer("published", entry.published_at)
    made.add_float("weight", weight(entry.published_on, validity=entry.validity))
    return made


def weight(day: datetime.date, *, validity: str) -> float:
    """How much a text published on a day weighs against others; less when it is no longer in force."""
    years = (day - _WEIGHT_ONE).days / 365
    return float(2 ** (years / _YEARS_TO_DOUBLE)) * (_WEIGHT_ENDED if validity in _ENDED else 1.0)


def pairs(characters: Sequence[str]) -> list[str]:
    """Each character with the one after it. A phrase of pairs is found much faster than one of single characters."""
    return [f"{one}_{other}" for one, other in itertools.pairwise(characters)]


def number_term(number: str) -> str:
    """A whole document or index number in the one form it is found by, whatever its brackets and blanks."""
    return analysis.analysed_characters(number)


def _add_text(made: Any, name: str, text: str) -> None:
    if not text:
        return
    characters = analysis.characters(text)
    made.add_text(name, analysis.analysed(text))
    made.add_text(f"{name}_characters", " ".join(dict.fromkeys(characters)))
    made.add_text(f"{name}_pairs", " ".join(pairs(characters)))


def _add_places(made: Any, entry: Entry) -> None:
    for name, plural, ids, levels in (
        ("agency", "agencies", entry.agency_ids, AGENCY_LEVELS),
        ("column", "columns", entry.column_ids, COLUMN_LEVELS),
    ):
        for level, each in enumerate(ids):
            made.add_unsigned(plural, each)
            if level < levels:
                made.add_text(f"{name}_{level}", str(each))
    for level, code in enumerate(entry.topics[:TOPIC_LEVELS]):
        made.add_text("topics", code)
        made.add_text(f"topic_{level}", code)
    if entry.genre:
        made.add_text("genre", entry.genre)
    if entry.validity:
        made.add_text("validity", entry.validity)
