"""The paper of a report as a Word file: the page of GB/T 9704, real headings, real tables that can be edited."""

import importlib
import io
from collections.abc import Sequence
from typing import Any

from gongkai.documents import word_pages
from gongkai.documents.report_papers.parts import Cell, Heading, Note, Paper, Paragraph, Table

# Twentieths of a point over the width of the text, 156 millimetres.
_WIDTH = 8844
_TABLE_FONT = "宋体"
# Half points: the sizes of a table's words, few columns and many; of its figures; of notes.
_SIZE, _SMALL_SIZE, _NOTE_SIZE = 21, 18, 18
_FIGURE_SIZES = (21, 18, 16, 14, 12, 10)
_MANY_COLUMNS = 8
_MARGIN, _INSIDE = 28, 40
_TITLE_LINE = 20
_SHADE = "DCE6F1"
_ALIGNS = {"left": "left", "centre": "center", "right": "right"}


def compose(paper: Paper) -> bytes:
    """The report as a Word file. The same paper always gives the same text; fonts are named, not embedded."""
    document = importlib.import_module("docx").Document()
    title = word_pages.printable(paper.title)
    word_pages.prepare(document, title=title, author=word_pages.printable(paper.body))
    _styles(document)
    _title(document, title, word_pages.printable(paper.body))
    if paper.remark:
        _small(document, paper.remark, centre=True)
    for part in paper.parts:
        if isinstance(part, Heading):
            heading = document.add_paragraph(word_pages.printable(part.text), style=f"Heading {part.level}")
            heading.paragraph_format.page_break_before = part.is_new_page
        elif isinstance(part, Paragraph):
            document.add_paragraph(word_pages.printable(part.text), style="Body Text")
        else:
            _add_table(document, part)
    if paper.imprint:
        _imprint(document, paper.imprint)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _title(document: Any, title: str, body: str) -> None:
    """The title; where it is longer than a line, the name of the body has a line of its own."""
    paragraph = document.add_paragraph(style="Title")
    is_long = len(title) > _TITLE_LINE and title.startswith(body) and len(title) > len(body)
    run = paragraph.add_run(body if is_long else title)
    if is_long:
        run.add_break()
        run.add_text(title[len(body) :])


def _styles(document: Any) -> None:
    shared = importlib.import_module("docx.shared")
    centre = importlib.import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    looks = (
        ("Title", word_pages.SONGTI, word_pages.TITLE),
        ("Heading 1", word_pages.HEITI, word_pages.BODY),
        ("Heading 2", word_pages.KAITI, word_pages.BODY),
        ("Body Text", word_pages.FANGSONG, word_pages.BODY),
    )
    for name, font, size in looks:
        style = document.styles[name]
        properties = style.element.get_or_add_rPr()
        for old in list(properties):
            properties.remove(old)
        for border in style.element.iter(word_pages.qualified("w:pBdr")):
            border.getparent().remove(border)
            break
        style.font.size, style.font.name = shared.Pt(size), font
        properties.get_or_add_rFonts().set(word_pages.qualified("w:eastAsia"), font)
        layout = style.paragraph_format
        layout.space_before = layout.space_after = shared.Pt(0)
        layout.line_spacing = shared.Pt(word_pages.LINE if size <= word_pages.BODY else size * 1.4)
        if name == "Title":
            layout.alignment, layout.space_after = centre, shared.Pt(word_pages.LINE)
        else:
            layout.first_line_indent = shared.Pt(word_pages.BODY * 2)
        layout.keep_with_next = name != "Body Text"


def _small(document: Any, words: str, *, centre: bool = False) -> Any:
    paragraph = document.add_paragraph()
    shared = importlib.import_module("docx.shared")
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = shared.Pt(0), shared.Pt(3)
    layout.line_spacing = 1.2
    paragraph._p.get_or_add_pPr().insert(0, word_pages.element("w:snapToGrid", val="0"))
    if centre:
        paragraph.alignment = importlib.import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    paragraph._p.append(_run(words, size=_NOTE_SIZE))
    return paragraph


def _imprint(document: Any, lines: Sequence[str]) -> None:
    """A fine line, and below it where the figures come from."""
    for place, words in enumerate(lines):
        paragraph = _small(document, words)
        if place == 0:
            shared = importlib.import_module("docx.shared")
            paragraph.paragraph_format.space_before = shared.Pt(word_pages.LINE)
            borders = word_pages.element("w:pBdr")
            borders.append(word_pages.element("w:top", val="single", sz="4", space="6", color="8B8A83"))
            paragraph._p.get_or_add_pPr().insert(0, borders)


def _add_table(document: Any, table: Table) -> None:
    """The table as Word keeps it: a grid, heads that return on each page, cells merged both ways."""
    made = word_pages.element("w:tbl")
    made.append(_table_properties(table))
    widths = [round(_WIDTH * each) for each in table.widths]
    grid = word_pages.element("w:tblGrid")
    for width in widths:
        grid.append(word_pages.element("w:gridCol", w=str(width)))
    made.append(grid)
    starts: dict[tuple[int, int], Cell] = {(row, column): cell for row, column, cell in table.placed()}
    running: dict[int, tuple[int, Cell]] = {}  # by column: how many rows more, of which cell
    words, figures = _sizes(table, widths)
    for number in range(len(table.rows)):
        row = _row(number < table.head_rows)
        column = 0
        while column < len(widths):
            is_new = (number, column) in starts
            left, cell = (0, starts[number, column]) if is_new else running[column]
            width = sum(widths[column : column + cell.colspan])
            size = words if cell.number is None else figures
            row.append(_cell(cell, width, is_new=is_new, size=size))
            running[column] = (cell.rowspan - 1 if is_new else left - 1, cell)
            column += cell.colspan
        made.append(row)
    last = document.add_paragraph()
    last._p.addprevious(made)
    last._p.getparent().remove(last._p)
    _after(document, table.notes)


def _sizes(table: Table, widths: Sequence[int]) -> tuple[int, int]:
    """The size of the words, and the largest size in which no figure is cut into two lines."""
    words = _SMALL_SIZE if len(widths) > _MANY_COLUMNS else _SIZE
    figures = [
        (len(cell.text) * 0.5 + len(cell.mark) * 0.7, sum(widths[column : column + cell.colspan]))
        for _row, column, cell in table.placed()
        if cell.number is not None
    ]
    for size in _FIGURE_SIZES:
        # A digit is half as wide as high, a raised mark seven tenths; a half point is ten twentieths.
        if size <= words and all(length * size * 10 <= width - 3 * _MARGIN for length, width in figures):
            return words, size
    return words, _FIGURE_SIZES[-1]


def _after(document: Any, notes: Sequence[Note]) -> None:
    """The notes below a table; without any, a narrow line, so that no two tables stand against each other."""
    for place, note in enumerate(notes):
        _small(document, f"{'注：' if place == 0 else '　　'}{note.mark}　{note.text}")
    if not notes:
        shared = importlib.import_module("docx.shared")
        empty = document.add_paragraph()
        empty.paragraph_format.space_before = empty.paragraph_format.space_after = shared.Pt(0)
        empty.paragraph_format.line_spacing = shared.Pt(8)


def _table_properties(table: Table) -> Any:
    properties = word_pages.element("w:tblPr")
    properties.append(word_pages.element("w:tblW", w=str(_WIDTH), type="dxa"))
    properties.append(word_pages.element("w:jc", val="center"))
    borders = word_pages.element("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(word_pages.element(f"w:{edge}", val="single", sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(word_pages.element("w:tblLayout", type="fixed"))
    margins = word_pages.element("w:tblCellMar")
    for edge in ("left", "right"):
        margins.append(word_pages.element(f"w:{edge}", w=str(_MARGIN), type="dxa"))
    properties.append(margins)
    properties.append(word_pages.element("w:tblCaption", val=table.title))
    return properties


def _row(is_head: bool) -> Any:
    row = word_pages.element("w:tr")
    properties = word_pages.element("w:trPr")
    properties.append(word_pages.element("w:cantSplit"))
    properties.append(word_pages.element("w:trHeight", val="425", hRule="atLeast"))
    if is_head:
        properties.append(word_pages.element("w:tblHeader"))
    row.append(properties)
    return row


def _cell(cell: Cell, width: int, *, is_new: bool, size: int) -> Any:
    made = word_pages.element("w:tc")
    properties = word_pages.element("w:tcPr")
    properties.append(word_pages.element("w:tcW", w=str(width), type="dxa"))
    if cell.colspan > 1:
        properties.append(word_pages.element("w:gridSpan", val=str(cell.colspan)))
    if cell.rowspan > 1:
        properties.append(word_pages.element("w:vMerge", **({"val": "restart"} if is_new else {})))
    if cell.is_shaded:
        properties.append(word_pages.element("w:shd", val="clear", color="auto", fill=_SHADE))
    properties.append(word_pages.element("w:vAlign", val="center"))
    made.append(properties)
    paragraph = word_pages.element("w:p")
    layout = word_pages.element("w:pPr")
    layout.append(word_pages.element("w:snapToGrid", val="0"))
    layout.append(word_pages.element("w:spacing", before="40", after="40", line="240", lineRule="auto"))
    if cell.align == "left":
        layout.append(word_pages.element("w:ind", left=str(_INSIDE + cell.depth * size * 10)))
    layout.append(word_pages.element("w:jc", val=_ALIGNS[cell.align]))
    paragraph.append(layout)
    if is_new and cell.text:
        paragraph.append(_run(cell.text, size=size, font=_TABLE_FONT))
    if is_new and cell.mark:
        paragraph.append(_run(cell.mark, size=size, font=_TABLE_FONT, is_raised=True))
    made.append(paragraph)
    return made


def _run(words: str, *, size: int, font: str = word_pages.FANGSONG, is_raised: bool = False) -> Any:
    run = word_pages.element("w:r")
    properties = word_pages.element("w:rPr")
    properties.append(word_pages.element("w:rFonts", ascii=font, hAnsi=font, eastAsia=font))
    properties.append(word_pages.element("w:sz", val=str(size)))
    if is_raised:
        properties.append(word_pages.element("w:vertAlign", val="superscript"))
    run.append(properties)
    text = word_pages.element("w:t")
    text.text = word_pages.printable(words)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    return run
