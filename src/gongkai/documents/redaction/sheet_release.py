"""A spreadsheet for release: a new workbook of what its reader sees, values in place of formulas."""

import copy
import dataclasses
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import openpyxl.cell.cell
import openpyxl.utils

from gongkai.documents import faults, kinds, paper, word_xml, xlsx_files
from gongkai.documents.inspection import findings, inspecting, sheet_parts
from gongkai.documents.redaction import marks, matching

_BLOCKS = "████"
_STORES = {"xl/charts/chart": "图表", "xl/pivotCache/pivotCacheDefinition": "数据透视表缓存",
           "xl/externalLinks/externalLink": "外部链接", "xl/embeddings/": "嵌入文件", "xl/media/": "图片",
           "xl/threadedComments/": "会话批注", "customXml/item": "自定义数据"}  # fmt: skip
_LOUD = ("hidden_sheet", "hidden_row", "hidden_column", "comment", "pivot_cache", "external_link", "formula",
         "embedded_file", "white_text", "defined_name", "macro", "damaged")  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Removed:
    """Something left out of the new workbook: its kind as in `findings.LABELS` or in words, and where it was."""

    what: str
    where: str


@dataclasses.dataclass(frozen=True, slots=True)
class Cleaned:
    """The new workbook, what was left out of it, what was withheld by marks, and the proof."""

    data: bytes
    removed: tuple[Removed, ...]
    schedule: tuple[marks.Withheld, ...]
    proof: marks.Proof


def clean_xlsx(data: bytes, given: Sequence[marks.Mark] = (), *, name: str = "表格.xlsx") -> Cleaned:
    """A workbook with the visible sheets, rows, columns and cells of this one: values, formats, merged cells, widths.

    Formulas become the values last saved; a formula without a saved value becomes an empty cell and is listed.
    Comments, names, links, filters, conditions, charts, pictures, caches and properties are not taken along. Quote
    marks are replaced by ████ in cells. Raises WrongMark, NotRemoved and faults.UnreadableFile.
    """
    if kinds.check(data, name=name, limits=paper.Limits()) != kinds.XLSX:
        raise faults.WrongKind(name, claimed="xlsx", found="别的文件")
    try:
        return _cleaned(data, given, name)
    except xlsx_files.FAULTS as fault:
        if isinstance(fault, marks.WrongMark):
            raise
        raise faults.DamagedFile(name, kind="Excel 表格（xlsx）") from fault


def _cleaned(data: bytes, given: Sequence[marks.Mark], name: str) -> Cleaned:
    source = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    removed = [
        Removed(label, part.rsplit("/", 1)[-1])
        for part in word_xml.unpack(data)
        for start, label in _STORES.items()
        if part.startswith(start)
    ]
    removed += [Removed("名称", each) for each in source.defined_names]
    target = _empty_book(source)
    for page in source.worksheets:
        if page.sheet_state != "visible":
            removed.append(Removed("隐藏工作表", page.title))
            continue
        _copy_sheet(page, formulas[page.title], target.create_sheet(page.title), removed)
    if not target.worksheets:
        raise marks.WrongMark(1, "所在的表格没有可见的工作表")
    schedule = _withhold(target, given)
    buffer = io.BytesIO()
    target.save(buffer)
    released = buffer.getvalue()
    removed.append(Removed("文件属性", name))
    return Cleaned(released, tuple(removed), schedule, _proved(released, given))


def _empty_book(source: Any) -> Any:
    """A new workbook with the tables of styles of the old, so that cells keep their look."""
    target: Any = openpyxl.Workbook()
    target.remove(target.active)
    for table in ("_fonts", "_fills", "_borders", "_alignments", "_protections", "_number_formats", "_cell_styles",
                  "_named_styles"):  # fmt: skip
        setattr(target, table, getattr(source, table))
    target.properties.creator = ""
    return target


def _copy_sheet(page: Any, formulas: Any, target: Any, removed: list[Removed]) -> None:
    rows, columns = sheet_parts.hidden_lines(page)
    title = page.title
    down = _new_numbers(page.max_row, rows)
    across = _new_numbers(page.max_column, columns)
    removed += [Removed("隐藏行", f"{title}!{number}:{number}") for number in sorted(rows) if number <= page.max_row]
    letters = (openpyxl.utils.get_column_letter(number) for number in sorted(columns) if number <= page.max_column)
    removed += [Removed("隐藏列", f"{title}!{letter}:{letter}") for letter in letters]
    for line in page.iter_rows():
        for cell in line:
            _copy_cell(cell, formulas, target, down, across, removed)
    for area in page.merged_cells.ranges:
        kept_rows = [down[number] for number in range(area.min_row, area.max_row + 1) if number in down]
        kept_columns = [across[number] for number in range(area.min_col, area.max_col + 1) if number in across]
        if kept_rows and kept_columns and len(kept_rows) * len(kept_columns) > 1:
            target.merge_cells(
                start_row=kept_rows[0], end_row=kept_rows[-1], start_column=kept_columns[0], end_column=kept_columns[-1]
            )
    for number, size in ((number, row.height) for number, row in page.row_dimensions.items()):
        if number in down and size:
            target.row_dimensions[down[number]].height = size
    for letter, column in page.column_dimensions.items():
        first = column.min or openpyxl.utils.column_index_from_string(letter)
        for number in range(first, min(column.max or first, page.max_column) + 1):
            if number in across and column.width:
                target.column_dimensions[openpyxl.utils.get_column_letter(across[number])].width = column.width
    target.page_setup.orientation = page.page_setup.orientation
    target.page_setup.paperSize = page.page_setup.paperSize
    for what, there in (("筛选", page.auto_filter.ref), ("数据验证", page.data_validations.dataValidation)):
        if there:
            removed.append(Removed(what, title))


def _new_numbers(last: int, hidden: set[int]) -> dict[int, int]:
    """Old numbers of the visible rows or columns to their new ones."""
    visible = (number for number in range(1, last + 1) if number not in hidden)
    return {old: new for new, old in enumerate(visible, start=1)}


def _copy_cell(
    cell: Any, formulas: Any, target: Any, down: dict[int, int], across: dict[int, int], removed: list[Removed]
) -> None:
    place = f"{formulas.title}!{cell.coordinate}"
    if getattr(cell, "comment", None) is not None:
        removed.append(Removed("批注", place))
    if cell.row not in down or cell.column not in across or isinstance(cell, openpyxl.cell.cell.MergedCell):
        return
    written = formulas.cell(cell.row, cell.column)
    value = cell.value
    if written.data_type == "f":
        removed.append(Removed("公式" if value is not None else "公式（没有保存结果，已留空）", place))
    if cell.hyperlink is not None:
        removed.append(Removed("超链接", place))
    if value is not None and cell.has_style and sheet_parts.is_unseen(cell):
        removed.append(Removed("看不见的单元格", place))
        value = None
    if value is None and not cell.has_style:
        return
    new = target.cell(down[cell.row], across[cell.column])
    new.value = value
    if isinstance(value, str) and value.startswith("="):
        new.data_type = "s"
    if cell.has_style:
        new._style = copy.copy(cell._style)


def _withhold(target: Any, given: Sequence[marks.Mark]) -> tuple[marks.Withheld, ...]:
    schedule: list[marks.Withheld] = []
    for number, mark in enumerate(given, start=1):
        if not isinstance(mark, marks.Quote) or not matching.folded(mark.text):
            raise marks.WrongMark(number, "不能用于表格，表格只能按文字标记")
        quote = matching.folded(mark.text)
        before = len(schedule)
        for page in target.worksheets:
            if quote in matching.folded(page.title):
                page.title = f"工作表{target.worksheets.index(page) + 1}"
                schedule.append(marks.Withheld(None, "工作表名称", mark.ground, mark.label, len(quote)))
            for line in page.iter_rows():
                for cell in line:
                    if cell.value is not None and quote in matching.folded(xlsx_files.shown(cell)):
                        words = _BLOCKS + (f"（{mark.label}）" if mark.label else "")
                        left = matching.blocked(cell.value, quote, words) if isinstance(cell.value, str) else None
                        cell.value = left or words
                        place = f"{page.title}!{cell.coordinate}"
                        schedule.append(marks.Withheld(None, place, mark.ground, mark.label, len(quote)))
        if len(schedule) == before:
            raise marks.WrongMark(number, "的文字在可见的单元格里没有找到")
    return tuple(schedule)


def _proved(released: bytes, given: Sequence[marks.Mark]) -> marks.Proof:
    inspection = inspecting.inspect(released, "核对.xlsx")
    remains = [
        marks.Remain(findings.LABELS[each.kind], each.where, "")
        for each in inspection.findings
        if each.kind in _LOUD or (each.kind == "metadata" and each.severity != "info")
    ]
    parts = word_xml.unpack(released)
    pieces = [matching.folded(piece) for piece in inspection.text.split("\n\n")]
    for mark in marks.quotes(given):
        quote = matching.folded(mark.text)
        if any(quote in piece for piece in pieces):
            remains.append(marks.Remain("单元格", "表格", mark.ground))
        if matching.is_telling(quote):
            for part, content in parts.items():
                if any(matching.in_bytes(content, form) for form in {quote, mark.text.strip()}):
                    remains.append(marks.Remain("部件字节", part, mark.ground))
    proof = marks.Proof(tuple(remains), (), ("单元格", "隐藏内容检查", "全部部件的字节"), ())
    if not proof.holds:
        raise marks.NotRemoved(proof)
    return proof
