"""Blocks and tables are put together into one text here, so that every piece knows its place in it."""

import dataclasses

from gongkai.documents import paper

CELL_BREAK = " | "
_MAX_SPAN = 1_000
_MAX_GRID = 2_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as a format reader finds it, before spans are resolved."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    is_header: bool = False
    page: int | None = None


class Composer:
    """Collects pieces in reading order; `text()`, `blocks` and `tables` are the result."""

    def __init__(self) -> None:
        self.blocks: list[paper.Block] = []
        self.tables: list[paper.Table] = []
        self._parts: list[str] = []
        self._length = 0

    def text(self) -> str:
        return "".join(self._parts)

    @property
    def position(self) -> int:
        """Where the next piece will begin."""
        return self._length + (1 if self._parts else 0)

    def add(self, kind: paper.BlockKind, text: str, *, level: int = 0, page: int | None = None) -> None:
        """One heading, paragraph or list item; blank text is left out."""
        if not text.strip():
            return
        start = self._start_line()
        self._write(text)
        self.blocks.append(paper.Block(kind, text, paper.Span(start, self._length), level=level, page=page))

    def add_table(
        self, rows: list[list[RawCell]], *, caption: str = "", page: int | None = None, last_page: int | None = None
    ) -> None:
        """A table of raw rows; a table without any text is left out."""
        if not any(cell.text.strip() for row in rows for cell in row):
            return
        start = self._start_line()
        first = len(self._parts)
        cells, height = self._write_rows(rows, page)
        span = paper.Span(start, self._length)
        self.blocks.append(paper.Block("table", "".join(self._parts[first:]), span, 0, page, len(self.tables)))
        grid = _grid(cells, height)
        self.tables.append(paper.Table(grid, tuple(cells), span, caption, page, last_page or page))

    def _write_rows(self, rows: list[list[RawCell]], page: int | None) -> tuple[list[paper.Cell], int]:
        cells: list[paper.Cell] = []
        taken: set[tuple[int, int]] = set()
        area = 0
        for row_number, row in enumerate(rows):
            if row_number:
                self._write("\n")
            column = 0
            for place, raw in enumerate(row):
                while (row_number, column) in taken:
                    column += 1
                if place:
                    self._write(CELL_BREAK)
                rowspan = min(max(raw.rowspan, 1), _MAX_SPAN, len(rows) - row_number)
                colspan = min(max(raw.colspan, 1), _MAX_SPAN)
                area += rowspan * colspan
                if area > _MAX_GRID:
                    rowspan = colspan = 1
                start = self._length
                self._write(raw.text.replace("\n", " "))
                span = paper.Span(start, self._length)
                cells.append(
                    paper.Cell(raw.text, row_number, column, rowspan, colspan, span, raw.is_header, raw.page or page)
                )
                if rowspan > 1:
                    taken.update(
                        (row_number + down, column + right) for down in range(1, rowspan) for right in range(colspan)
                    )
                column += colspan
        return cells, len(rows)

    def _start_line(self) -> int:
        if self._parts:
            self._write("\n")
        return self._length

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _grid(cells: list[paper.Cell], height: int) -> tuple[tuple[str, ...], ...]:
    width = max((cell.column + cell.colspan for cell in cells), default=0)
    grid = [[""] * width for _ in range(height)]
    for cell in cells:
        for row in grid[cell.row : cell.row + cell.rowspan]:
            row[cell.column : cell.column + cell.colspan] = [cell.text] * cell.colspan
    return tuple(map(tuple, grid))
