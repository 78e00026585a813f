"""Public items on paper as Word files: the sheet of a notice board, the leaflet, the hand-over list of two copies.

Every item bears the QR code of its page, so that paper leads to the whole text. PDF is made from these by `printing`.
"""

import dataclasses
import datetime
import importlib
import io
from collections.abc import Sequence
from typing import Any

import segno

from gongkai.documents import word_pages

_FANGSONG, _HEITI, _SONGTI = word_pages.FANGSONG, word_pages.HEITI, word_pages.SONGTI
COPIES = ("第一联　移送单位留存", "第二联　接收单位留存")
_PANELS = 3
_HEADS = ("序号", "标题", "文号", "索引号", "公开日期", "份数")
# Millimetres; together the width between the margins.
_WIDTHS = (11, 62, 30, 33, 24, 10)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One item: `paragraphs` is its text, `address` its page, `copies` how many are handed over."""

    title: str
    doc_no: str
    index_no: str
    published_on: datetime.date
    address: str
    paragraphs: tuple[str, ...] = ()
    summary: str = ""
    copies: int = 1


@dataclasses.dataclass(frozen=True)
class Paper:
    """What is printed. `receiver` is the reading point, `lines` stand at the end of a list or outside on a leaflet."""

    sender: str
    title: str
    number: str
    on: datetime.date
    entries: tuple[Entry, ...]
    receiver: str = ""
    lines: tuple[str, ...] = ()
    site_address: str = ""


def board_sheet(paper: Paper) -> bytes:
    """A4 sheets for a notice board: each item begins a sheet, with its text and the code of its page."""
    document = _document(paper)
    for place, entry in enumerate(paper.entries):
        if place:
            _break(document)
        _words(document, paper.sender, font=_SONGTI, size=26, centre=True, red=True)
        word_pages.rule(_words(document, "政 府 信 息 公 示", font=_HEITI, size=15, centre=True))
        _words(document, entry.title, font=_SONGTI, size=20, centre=True, before=14)
        facts = [entry.doc_no, f"索引号 {entry.index_no}", f"公开日期 {entry.published_on.isoformat()}"]
        _words(document, "　".join(each for each in facts if each), size=11, centre=True)
        for words in entry.paragraphs:
            _words(document, words, size=14, indent=True)
        _code(document, entry, size=28)
        _words(document, f"扫码查看全文：{entry.address}", size=10, centre=True)
        _words(document, f"{paper.number}　张贴日期：　　　　　　张贴地点：", size=10, before=6)
    return _written(document)


def leaflet(paper: Paper) -> bytes:
    """A4 across, folded twice: outside cover, back and flap; inside the items, each with its code, on three panels."""
    document = _document(paper, is_across=True)
    outside = _panels(document)
    _words(outside[0], "如何获取政府信息", font=_HEITI, size=15)
    for words in paper.lines:
        _words(outside[0], words, size=12)
    _words(outside[1], paper.sender, font=_HEITI, size=14, centre=True, before=60)
    if paper.site_address:
        _picture(_words(outside[1], "", size=10, centre=True), paper.site_address, 32, "政府信息公开网站的二维码")
        _words(outside[1], f"政府信息公开网站：{paper.site_address}", size=10, centre=True)
    _words(outside[1], paper.number, size=9, centre=True)
    _words(outside[2], paper.sender, font=_HEITI, size=14, centre=True, before=80)
    _words(outside[2], paper.title, font=_SONGTI, size=22, centre=True, red=True, before=20)
    _words(outside[2], f"{paper.on.year}年{paper.on.month}月", size=13, centre=True, before=20)
    _break(document)
    inside = _panels(document)
    for panel, entries in zip(inside, _dealt(paper.entries), strict=True):
        for entry in entries:
            _words(panel, entry.title, font=_HEITI, size=12, before=6)
            facts = "　".join(each for each in (entry.doc_no, entry.published_on.isoformat()) if each)
            _words(panel, facts, size=9)
            if entry.summary:
                _words(panel, entry.summary, size=10.5)
            _code(panel, entry, size=18)
    return _written(document)


def handover_list(paper: Paper) -> bytes:
    """移送明细表 in two copies: number, sender, reading point, the items in a table, and places for both signatures."""
    document = _document(paper)
    for place, copy in enumerate(COPIES):
        if place:
            _break(document)
        _words(document, copy, size=11, right=True)
        _words(document, paper.title, font=_SONGTI, size=20, centre=True)
        _words(document, f"编号：{paper.number}", size=12, right=True)
        _words(document, f"移送单位：{paper.sender}", size=13)
        _words(document, f"接收单位（查阅点）：{paper.receiver}", size=13)
        _table(document, paper.entries)
        total = sum(each.copies for each in paper.entries)
        _words(document, f"合计：{len(paper.entries)}件{total}份。", size=13, before=6)
        for words in paper.lines:
            _words(document, words, size=12)
        _words(document, "移送人：　　　　　　　　移送日期：　　　年　　月　　日", size=13, before=18)
        _words(document, "接收人：　　　　　　　　接收日期：　　　年　　月　　日", size=13, before=12)
        _words(document, "（接收单位盖章）", size=13, right=True, before=12)
    return _written(document)


def _dealt(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """The entries on three panels, in their order, as even as can be."""
    size, more = divmod(len(entries), _PANELS)
    ends = [0]
    for panel in range(_PANELS):
        ends.append(ends[-1] + size + (panel < more))
    return [entries[ends[panel] : ends[panel + 1]] for panel in range(_PANELS)]


def _document(paper: Paper, *, is_across: bool = False) -> Any:
    document = importlib.import_module("docx").Document()
    word_pages.prepare(document, title=word_pages.printable(paper.title), author=word_pages.printable(paper.sender))
    shared = importlib.import_module("docx.shared")
    section = document.sections[0]
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = shared.Mm(20)
    section.footer_distance = shared.Mm(8)
    if is_across:
        section.orientation = importlib.import_module("docx.enum.section").WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = shared.Mm(297), shared.Mm(210)
        for edge in ("top", "bottom", "left", "right"):
            setattr(section, f"{edge}_margin", shared.Mm(10))
        section.footer_distance = shared.Mm(4)
        section.footer.paragraphs[0].clear()
        for field in list(section.footer.paragraphs[0]._p.iter(word_pages.qualified("w:fldSimple"))):
            field.getparent().remove(field)
    return document


def _break(document: Any) -> None:
    """A new page; the paragraph that begins it is so small that it moves nothing."""
    shared = importlib.import_module("docx.shared")
    paragraph = _words(document, "", size=1)
    paragraph.paragraph_format.line_spacing = shared.Pt(1)
    paragraph.add_run().add_break(importlib.import_module("docx.enum.text").WD_BREAK.PAGE)


def _panels(document: Any) -> list[Any]:
    """Three panels side by side, without lines: where the paper is folded."""
    table = document.add_table(rows=1, cols=_PANELS)
    table.autofit = False
    shared = importlib.import_module("docx.shared")
    row = table.rows[0]
    row.height = shared.Mm(170)
    for cell in row.cells:
        cell.width = shared.Mm(277 / _PANELS)
    for cell in row.cells:
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)
    return list(row.cells)


def _table(document: Any, entries: Sequence[Entry]) -> None:
    shared = importlib.import_module("docx.shared")
    table = document.add_table(rows=1, cols=len(_HEADS))
    table.style = "Table Grid"
    table.autofit = False
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(word_pages.element("w:tblHeader", val="true"))
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = shared.Mm(width)
    rows = [_HEADS] + [
        (str(number), each.title, each.doc_no, each.index_no, each.published_on.isoformat(), str(each.copies))
        for number, each in enumerate(entries, start=1)
    ]
    for number, values in enumerate(rows):
        row = head if number == 0 else table.add_row()
        row._tr.get_or_add_trPr().append(word_pages.element("w:cantSplit", val="true"))
        for cell, words, width in zip(row.cells, values, _WIDTHS, strict=True):
            cell.width = shared.Mm(width)
            first = cell.paragraphs[0]._p
            first.getparent().remove(first)
            font = _HEITI if number == 0 else _FANGSONG
            _words(cell, words, size=10.5, font=font, centre=number == 0, spacing=1)


def _code(place: Any, entry: Entry, *, size: float) -> None:
    _picture(_words(place, "", size=10, centre=True), entry.address, size, f"《{entry.title}》全文网页的二维码")


def _picture(paragraph: Any, address: str, size: float, words: str) -> None:
    """The QR code of an address in a paragraph, with words for those who do not see it. Its size is in millimetres."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="png", scale=8, border=2)
    written.seek(0)
    shared = importlib.import_module("docx.shared")
    shape = paragraph.add_run().add_picture(written, width=shared.Mm(size))
    shape._inline.docPr.set("descr", word_pages.printable(words))


def _words(
    place: Any,
    words: str,
    *,
    font: str = _FANGSONG,
    size: float = 14,
    centre: bool = False,
    right: bool = False,
    indent: bool = False,
    red: bool = False,
    before: float = 0,
    spacing: float = 1.35,
) -> Any:
    shared = importlib.import_module("docx.shared")
    align = importlib.import_module("docx.enum.text").WD_ALIGN_PARAGRAPH
    paragraph = place.add_paragraph()
    paragraph._p.get_or_add_pPr().insert(0, word_pages.element("w:snapToGrid", val="0"))
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = shared.Pt(before), shared.Pt(2), spacing
    if centre or right:
        paragraph.alignment = align.CENTER if centre else align.RIGHT
    if indent:
        layout.first_line_indent = shared.Pt(size * 2)
    run = paragraph.add_run(word_pages.printable(words))
    run.font.size, run.font.name = shared.Pt(size), font
    run.element.get_or_add_rPr().get_or_add_rFonts().set(word_pages.qualified("w:eastAsia"), font)
    if red:
        run.font.color.rgb = shared.RGBColor(*word_pages.RED)
    return paragraph


def _written(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
