"""Spreadsheets: every sheet as a table with merged cells, and rows one by one for lists too long to hold."""

import dataclasses
import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import openpyxl
import openpyxl.utils.exceptions

from gongkai.documents import archives, composing, faults, paper, rendering

FAULTS = (
    openpyxl.utils.exceptions.InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what both XML parsers raise is one
    OverflowError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
)
_FORMULA = re.compile(rb"<f[ >/]")
_WHOLE_SHEET_BYTES = 24 * 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: `number` is the row's number as the spreadsheet program shows it."""

    sheet: str
    number: int
    values: tuple[str, ...]


def rows(data: bytes, *, name: str = "表格.xlsx", sheet: str | None = None) -> Iterator[Row]:
    """The rows that hold something, one after another, without holding the sheet; hidden sheets are left out.

    Values are text: days as 2024-01-31, whole numbers without a decimal point. Call `kinds.check` before.
    Raises DamagedFile, at the latest when the damaged place is reached.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            for page in book.worksheets:
                if (sheet is None and page.sheet_state != "visible") or (sheet is not None and page.title != sheet):
                    continue
                page.reset_dimensions()
                for number, cells in enumerate(page.iter_rows(), start=1):
                    values = tuple(map(shown, cells))
                    if any(values):
                        yield Row(page.title, number, values)
        finally:
            book.close()
    except FAULTS as fault:
        raise faults.DamagedFile(name, kind="Excel 表格（xlsx）") from fault


def read(data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document:
    """Every visible sheet as heading and table; hidden sheets, rows and columns, formulas and long sheets are told."""
    composer = composing.Composer()
    doubts: list[paper.Doubt] = []
    unpacked = _unpacked_size(data)
    try:
        if unpacked > _WHOLE_SHEET_BYTES:
            doubts.append(paper.Doubt("merged_cells_unread", "表格很大，已逐行读入，合并单元格没有还原"))
            _add_streamed(composer, data, name=name, limits=limits, doubts=doubts)
            properties: dict[str, str] = {}
        else:
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            room = limits.sheet_cells
            for page in book.worksheets:
                room = _add_sheet(composer, page, room=room, doubts=doubts)
            properties = _properties(book)
            book.close()
        doubts.extend(_formula_doubts(data))
    except FAULTS as fault:
        raise faults.DamagedFile(name, kind="Excel 表格（xlsx）") from fault
    if not composer.tables:
        raise faults.EmptyFile(name, has_bytes=True)
    return paper.Document(
        name=name,
        kind=kind,
        text=composer.text(),
        blocks=tuple(composer.blocks),
        tables=tuple(composer.tables),
        html=rendering.render(composer.blocks, composer.tables),
        properties=properties,
        warnings=tuple(doubts),
    )


def _add_sheet(composer: composing.Composer, page: Any, *, room: int, doubts: list[paper.Doubt]) -> int:
    if page.sheet_state != "visible":
        doubts.append(paper.Doubt("hidden_sheet", f"工作表「{page.title}」是隐藏的，没有读入，发布前请删除"))
        return room
    hidden_rows = sum(1 for row in page.row_dimensions.values() if row.hidden)
    hidden_columns = sum(1 for column in page.column_dimensions.values() if column.hidden)
    if hidden_rows or hidden_columns:
        sentence = f"工作表「{page.title}」有 {hidden_rows} 行、{hidden_columns} 列是隐藏的，已一并读入，发布前请核对"
        doubts.append(paper.Doubt("hidden_cells", sentence))
    spans = {}
    covered: set[tuple[int, int]] = set()
    for area in page.merged_cells.ranges:
        spans[area.min_row, area.min_col] = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        if area.size["rows"] * area.size["columns"] <= room:
            covered.update(area.cells)
    grid: list[list[composing.RawCell]] = []
    for row in page.iter_rows():
        room -= len(row)
        if room < 0:
            doubts.append(paper.Doubt("sheet_cut", f"工作表「{page.title}」过长，只读到第 {row[0].row - 1} 行"))
            break
        grid.append(
            [
                composing.RawCell(shown(cell), *spans.get((cell.row, cell.column), (1, 1)))
                for cell in row
                if (cell.row, cell.column) in spans or (cell.row, cell.column) not in covered
            ]
        )
    while grid and not any(cell.text for cell in grid[-1]) and not covered:
        grid.pop()
    if any(cell.text for row in grid for cell in row):
        composer.add("heading", page.title, level=2)
        composer.add_table(grid, caption=page.title)
    return room


def _add_streamed(
    composer: composing.Composer, data: bytes, *, name: str, limits: paper.Limits, doubts: list[paper.Doubt]
) -> None:
    room = limits.sheet_cells
    sheets: dict[str, list[list[composing.RawCell]]] = {}
    for row in rows(data, name=name):
        room -= len(row.values)
        if room < 0:
            doubts.append(paper.Doubt("sheet_cut", f"工作表「{row.sheet}」过长，只读到第 {row.number - 1} 行"))
            break
        sheets.setdefault(row.sheet, []).append([composing.RawCell(value) for value in row.values])
    for title, grid in sheets.items():
        composer.add("heading", title, level=2)
        composer.add_table(grid, caption=title)


def shown(cell: Any) -> str:
    """What a cell shows, as text: days as 2024-01-31, whole numbers without a decimal point."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    if isinstance(value, float):
        if str(cell.number_format or "").rstrip().endswith("%"):
            return f"{value * 100:.10g}%"
        return f"{value:.15g}"
    return str(value).strip()


def _unpacked_size(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _formula_doubts(data: bytes) -> Iterator[paper.Doubt]:
    count = 0
    for entry in archives.names_of(data):
        if entry.startswith("xl/worksheets/") and entry.endswith(".xml"):
            count += len(_FORMULA.findall(archives.read_entry(data, entry) or b""))
    if count:
        yield paper.Doubt("formulas", f"表中有 {count} 个公式，读入的是上次保存的结果，请核对")


def _properties(book: Any) -> dict[str, str]:
    core = book.properties
    found = {"title": core.title, "author": core.creator, "subject": core.subject, "keywords": core.keywords}
    found["last_modified_by"] = core.lastModifiedBy
    for key in ("created", "modified"):
        moment = getattr(core, key, None)
        found[key] = moment.isoformat() if isinstance(moment, datetime.datetime) else None
    return {key: str(value) for key, value in found.items() if value}
