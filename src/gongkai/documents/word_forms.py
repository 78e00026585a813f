"""Blank official letters as Word files in the layout of GB/T 9704, with fields an office can move and reword."""

import dataclasses
import datetime
import importlib
import io
from collections.abc import Sequence
from typing import Any

FANGSONG, HEITI, SONGTI, KAITI = "仿宋_GB2312", "黑体", "方正小标宋简体", "楷体_GB2312"
_RED = (0xC0, 0x00, 0x00)
_BODY, _TITLE, _HEAD, _SMALL = 16, 22, 30, 14
# 22 lines of 28 characters between margins of 37, 35, 28 and 26 millimetres.
_LINE = 28.95
# A quarter of a point less a character, so that 28 of them fill the line of 156 millimetres.
_CLOSER = "-5"
_GRID = {"type": "lines", "linePitch": "579"}
_EDGES = {"top": 37, "bottom": 35, "left": 28, "right": 26}


@dataclasses.dataclass(frozen=True)
class Line:
    """A paragraph with `{{ fields }}` in it. `when`: the field without which it is left out; `look`: body, heading,
    plain (no indent), right, box (a line to fill in by hand), page (begins a new page), title."""

    text: str
    when: str = ""
    look: str = "body"


@dataclasses.dataclass(frozen=True)
class Form:
    """A letter to be filled. With `has_seal` it bears the head, the number and the signature of the agency."""

    title: str
    addressee: str
    lines: tuple[Line, ...]
    has_seal: bool = True
    has_remedy: bool = False
    has_number: bool = True


def build(form: Form) -> bytes:
    """The form as a Word file. The same form always gives the same text."""
    document = importlib.import_module("docx").Document()
    _prepare(document, form)
    if form.has_seal:
        _paragraph(document, "{{ agency }}", font=SONGTI, size=_HEAD, look="title", red=True)
        _rule(_paragraph(document, "", size=6, look="plain"))
    if form.has_number:
        _paragraph(document, "{{ number }}", look="right" if form.has_seal else "plain")
    _paragraph(document, "", look="plain")
    _paragraph(document, form.title, font=SONGTI, size=_TITLE, look="title")
    _paragraph(document, "", look="plain")
    if form.addressee:
        _paragraph(document, f"{form.addressee}：", look="plain")
    _lines(document, form.lines)
    if form.has_remedy:
        _lines(document, [Line("{{ remedy }}", when="remedy")])
    if form.has_seal:
        _paragraph(document, "", look="plain")
        _paragraph(document, "{{ agency }}", look="right")
        _paragraph(document, "{{ signed_on }}", look="right")
        _lines(document, [Line("（联系方式：{{ contact }}）", when="contact", look="small")])
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _lines(document: Any, lines: Sequence[Line]) -> None:
    for line in lines:
        if line.when:
            _paragraph(document, f"{{%p if {line.when} %}}", look="plain")
        font = HEITI if line.look == "heading" else SONGTI if line.look == "title" else FANGSONG
        size = _TITLE if line.look == "title" else _SMALL if line.look == "small" else _BODY
        made = _paragraph(document, line.text, font=font, size=size, look=line.look)
        if line.look == "page":
            made.paragraph_format.page_break_before = True
        if line.when:
            _paragraph(document, "{%p endif %}", look="plain")


def _prepare(document: Any, form: Form) -> None:
    shared = importlib.import_module("docx.shared")
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
    for edge, width in _EDGES.items():
        setattr(section, f"{edge}_margin", shared.Mm(width))
    section.footer_distance = shared.Mm(28)
    grid = section._sectPr.find(_qualified("w:docGrid"))
    if grid is None:
        grid = importlib.import_module("docx.oxml").OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in _GRID.items():
        grid.set(_qualified(f"w:{name}"), value)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FANGSONG, shared.Pt(_BODY)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(_qualified("w:eastAsia"), FANGSONG)
    _page_number(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.title, properties.author, properties.comments = form.title, "", ""
    properties.language, properties.last_modified_by = "zh-CN", ""
    properties.created = properties.modified = datetime.datetime(2026, 1, 1)


def _page_number(paragraph: Any) -> None:
    """— 1 — in the middle below the text."""
    shared = importlib.import_module("docx.shared")
    centre = importlib.import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    field = importlib.import_module("docx.oxml").OxmlElement("w:fldSimple")
    field.set(_qualified("w:instr"), "PAGE")
    paragraph.alignment = centre
    before, after = paragraph.add_run("— "), paragraph.add_run(" —")
    for run in (before, after):
        run.font.size, run.font.name = shared.Pt(_SMALL), "宋体"
    before._r.addnext(field)


def _paragraph(
    document: Any, words: str, *, font: str = FANGSONG, size: float = _BODY, look: str = "body", red: bool = False
) -> Any:
    shared = importlib.import_module("docx.shared")
    align = importlib.import_module("docx.enum.text").WD_ALIGN_PARAGRAPH
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = shared.Pt(0)
    layout.line_spacing = shared.Pt(_LINE if size <= _BODY else size * 1.4)
    if look == "title":
        paragraph.alignment = align.CENTER
    if look == "right":
        paragraph.alignment = align.RIGHT
        layout.right_indent = shared.Pt(size * 2)
    if look in {"body", "heading", "box", "small"}:
        layout.first_line_indent = shared.Pt(size * 2)
    run = paragraph.add_run(words)
    run.font.size, run.font.name = shared.Pt(size), font
    run.element.get_or_add_rPr().get_or_add_rFonts().set(_qualified("w:eastAsia"), font)
    if red:
        run.font.color.rgb = shared.RGBColor(*_RED)
    if size == _BODY:
        spacing = importlib.import_module("docx.oxml").OxmlElement("w:spacing")
        spacing.set(_qualified("w:val"), _CLOSER)
        run.element.get_or_add_rPr().append(spacing)
    return paragraph


def _rule(paragraph: Any) -> None:
    """A red line below a paragraph."""
    oxml = importlib.import_module("docx.oxml")
    borders, line = oxml.OxmlElement("w:pBdr"), oxml.OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "1"), ("color", "C00000")):
        line.set(_qualified(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def _qualified(name: str) -> str:
    return str(importlib.import_module("docx.oxml.ns").qn(name))
