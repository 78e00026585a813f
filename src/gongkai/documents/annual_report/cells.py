"""A document as one stream of cells: those of its tables, and the short pieces of lines where a copy lost the table."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Literal

from gongkai.documents import paper
from gongkai.documents.annual_report import quantities
from gongkai.language import folding

Kind = Literal["number", "blank", "text", "prose"]

_BLANKS = re.compile(r"[\s\u00a0\u3000/\\—\-–_*|]*|(?:无|空)")
_PIECE = re.compile(r"[^\s\u00a0\u3000|]+")
_COUNTS = re.compile(
    r"[\d０-９]\s*(?:余|多|万)?\s*(?:件|条|條|次|篇|人|项|項|宗|份|期|場|场|名|年|月)[，。、；,;（(\s]*[一-龥]"
)
_LONGEST_LINE = 300
_LONGEST_LABEL = 90
_CELL_OF_PROSE = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One cell or piece: folded words, span in the document's text, and the place in its table if it stands in one."""

    kind: Kind
    text: str
    start: int
    end: int
    number: int | float | None = None
    line: int = 0
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    is_told: bool = False  # cells were set apart in the file, so an empty one is seen


def stream(document: paper.Document) -> list[Cell]:
    """All cells in reading order; running text comes as pieces of kind `prose`."""
    found: list[Cell] = []
    position = 0
    line = 0
    for number, table in enumerate(document.tables):
        if table.span.start >= position:
            pieces = list(_pieces(document.text, position, table.span.start, line))
            found.extend(pieces)
            line = (pieces[-1].line if pieces else line) + 1
            position = table.span.end
        cells = list(_table_cells(document, number, line))
        found.extend(cells)
        line += len(table.rows) + 1
    found.extend(_pieces(document.text, position, len(document.text), line))
    return found


def is_prose(text: str) -> bool:
    """Whether a cell holds sentences rather than a label."""
    return (
        len(text) > _CELL_OF_PROSE
        and re.search(r"[。;；]|[，,][^，,]+[，,]", text) is not None
        and "勾稽" not in text
        and "不再处理" not in text
    )


def _table_cells(document: paper.Document, number: int, line: int) -> Iterator[Cell]:
    table = document.tables[number]
    for cell in sorted(table.cells, key=lambda each: (each.row, each.column)):
        span = cell.span or table.span
        text = folding.fold_text(cell.text)
        kind, value = _kind(text)
        page = cell.page or table.page
        yield Cell(kind, text, span.start, span.end, value, line + cell.row, page, number, cell.row, cell.column, True)


def _pieces(text: str, start: int, end: int, line: int) -> Iterator[Cell]:
    position = start
    for written in text[start:end].split("\n"):
        tabbed = written.count("\t") >= 2
        if not tabbed and len(written) < _LONGEST_LINE and _COUNTS.search(written):
            folded = folding.fold_text(written)
            yield Cell("prose", folded, position, position + len(written), None, line)
            position += len(written) + 1
            line += 1
            continue
        for at, part in _split_at_tabs(written) if tabbed else _split_at_blanks(written):
            folded = folding.fold_text(part.strip())
            kind, value = _kind(folded)
            if kind == "blank" and not tabbed:
                continue
            yield Cell(kind, folded, position + at, position + at + len(part), value, line, is_told=tabbed)
        position += len(written) + 1
        line += 1


def _split_at_blanks(written: str) -> Iterator[tuple[int, str]]:
    for match in _PIECE.finditer(written):
        yield match.start(), match.group()


def _split_at_tabs(written: str) -> Iterator[tuple[int, str]]:
    position = 0
    for part in written.split("\t"):
        yield position, part
        position += len(part) + 1


def _kind(text: str) -> tuple[Kind, int | float | None]:
    if _BLANKS.fullmatch(text):
        return "blank", None
    number = quantities.parse_cell(text)
    if number is not None:
        return "number", number
    if is_prose(text) or len(text) > _LONGEST_LABEL or "。" in text:
        return "prose", None
    return "text", None
