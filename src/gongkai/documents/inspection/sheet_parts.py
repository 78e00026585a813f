"""What a spreadsheet carries unseen: hidden sheets, rows and columns, notes, formulas, names, links, pivot caches."""

import io
import re
from typing import Any

import openpyxl
import openpyxl.utils

from gongkai.documents import word_xml, xlsx_files
from gongkai.documents.inspection import findings, office_parts, pictures

_STATES = {"hidden": "隐藏", "veryHidden": "深度隐藏（菜单里看不到）"}
_LAST_ROW, _LAST_COLUMN = 20_000, 400
_WHOLE_BYTES = 32 * 1024 * 1024
_HIDDEN_ROW = re.compile(rb"<row [^>]*hidden=\"(?:1|true)\"")
_HIDDEN_COLUMN = re.compile(rb"<col [^>]*hidden=\"(?:1|true)\"")
_INVISIBLE_FORMAT = re.compile(r"^(?:;;;|\"\";\"\";\"\".*)$")


def inspect(data: bytes, script: findings.Script, notes: findings.Notes) -> list[list[list[str]]]:
    """Add the text of every cell to the script, hidden ones too, and what is unseen to the notes; returns tables."""
    parts = word_xml.unpack(data)
    if sum(map(len, parts.values())) > _WHOLE_BYTES:
        tables = _long_sheets(data, parts, script, notes)
    else:
        tables = _sheets(data, script, notes)
    _stores(parts, script, notes)
    _threads(parts, script, notes)
    office_parts.properties(parts, script, notes)
    office_parts.embedded(parts, notes)
    office_parts.links(parts, notes)
    return tables


def _sheets(data: bytes, script: findings.Script, notes: findings.Notes) -> list[list[list[str]]]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    tables = []
    try:
        for page in book.worksheets:
            tables.append(_sheet(page, values[page.title], script, notes))
        _names(book, notes)
    finally:
        book.close()
        values.close()
    return tables


def _long_sheets(
    data: bytes, parts: dict[str, bytes], script: findings.Script, notes: findings.Notes
) -> list[list[list[str]]]:
    """Row by row, for sheets too long to hold; hidden rows and columns are counted, not read apart."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    states = {page.title: page.sheet_state for page in book.worksheets}
    book.close()
    tables = []
    for title, state in states.items():
        table = []
        for row in xlsx_files.rows(data, sheet=title):
            script.add(" | ".join(row.values), lambda row=row: f"{row.sheet}!{row.number}:{row.number}")  # type: ignore[misc]
            table.append(list(row.values))
        tables.append(table)
        if state != "visible":
            message = f"工作表「{title}」是{_STATES.get(state, '隐藏')}的，任何人取消隐藏即可看到，请删除"
            notes.add("hidden_sheet", "block", title, "", message)
    for part, content in parts.items():
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            for kind, form, what in (("hidden_row", _HIDDEN_ROW, "行"), ("hidden_column", _HIDDEN_COLUMN, "列")):
                if count := len(form.findall(content)):
                    message = f"表格很大，其中有 {count} 处隐藏的{what}，内容仍在文件里，请删除"
                    notes.add(kind, "block", part.rsplit("/", 1)[1], "", message)
    return tables


def _stores(parts: dict[str, bytes], script: findings.Script, notes: findings.Notes) -> None:
    for part in parts:
        if part.startswith("xl/pivotCache/pivotCacheRecords"):
            text = " ".join(_values(parts[part]))
            script.add(text, lambda: "数据透视表缓存")
            message = "数据透视表里缓存着全部原始数据，双击即可展开，请改为普通表格"
            notes.add("pivot_cache", "block", part.rsplit("/", 1)[1], text, message)
        elif part.startswith("xl/externalLinks/externalLink"):
            text = " ".join(_values(parts[part]))
            script.add(text, lambda: "外部链接缓存")
            message = "表格引用别的工作簿，文件路径和引用过的数据都存在里面，请断开链接"
            notes.add("external_link", "warn", part.rsplit("/", 1)[1], text, message)
        elif part.startswith("xl/media/"):
            pictures.inspect(parts[part], f"图片 {part.rsplit('/', 1)[1]}", notes)


def _sheet(page: Any, values: Any, script: findings.Script, notes: findings.Notes) -> list[list[str]]:
    rows, columns = hidden_lines(page)
    formulas: list[str] = []
    first = ""
    table: list[list[str]] = []
    in_rows: dict[int, list[str]] = {}
    in_columns: dict[int, list[str]] = {}
    for line, shown in zip(page.iter_rows(), values.iter_rows(), strict=False):
        texts: list[str] = []
        for cell, value in zip(line, shown, strict=False):
            text = xlsx_files.shown(value)
            texts.append(text)
            if cell.comment is not None:
                _comment(page.title, cell, script, notes)
            if text:
                place = f"{page.title}!{cell.coordinate}"
                script.add(text, lambda place=place: place)  # type: ignore[misc]
                _looks(cell, place, text, notes)
                if cell.row in rows:
                    in_rows.setdefault(cell.row, []).append(text)
                if cell.column in columns:
                    in_columns.setdefault(cell.column, []).append(text)
            if cell.data_type == "f":
                formulas.append(cell.coordinate)
                first = first or str(cell.value)
        table.append(texts)
    _say_hidden(page, table, in_rows, in_columns, notes)
    if formulas:
        message = f"工作表「{page.title}」有 {len(formulas)} 个公式（{'、'.join(formulas[:8])}…），可改为数值后再发"
        notes.add("formula", "info", f"{page.title}!{formulas[0]}", first, message)
    return table


def hidden_lines(page: Any) -> tuple[set[int], set[int]]:
    """Numbers of the hidden rows (by hand, by group or by filter) and hidden columns of a sheet."""
    rows = {number for number, row in page.row_dimensions.items() if row.hidden or row.height == 0}
    columns: set[int] = set()
    for letter, column in page.column_dimensions.items():
        if column.hidden or column.width == 0:
            first = column.min or openpyxl.utils.column_index_from_string(letter)
            columns.update(range(first, min(column.max or first, _LAST_COLUMN) + 1))
    if page.sheet_format.zeroHeight:
        rows |= set(range(1, min(page.max_row, _LAST_ROW) + 1)) - set(page.row_dimensions)
    return rows, columns


def _say_hidden(
    page: Any, table: list[list[str]], in_rows: dict[int, list[str]], in_columns: dict[int, list[str]], notes: Any
) -> None:
    title = page.title
    if page.sheet_state != "visible":
        text = " | ".join(text for row in table for text in row if text)
        message = f"工作表「{title}」是{_STATES.get(page.sheet_state, '隐藏')}的，任何人取消隐藏即可看到，请删除"
        notes.add("hidden_sheet", "block" if text else "warn", title, text, message)
    filtered = bool(page.auto_filter.ref)
    for number, texts in in_rows.items():
        how = "被筛选或隐藏" if filtered else "隐藏"
        message = f"工作表「{title}」第 {number} 行{how}，内容仍在文件里，请删除"
        notes.add("hidden_row", "block", f"{title}!{number}:{number}", " | ".join(texts), message)
    for number, texts in in_columns.items():
        letter = openpyxl.utils.get_column_letter(number)
        message = f"工作表「{title}」{letter} 列是隐藏的，内容仍在文件里，请删除"
        notes.add("hidden_column", "block", f"{title}!{letter}:{letter}", " | ".join(texts[:20]), message)


def is_unseen(cell: Any) -> bool:
    """Whether a cell's text is white on no fill, or its number format shows nothing."""
    if _INVISIBLE_FORMAT.match(cell.number_format or ""):
        return True
    colour = cell.font.color if cell.has_style and cell.font else None
    written = getattr(colour, "rgb", None) if colour is not None and colour.type == "rgb" else None
    white = (isinstance(written, str) and word_xml.is_white(written[-6:].upper())) or (
        colour is not None and colour.type == "theme" and colour.theme == 0 and not colour.tint
    )
    return white and cell.fill.fill_type is None


def _looks(cell: Any, place: str, text: str, notes: findings.Notes) -> None:
    if cell.has_style and is_unseen(cell):
        message = "单元格的文字与底色相同或格式设为不显示，点选即可读出，请删除"
        notes.add("white_text", "block", place, text, message)


def _comment(title: str, cell: Any, script: findings.Script, notes: findings.Notes) -> None:
    place = f"{title}!{cell.coordinate}"
    text = str(cell.comment.text or "")
    script.add(text, lambda: f"{place}（批注）")
    author = cell.comment.author or "未署名"
    notes.add("comment", "block", place, text, f"{author}的批注会随文件一起发出，请删除")


def _names(book: Any, notes: findings.Notes) -> None:
    visible = {page.title for page in book.worksheets if page.sheet_state == "visible"}
    for name, defined in book.defined_names.items():
        target = str(defined.attr_text or "")
        sheet = re.match(r"^'?([^'!\[\]]+)'?!", target)
        if defined.hidden or "[" in target or (sheet and sheet[1] not in visible):
            message = f"名称「{name}」隐藏着或指向看不见的地方（{findings.cut(target)}），请在名称管理器中删除"
            notes.add("defined_name", "warn", f"名称 {name}", target, message)


def _threads(parts: dict[str, bytes], script: findings.Script, notes: findings.Notes) -> None:
    for part, content in parts.items():
        if part.startswith("xl/threadedComments/"):
            for thread in word_xml.parse(content):
                text = "".join(thread.itertext())
                place = f"{thread.get('ref') or ''}（会话批注）"
                script.add(text, lambda place=place: place)  # type: ignore[misc]
                notes.add("comment", "block", place, text, "会话批注会随文件一起发出，请删除")


def _values(xml: bytes) -> list[str]:
    """Words of a cache: values in attributes `v` and in text."""
    found = []
    for element in word_xml.parse(xml).iter():
        if value := element.get("v"):
            found.append(value)
        if isinstance(element.tag, str) and element.text and element.text.strip():
            found.append(element.text.strip())
    return found[:20_000]
