"""What the paper of an annual report is made of: headings, paragraphs, tables with merged cells, and notes."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

Align = Literal["left", "centre", "right"]


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A number of a paragraph: `text[start:end]`, and the cell or indicator it states."""

    start: int
    end: int
    id: str
    printed: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a chapter (level 1) or of a part of it (level 2)."""

    text: str
    level: int = 1
    is_new_page: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the report."""

    text: str
    links: tuple[Link, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """What is to be known of one figure; `mark` stands at the figure and before the words."""

    mark: str
    text: str
    cell: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: words, or a figure with its id. It reaches over `rowspan` rows and `colspan` columns."""

    text: str = ""
    rowspan: int = 1
    colspan: int = 1
    is_head: bool = False
    is_shaded: bool = False
    align: Align = "left"
    depth: int = 0
    id: str = ""
    number: Decimal | None = None
    mark: str = ""


@dataclasses.dataclass(frozen=True)
class Table:
    """A table by its rows, each with the cells that begin in it; `widths` are the columns' shares of the line.

    The first `head_rows` rows are repeated on every page.
    """

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    head_rows: int = 0
    notes: tuple[Note, ...] = ()
    unit: str = ""

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell with the row and column it begins in, row by row."""
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (number, column) in taken:
                    column += 1
                taken.update(
                    (number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)
                )
                yield number, column, cell
                column += cell.colspan


def mark(number: int) -> str:
    """The mark of a note by its number: ①, ②, … ㊿; beyond them all notes have the same."""
    for first, last, sign in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if first <= number <= last:
            return chr(ord(sign) + number - first)
    return "＊"


Part = Heading | Paragraph | Table


@dataclasses.dataclass(frozen=True)
class Paper:
    """A report as it is printed. `imprint` are the last lines: version, hash, what a correction changed."""

    title: str
    body: str
    year: int
    edition: str
    parts: tuple[Part, ...]
    imprint: tuple[str, ...] = ()
    remark: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in the order of the paper."""
        return tuple(each for each in self.parts if isinstance(each, Table))

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note of every table."""
        return tuple(note for table in self.tables for note in table.notes)
