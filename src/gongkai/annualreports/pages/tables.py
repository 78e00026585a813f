"""The statutory tables of a report as its page prints them: each number, what is not stated, and the notes beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.annualreports.models.reports import Figure
from gongkai.annualreports.queries import desk, hashing, statutory
from gongkai.rules import forms

# A table of so many columns is folded on a phone: the total of each row, then what is not zero.
WIDE = 6
DEEPEST = 3


@dataclass(frozen=True)
class Note:
    """A remark on one figure: a correction, or what a check found; `mark` is its number on the page."""

    mark: int
    kind: str
    words: str


@dataclass(frozen=True)
class Place:
    """A cell: a number, or nothing stated."""

    words: str
    is_zero: bool = False
    is_total: bool = False
    column: str = ""
    marks: tuple[int, ...] = ()

    @property
    def look(self) -> str:
        """The classes of the cell: zero, unstated, total."""
        kinds = ("z", self.is_zero), ("u", not self.words), ("t", self.is_total)
        return "".join(f" {name}" for name, holds in kinds if holds)


@dataclass(frozen=True)
class Line:
    """A row: a heading, or a label with its cells and the notes on them."""

    id: str
    label: str
    depth: int
    is_heading: bool
    is_strong: bool
    unit: str
    remark: str
    places: tuple[Place, ...]
    notes: tuple[Note, ...]

    @property
    def look(self) -> str:
        """The classes of the row: a heading, a strong row, and where the first column holds all there is."""
        stated = [each.words for each in self.places if each.words and not each.is_total and not each.is_zero]
        is_alone = len(self.places) > WIDE and len(stated) == 1 and bool(self.places[0].words)
        kinds = ("grp", self.is_heading), ("k", self.is_strong), ("only", is_alone and not self.places[0].is_zero)
        return " ".join(name for name, holds in kinds if holds)


@dataclass(frozen=True)
class Head:
    """A column's head; `span` is how many columns stand under it."""

    words: str
    span: int = 1
    is_group: bool = False
    is_total: bool = False


@dataclass(frozen=True)
class Block:
    """Rows under common heads; the title is empty where the table has no other block."""

    title: str
    unit: str
    upper: tuple[Head, ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    corner: str

    @property
    def is_wide(self) -> bool:
        """Whether a phone shows it folded."""
        return len(self.heads) >= WIDE

    @property
    def width(self) -> int:
        """How many columns there are, the label and the margin among them."""
        return len(self.heads) + 1 + self.has_notes

    @property
    def has_notes(self) -> bool:
        """Whether something is said beside a row."""
        return any(each.notes for each in self.lines)


@dataclass(frozen=True)
class Table:
    """A statutory table with the chapter it stands in."""

    id: str
    title: str
    chapter: str
    blocks: tuple[Block, ...]
    is_empty: bool

    @property
    def is_wide(self) -> bool:
        """Whether it needs the margin's room too."""
        return any(each.is_wide for each in self.blocks)


def number_words(number: Decimal | None) -> str:
    """A number as readers see it: 48,216 or 12.5; empty for none."""
    if number is None:
        return ""
    whole, dot, rest = hashing.decimal(number).partition(".")
    return f"{int(whole):,}{dot}{rest}" if not whole.startswith("-0") else f"{whole}{dot}{rest}"


def tables(sheet: statutory.Sheet, notes: Mapping[str, Sequence[Note]]) -> list[Table]:
    """The statutory tables of a report; `notes` are given by the cell they speak of."""
    chapters = {each.id: each.title for each in sheet.form.chapters} if sheet.form else {}
    return [
        Table(
            id=each.table.id,
            title=each.table.title,
            chapter=chapters.get(each.table.chapter, each.table.title),
            blocks=tuple(
                _block(block, each.table.corner, notes, is_alone=len(each.blocks) == 1) for block in each.blocks
            ),
            is_empty=each.is_empty,
        )
        for each in sheet.tables
    ]


def _block(filled: statutory.FilledBlock, corner: str, notes: Mapping[str, Sequence[Note]], *, is_alone: bool) -> Block:
    columns = filled.block.columns
    upper: list[Head] = []
    for column in columns:
        if column.group and upper and upper[-1].is_group and upper[-1].words == column.group:
            upper[-1] = replace(upper[-1], span=upper[-1].span + 1)
        else:
            upper.append(Head(column.group, is_group=bool(column.group)))
    has_groups = any(each.is_group for each in upper)
    is_wide = len(columns) >= WIDE
    return Block(
        title="" if is_alone else filled.block.title,
        unit=filled.unit,
        upper=tuple(upper) if has_groups else (),
        heads=tuple(Head(each.label, is_total=_is_total(each, columns)) for each in columns),
        lines=tuple(_line(each, filled, notes, is_wide=is_wide) for each in filled.rows),
        corner=corner,
    )


def _is_total(column: forms.Column, columns: Sequence[forms.Column]) -> bool:
    return column.is_computed and column is columns[-1]


def _line(
    row: statutory.FilledRow, block: statutory.FilledBlock, notes: Mapping[str, Sequence[Note]], *, is_wide: bool
) -> Line:
    columns = block.block.columns
    found = [note for each in row.cells for note in notes.get(each.id, ())]
    return Line(
        id=row.row.id,
        label=f"{row.row.prefix}{row.row.label}",
        depth=min(row.depth, DEEPEST),
        is_heading=row.row.kind == "heading",
        is_strong=row.row.kind == "total" or (is_wide and row.depth == 0 and row.row.kind != "heading"),
        unit="" if block.unit else next((each.cell.unit for each in row.cells), ""),
        remark=row.row.note,
        places=tuple(
            _place(
                each.figure,
                "" if is_wide else each.cell.column.label,
                [note.mark for note in notes.get(each.id, ())],
                is_total=is_wide and _is_total(each.cell.column, columns),
            )
            for each in row.cells
        ),
        notes=tuple(found),
    )


def _place(figure: Figure | None, column: str, marks: Sequence[int], *, is_total: bool) -> Place:
    if figure is None:
        return Place("", is_total=is_total, column=column, marks=tuple(marks))
    return Place(number_words(figure.number), figure.number == 0, is_total, column, tuple(marks))


def changed(changes: Iterable[desk.Change]) -> list[tuple[str, str, str]]:
    """What figures count, and how they stood before and after; empty where there was none."""
    return [
        (
            each.name,
            number_words(each.old.number if each.old else None),
            number_words(each.new.number if each.new else None),
        )
        for each in changes
    ]


def with_mark(number: Decimal | None) -> str:
    """How much more or less: +25, -3, no change as words; empty where one of the two is not known."""
    if number is None:
        return ""
    if number == 0:
        return _("as before")
    return f"{'+' if number > 0 else '−'}{number_words(abs(number))}"
