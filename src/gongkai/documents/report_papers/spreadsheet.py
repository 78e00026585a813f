"""The tables of a report as a spreadsheet: each as it is printed, and all figures once more as a plain list."""

import datetime
import io
from collections.abc import Iterable

import openpyxl
import openpyxl.styles
import openpyxl.utils
import openpyxl.worksheet.worksheet

from gongkai.documents import word_pages
from gongkai.documents.report_papers import statutory
from gongkai.documents.report_papers.parts import Cell, Paper, Table
from gongkai.rules import forms

LIST = "数据"
LIST_HEADS = ("编号", "表", "名称", "数", "单位", "标记", "说明")
_FONT = "宋体"
_CHARACTERS = 92
_ALIGNS = {"left": "left", "centre": "center", "right": "right"}
_SHADE = "DCE6F1"
# Fixed, so that the same report has the same properties.
_MADE = datetime.datetime(2026, 1, 1)
_LONGEST_NAME = 31

_Sheet = openpyxl.worksheet.worksheet.Worksheet


def blank(*, edition: str, body: str, year: int) -> bytes:
    """The empty form of an edition to be filled in: a sheet a table, as it is printed. Raises ValueError."""
    tables = tuple(statutory.table(each, {}) for each in forms.form(edition).tables)
    title = f"{body}{year}年政府信息公开工作年度报告"
    return compose(Paper(title, body, year, edition, tables), with_list=False)


def compose(paper: Paper, *, with_list: bool = True) -> bytes:
    """The workbook: a sheet a table with merged cells and figures as numbers, then the list of figures."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None, "a new workbook has a sheet"
    book.remove(first)
    for number, table in enumerate(paper.tables, start=1):
        _table_sheet(book.create_sheet(_name(number, table.title)), table)
    if with_list:
        _list_sheet(book.create_sheet(LIST), paper)
    properties = book.properties
    properties.title, properties.creator = word_pages.printable(paper.title), word_pages.printable(paper.body)
    properties.language, properties.created, properties.modified = "zh-CN", _MADE, _MADE
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _name(number: int, title: str) -> str:
    short = title.removeprefix("政府信息公开").removeprefix("收到和处理政府信息公开").removesuffix("政府信息情况")
    return f"{number} {short}"[:_LONGEST_NAME]


def _table_sheet(sheet: _Sheet, table: Table) -> None:
    sheet.cell(1, 1, table.title).font = openpyxl.styles.Font(name=_FONT, size=14, bold=True)
    if table.unit:
        sheet.cell(1, len(table.widths), f"单位：{table.unit}").alignment = openpyxl.styles.Alignment(
            horizontal="right"
        )
    line = openpyxl.styles.Side(style="thin")
    border = openpyxl.styles.Border(line, line, line, line)
    for row, column, cell in table.placed():
        top, left = row + 2, column + 1
        for down in range(cell.rowspan):
            for right in range(cell.colspan):
                sheet.cell(top + down, left + right).border = border
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(
                start_row=top, start_column=left, end_row=top + cell.rowspan - 1, end_column=left + cell.colspan - 1
            )
        _fill(sheet, top, left, cell)
    for place, width in enumerate(table.widths):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(place + 1)].width = max(4.0, width * _CHARACTERS)
    below = len(table.rows) + 3
    for place, note in enumerate(table.notes):
        sheet.cell(below + place, 1, f"注 {note.mark}　{note.text}").font = openpyxl.styles.Font(name=_FONT, size=9)
    if table.head_rows:
        sheet.freeze_panes = f"A{table.head_rows + 2}"
        sheet.print_title_rows = f"2:{table.head_rows + 1}"
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = 9, "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)


def _fill(sheet: _Sheet, row: int, column: int, cell: Cell) -> None:
    made = sheet.cell(row, column, word_pages.printable(cell.text) or None if cell.number is None else _plain(cell))
    if cell.number is None:
        made.data_type = "s"  # words that begin with = are no formula
    made.font = openpyxl.styles.Font(name=_FONT, size=10)
    made.alignment = openpyxl.styles.Alignment(
        horizontal=_ALIGNS[cell.align], vertical="center", wrap_text=True, indent=cell.depth
    )
    if cell.is_shaded:
        made.fill = openpyxl.styles.PatternFill("solid", fgColor=_SHADE)


def _list_sheet(sheet: _Sheet, paper: Paper) -> None:
    sheet.append(LIST_HEADS)
    for place in range(1, len(LIST_HEADS) + 1):
        sheet.cell(1, place).font = openpyxl.styles.Font(name=_FONT, size=10, bold=True)
    known = {} if not paper.edition else forms.form(paper.edition).cells
    words = {note.cell: note.text for note in paper.notes}
    for table, cell in _figures(paper):
        one = known.get(cell.id)
        name, unit = (one.name, one.unit) if one else ("", "")
        number = None if cell.number is None else _plain(cell)
        sheet.append((cell.id, table.title, name, number, unit, cell.mark, words.get(cell.id, "")))
    for letter, width in zip("ABCDEFG", (34, 30, 46, 14, 8, 8, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _figures(paper: Paper) -> Iterable[tuple[Table, Cell]]:
    for table in paper.tables:
        for _row, _column, cell in table.placed():
            if cell.id:
                yield table, cell


def _plain(cell: Cell) -> int | float:
    assert cell.number is not None
    return int(cell.number) if cell.number == cell.number.to_integral_value() else float(cell.number)
