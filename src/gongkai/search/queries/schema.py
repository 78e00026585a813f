"""What the index holds of an item, field by field."""

import datetime
import itertools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from gongkai.language import analysis, pinyin

# Goes up with every change of the fields or of the analyser; an index of another version is rebuilt.
VERSION = 2

AGENCY_LEVELS = 6
COLUMN_LEVELS = 5
TOPIC_LEVELS = 2

# What is found: items, items that answered a request, annual reports.
ITEM, ANSWER, REPORT = KINDS = "item", "answer", "report"
# Records of other sources are numbered behind all items.
_SOURCE_BITS = 40
SOURCE_STEP = 1 << _SOURCE_BITS

# The weight of a text doubles with every dozen years it is younger: enough to settle a draw, no more.
_YEARS_TO_DOUBLE = 12
_WEIGHT_ONE = datetime.date(2010, 1, 1)
_ENDED = frozenset({"repealed", "expired", "void"})
_WEIGHT_ENDED = 0.7
# People look for what holds for them and what to do; news of meetings about it come after.
_WEIGHT_IN_FORCE = 1.3
_WEIGHT_OF_GENRE = {"guide": 1.4, "interpretation": 1.25, "infographic": 1.25, "reply": 0.85, "other": 0.75}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record as the index takes it, still in its own spelling.

    `item_id` is its number among its like; `source` is 0 for items, else the number of the source it comes from.
    """

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
    kind: str = ITEM
    source: int = 0

    @property
    def document_id(self) -> int:
        """The number by which the index knows it."""
        return document_id(self.source, self.item_id)

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
    # For what is offered while somebody types: pieces of numbers, initials of titles in pinyin.
    builder.add_text_field("number_pairs", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("initial_pairs", tokenizer_name="whitespace", index_option="position")
    for name in ("agencies", "columns"):
        builder.add_unsigned_field(name, indexed=True)
    builder.add_text_field("topics", tokenizer_name="raw", index_option="basic")
    # One field for each level: counting a field of one value a document is ten times faster than one of many.
    for name, levels in (("agency", AGENCY_LEVELS), ("column", COLUMN_LEVELS), ("topic", TOPIC_LEVELS)):
        for level in range(levels):
            builder.add_text_field(f"{name}_{level}", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("genre", "validity", "year", "kind", "source"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_float_field("weight", fast=True)
    return builder.build()


def document(entry: Entry) -> Any:
    """The entry analysed and put into the fields."""
    made = tantivy.Document()
    made.add_unsigned("id", entry.document_id)
    made.add_unsigned("mark", entry.mark)
    _add_text(made, "title", entry.title)
    for text in (entry.title, entry.body, *entry.numbers, *entry.agency_names):
        _add_text(made, "body", text)
    for text in entry.files:
        _add_text(made, "files", text)
    for number in entry.numbers:
        made.add_text("numbers", number_term(number))
        made.add_text("number_pairs", " ".join(pairs(analysis.characters(number))))
    made.add_text("initial_pairs", " ".join(pairs(pinyin.initials(entry.title))))
    made.add_text("kind", entry.kind)
    made.add_text("source", str(entry.source))
    _add_places(made, entry)
    made.add_text("year", str(entry.published_on.year))
    made.add_integer("published", entry.published_at)
    made.add_float("weight", weight(entry.published_on, validity=entry.validity, genre=entry.genre))
    return made


def document_id(source: int, number: int) -> int:
    """The number by which the index knows a record of a source."""
    return source * SOURCE_STEP + number


def origin(document: int) -> tuple[int, int]:
    """The source of a document, and the record's number there."""
    return document >> _SOURCE_BITS, document & (SOURCE_STEP - 1)


def weight(day: datetime.date, *, validity: str, genre: str = "") -> float:
    """How much a text published on a day weighs against others: more for rules in force and guides, less for what has
    ended and for news."""
    years = (day - _WEIGHT_ONE).days / 365
    stands = _WEIGHT_ENDED if validity in _ENDED else _WEIGHT_IN_FORCE if validity else 1.0
    return float(2 ** (years / _YEARS_TO_DOUBLE)) * stands * _WEIGHT_OF_GENRE.get(genre, 1.0)


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
