"""What a document is once it has been read: text, blocks and tables with their place, and what was doubtful."""

import dataclasses
from collections.abc import Mapping
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "table"]


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """Characters `text[start:end]` of the document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written, at its first row and column; `span` is where its text stands in the document's text."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    span: Span | None = None
    is_header: bool = False
    page: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table; `rows` is the full grid in which a merged cell repeats its text, `cells` holds each cell once."""

    rows: tuple[tuple[str, ...], ...]
    cells: tuple[Cell, ...]
    span: Span
    caption: str = ""
    page: int | None = None
    last_page: int | None = None

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def cell_at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place of the grid, or None for a hole."""
        for cell in self.cells:
            if cell.row <= row < cell.row + cell.rowspan and cell.column <= column < cell.column + cell.colspan:
                return cell
        return None


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading (with level 1-6), list item or table, in reading order.

    For a table `table` is its place in `Document.tables`; `page` counts from 1 and is None where there are no pages.
    """

    kind: BlockKind
    text: str
    span: Span
    level: int = 0
    page: int | None = None
    table: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader is not sure of: a code for programs, a Chinese sentence for people, and the place."""

    code: str
    sentence: str
    field: str | None = None
    span: Span | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A picture: it stands before the block that begins at or behind `position` of the text.

    `source` is where its bytes are: an entry of the container, or the address a web page names.
    """

    position: int
    source: str
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read.

    `properties` is what the file says of itself (docx core properties, pdf information, html meta tags);
    `margins` are running headers and footers, kept apart from the text; `main` is the part of a web page
    that is marked as the article, where the page marks it; `pictures` are told of Word files and web pages alone.
    """

    name: str
    kind: str
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    html: str
    properties: Mapping[str, str] = dataclasses.field(default_factory=dict)
    pages: int | None = None
    margins: tuple[str, ...] = ()
    main: Span | None = None
    warnings: tuple[Doubt, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is accepted; the defaults suit an office."""

    file_bytes: int = 50 * 1024 * 1024
    unpacked_bytes: int = 300 * 1024 * 1024
    unpacked_ratio: int = 150
    unpacked_free_bytes: int = 4 * 1024 * 1024  # below this an archive may have any ratio: small repetitive sheets do
    archive_entries: int = 5_000
    pdf_pages: int = 200
    sheet_cells: int = 600_000
