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
_MARK = re.compile(r"[/\\—\-–*]{1,3}|无|空")
_PAGE_LINE = re.compile(
    r"\s*(?:[-—–·]+\s*\d{1,3}\s*[-—–·]+|第\s*\d{1,3}\s*[页頁](?:[,，、/ ]*共?\s*\d{1,3}\s*[页頁])?"
    r"|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_FIELD = re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*")
_NO_FIELD = re.compile(r"\d\s*$|^\s*\d+(?![.、)\d])|[。;]")
_UNITS = "|".join(sorted(quantities.UNITS, key=len, reverse=True))
_COUNTED = re.compile(
    r"(?P<label>\s*(?:其中:?|\s|\(?[一二三四五六七八九十\d]{1,2}[).、])*[一-龥“](?:[^\d,;。:\s]|\([^()]{1,40}\)){2,60}?"
    rf"(?:\s+(?:{_UNITS}))?)\s*(?P<colon>:)?\s*"
    rf"(?P<figure>[-+]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)\s*(?P<unit>{_UNITS})?[;。]?\s*"
)
# What a figure bears that has a note: 3001①. Folded, the mark would become a digit.
_NOTE_MARK = re.compile(r"(?<=\d)\s*[①-⑳㉑-㉟㊱-㊿⁰¹²³⁴-⁹＊*※]{1,3}(?=\s*$)")
_CELL_ID = re.compile(r"\s*(?:table\d\.[a-z_]+(?:\.[a-z_]+)?|s\d[a-z0-9_]*)\s*")
_LONGEST_LINE = 300
_WIDE = 16
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
    is_turned: bool = False  # the file's table has its rows downwards: row and column are exchanged here
    is_loose: bool = False  # label and figure of one line of text, which may as well be a sentence


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
        if not is_list(table):
            found.extend(_table_cells(document, number, line))
        line += len(table.rows) + 1
    found.extend(_pieces(document.text, position, len(document.text), line))
    return found


def is_list(table: paper.Table) -> bool:
    """Whether the table lists figures by the ids of their cells, as our own spreadsheets do after the form itself."""
    named = sum(_CELL_ID.fullmatch(row[0]) is not None for row in table.rows if row)
    return named > len(table.rows) / 2


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
    is_turned = _is_turned(table)
    for cell in sorted(table.cells, key=lambda each: (each.column, each.row) if is_turned else (each.row, each.column)):
        span = cell.span or table.span
        text = folding.fold_text(_NOTE_MARK.sub("", cell.text))
        kind, value = _kind(text)
        page = cell.page or table.page
        row, column = (cell.column, cell.row) if is_turned else (cell.row, cell.column)
        yield Cell(kind, text, span.start, span.end, value, line + row, page, number, row, column, True, is_turned)


def _is_turned(table: paper.Table) -> bool:
    """Whether the table is far wider than high and has its labels in the first rows: printed with rows downwards."""
    if table.width < _WIDE or table.width < 2 * len(table.rows):
        return False
    heads = [cell for cell in table.cells if cell.row < min(3, len(table.rows) - 1)]
    labels = sum(_kind(folding.fold_text(cell.text))[0] == "text" for cell in heads)
    return labels > table.width / 2 and not any(cell.text.startswith("结果维持") for cell in heads)


def _pieces(text: str, start: int, end: int, line: int) -> Iterator[Cell]:
    position = start
    for written in text[start:end].split("\n"):
        if _PAGE_LINE.fullmatch(written):
            position += len(written) + 1
            continue
        tabbed = written.count("\t") >= 2
        if not tabbed and len(written) < _LONGEST_LINE and (loose := list(_loose(written, position, line))):
            yield from loose
            position += len(written) + 1
            line += 1
            continue
        if not tabbed and len(written) < _LONGEST_LINE and _COUNTS.search(written):
            folded = folding.fold_text(written)
            yield Cell("prose", folded, position, position + len(written), None, line)
            position += len(written) + 1
            line += 1
            continue
        for at, part in _split_at_tabs(written) if tabbed else _split_at_blanks(written):
            folded = folding.fold_text(_NOTE_MARK.sub("", part.strip()))
            kind, value = _kind(folded)
            if kind == "blank" and not tabbed and not _MARK.fullmatch(folded):
                continue
            yield Cell(kind, folded, position + at, position + at + len(part), value, line, is_told=tabbed)
        position += len(written) + 1
        line += 1


def _loose(written: str, position: int, line: int) -> Iterator[Cell]:
    """甲数：12条 as label and figure, and 甲数,1,0,12 as the cells of a row; nothing for any other line."""
    folded = folding.fold_text(written)
    if len(folded) != len(written):
        return
    if _is_separated(folded):
        at = 0
        for part in folded.split(","):
            kind, value = _kind(part.strip())
            yield Cell(kind, part.strip(), position + at, position + at + len(part), value, line, is_told=True)
            at += len(part) + 1
    elif found := _COUNTED.fullmatch(folded):
        for name in ("label", "figure"):
            end = found.end("unit") if name == "figure" and found["unit"] else found.end(name)
            text = folded[found.start(name) : end].strip()
            kind, value = _kind(text)
            yield Cell(kind, text, position + found.start(name), position + end, value, line, is_loose=True)


def _is_separated(folded: str) -> bool:
    fields = folded.split(",")
    numbers = [field for field in fields if _FIELD.fullmatch(field)]
    others = [field for field in fields if not _FIELD.fullmatch(field)]
    return bool(numbers) and len(fields) > 2 and not any(_NO_FIELD.search(field) for field in others)


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
