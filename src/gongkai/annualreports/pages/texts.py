"""The text of a compiled report on its page: chapters with their tables, every number leading to what it counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.pages import places, tables
from gongkai.annualreports.queries import papers, revisions, values
from gongkai.core import pages
from gongkai.documents.report_papers import parts
from gongkai.rules import forms
from gongkai.statistics.queries import indicators


@dataclass(frozen=True)
class Run:
    """Words of a paragraph; a number has the address of what it counts, and that in words."""

    words: str
    address: str = ""
    title: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter with its paragraphs and the tables that stand in it; the opening has no heading."""

    id: str
    heading: str
    paragraphs: tuple[tuple[Run, ...], ...]
    tables: tuple[tables.Table, ...]

    @property
    def is_wide(self) -> bool:
        """Whether a table of it needs the margin's room too."""
        return any(each.is_wide for each in self.tables)


@dataclass(frozen=True)
class Meaning:
    """What a number of the text counts: its name, from which records, and the cell of the form where it stands.

    With `is_public` the records are what the agency has published.
    """

    anchor: str
    name: str
    counted: str
    cell: str
    is_public: bool


@dataclass(frozen=True)
class File:
    """A file of the report as the page offers it; `mark` is how such files end."""

    kind: str
    mark: str
    name: str
    address: str
    size: str
    sha256: str


@dataclass(frozen=True)
class Written:
    """A text as its page shows it."""

    chapters: tuple[Chapter, ...]
    meanings: tuple[Meaning, ...]
    annexed: tuple[tables.Table, ...]


@dataclass(frozen=True)
class Revision:
    """What a later version changed, for the page: figures before and after, paragraphs word by word.

    `changed` are name, before, after; `cells` the same with the cell first, of figures that both versions state.
    """

    before: int
    after: int
    changed: tuple[tuple[str, str, str], ...]
    cells: tuple[tuple[str, str, str, str], ...]
    paragraphs: tuple[revisions.Reworded, ...]

    @property
    def is_empty(self) -> bool:
        """Whether neither a figure nor a word differs."""
        return not self.changed and not self.paragraphs


def written(text: Text, shown: Sequence[tables.Table]) -> Written:
    """The chapters of a text with the tables of the sheet that belong to them; tables of no chapter come last."""
    found = papers.written(text)
    by_id = {each.id: each for each in shown}
    known = _Meanings(text.snapshot.edition)
    chapters = tuple(
        Chapter(
            each.id,
            each.heading,
            tuple(_runs(one, known) for one in each.paragraphs),
            tuple(by_id[name] for name in each.tables if name in by_id),
        )
        for each in found
    )
    inside = {name for each in found for name in each.tables}
    return Written(chapters, known.all(), tuple(each for each in shown if each.id not in inside))


def _runs(paragraph: parts.Paragraph, known: "_Meanings") -> tuple[Run, ...]:
    runs: list[Run] = []
    position = 0
    for link in paragraph.links:
        if link.start < position:
            continue
        if link.start > position:
            runs.append(Run(paragraph.text[position : link.start]))
        meaning = known.of(link.id)
        runs.append(Run(paragraph.text[link.start : link.end], f"#{meaning.anchor}", meaning.name))
        position = link.end
    if position < len(paragraph.text):
        runs.append(Run(paragraph.text[position:]))
    return tuple(runs)


class _Meanings:
    """What the numbers of a text count, each named once, in the order of the text."""

    def __init__(self, edition: str) -> None:
        self._edition = edition
        self._cells = forms.form(edition).cells
        self._counted = indicators.of_edition(edition)
        self._found: dict[str, Meaning] = {}

    def all(self) -> tuple[Meaning, ...]:
        return tuple(self._found.values())

    def of(self, id: str) -> Meaning:
        if id not in self._found:
            self._found[id] = self._make(id, f"m-{len(self._found) + 1}")
        return self._found[id]

    def _make(self, id: str, anchor: str) -> Meaning:
        bases = values.bases_of(id)
        sources = dict.fromkeys(name for each in bases for name in self._sources(each))
        words = dict.fromkeys(_counted_from()[name] for name in sources if name in _counted_from())
        cell = self._cells.get(id)
        name = values.words_of(self._edition, id)
        is_public = bool(sources) and set(sources) <= {"items", "documents"}
        return Meaning(anchor, name, "、".join(words), f"r-{cell.row.id}" if cell else "", is_public)

    def _sources(self, id: str) -> Iterable[str]:
        declared = indicators.declared()
        indicator = self._counted.get(id) or declared.get(id)
        for part in indicator.parts if indicator else ():
            yield part.source.partition(".")[0]


def _counted_from() -> Mapping[str, str]:
    return {
        "items": pgettext("counted from", "published items"),
        "documents": pgettext("counted from", "regulations and normative documents"),
        "activities": pgettext("counted from", "records of activities"),
        "numbers": pgettext("counted from", "records of activities"),
        "requests": pgettext("counted from", "the register of requests"),
        "remedies": pgettext("counted from", "the register of remedies"),
        "complaints": pgettext("counted from", "the register of remedies"),
        "fees": pgettext("counted from", "fees charged"),
    }


def files(outputs: Iterable[Output]) -> list[File]:
    """The files of a text that are made."""
    return [
        File(
            kind=str(Output.Kind(each.kind).label),
            mark=each.kind.upper(),
            name=each.name.rpartition(".")[0],
            address=places.output_address(each),
            size=pages.size(each.file.size),
            sha256=each.file.sha256,
        )
        for each in outputs
        if each.file is not None
    ]


def revision(before: Text, after: Text) -> Revision:
    """What the public is told of a correction. Two queries."""
    found = revisions.between(before, after)
    cells = [
        (each.new.cell, each.name, tables.number_words(each.old.number), tables.number_words(each.new.number))
        for each in found.figures
        if each.old is not None and each.new is not None and each.new.cell
    ]
    return Revision(before.number, after.number, tuple(tables.changed(found.figures)), tuple(cells), found.paragraphs)
