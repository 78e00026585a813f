"""The page of an official document in Word as GB/T 9704 has it: margins, lines, fonts, the number of the page."""

import datetime
import importlib
from typing import Any

FANGSONG, HEITI, SONGTI, KAITI = "仿宋_GB2312", "黑体", "方正小标宋简体", "楷体_GB2312"
BODY, TITLE, HEAD, SMALL = 16, 22, 30, 14
# 22 lines of 28 characters between margins of 37, 35, 28 and 26 millimetres.
LINE = 28.95
RED = (0xC0, 0x00, 0x00)
_EDGES = {"top": 37, "bottom": 35, "left": 28, "right": 26}
_GRID = {"type": "lines", "linePitch": "579"}
# Fixed, so that the same document is always the same file.
_MADE = datetime.datetime(2026, 1, 1)


def prepare(document: Any, *, title: str, author: str = "") -> None:
    """Set up paper, margins, the grid of lines, the font of the text, page numbers and what the file says of itself."""
    shared = importlib.import_module("docx.shared")
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
    for edge, width in _EDGES.items():
        setattr(section, f"{edge}_margin", shared.Mm(width))
    section.footer_distance = shared.Mm(28)
    grid = section._sectPr.find(qualified("w:docGrid"))
    if grid is None:
        grid = importlib.import_module("docx.oxml").OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in _GRID.items():
        grid.set(qualified(f"w:{name}"), value)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FANGSONG, shared.Pt(BODY)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qualified("w:eastAsia"), FANGSONG)
    _speak_chinese(document)
    _page_number(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, author, ""
    properties.language, properties.last_modified_by = "zh-CN", author
    properties.created = properties.modified = _MADE


def qualified(name: str) -> str:
    """The full name of an element or attribute of Word ("w:val")."""
    return str(importlib.import_module("docx.oxml.ns").qn(name))


def element(name: str, **attributes: str) -> Any:
    """A new element of Word with its attributes: `element("w:spacing", val="-5")`."""
    made = importlib.import_module("docx.oxml").OxmlElement(name)
    for each, value in attributes.items():
        made.set(qualified(f"w:{each}"), value)
    return made


def rule(paragraph: Any) -> None:
    """A red line below a paragraph."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz="18", space="1", color="C00000"))
    paragraph._p.get_or_add_pPr().append(borders)


def printable(words: str) -> str:
    """Words without the control characters that XML refuses."""
    return "".join(each for each in words if each.isprintable() or each == "\u3000")


def _speak_chinese(document: Any) -> None:
    """Say of the text that it is Chinese. Figures and Latin letters keep the rules by which no number is cut."""
    for lang in list(document.styles.element.iter(qualified("w:lang"))):
        lang.set(qualified("w:eastAsia"), "zh-CN")


def _page_number(paragraph: Any) -> None:
    """— 1 — in the middle below the text."""
    shared = importlib.import_module("docx.shared")
    paragraph.alignment = importlib.import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    before, after = paragraph.add_run("— "), paragraph.add_run(" —")
    for run in (before, after):
        run.font.size, run.font.name = shared.Pt(SMALL), "宋体"
    before._r.addnext(element("w:fldSimple", instr="PAGE"))
