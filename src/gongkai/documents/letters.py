"""Official letters as Word files in the layout of GB/T 9704: letterhead, title, addressee, points, signature."""

import dataclasses
import datetime
import importlib
import io
from typing import Any

from gongkai.documents import word_pages

_DIGITS = "零一二三四五六七八九"
_FANGSONG, _HEITI, _SONGTI = word_pages.FANGSONG, word_pages.HEITI, word_pages.SONGTI
_BODY, _TITLE, _HEAD, _SMALL = 16, 22, 30, 12
_LINE = 28.95
_EDGES = {"top": 37, "bottom": 35, "left": 28, "right": 26}


@dataclasses.dataclass(frozen=True)
class Point:
    """One numbered point: a sentence, and small lines below it that say where it stands."""

    sentence: str
    places: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Group:
    """Points under a heading; they are numbered on through the whole letter."""

    heading: str
    points: tuple[Point, ...]


@dataclasses.dataclass(frozen=True)
class Letter:
    """An official letter. `opening` and `closing` are paragraphs before and after the points."""

    sender: str
    title: str
    addressee: str
    opening: tuple[str, ...]
    groups: tuple[Group, ...]
    closing: tuple[str, ...]
    on: datetime.date


def compose(letter: Letter) -> bytes:
    """The letter as a Word file. The same letter always gives the same text; fonts are named, not embedded."""
    document = importlib.import_module("docx").Document()
    _prepare(document, letter)
    _paragraph(document, letter.sender, font=_SONGTI, size=_HEAD, centre=True, red=True)
    word_pages.rule(_paragraph(document, "", size=6))
    _paragraph(document, "")
    _paragraph(document, letter.title, font=_SONGTI, size=_TITLE, centre=True)
    _paragraph(document, "")
    _paragraph(document, f"{letter.addressee}：")
    for words in letter.opening:
        _paragraph(document, words, indent=True)
    number = 0
    for place, group in enumerate(letter.groups, start=1):
        _paragraph(document, f"{chinese_number(place)}、{group.heading}", font=_HEITI, indent=True)
        for point in group.points:
            number += 1
            _paragraph(document, f"{number}．{point.sentence}", indent=True)
            for words in point.places:
                _paragraph(document, words, size=_SMALL, indent=True)
    for words in letter.closing:
        _paragraph(document, words, indent=True)
    _paragraph(document, "")
    _paragraph(document, letter.sender, right=4)
    _paragraph(document, f"{letter.on.year}年{letter.on.month}月{letter.on.day}日", right=4)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def chinese_number(number: int) -> str:
    """一, 十一, 二十, 九十九: how headings are counted. Raises ValueError outside of 1 to 99."""
    if not 0 < number < 100:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _prepare(document: Any, letter: Letter) -> None:
    shared = importlib.import_module("docx.shared")
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
    for edge, width in _EDGES.items():
        setattr(section, f"{edge}_margin", shared.Mm(width))
    properties = document.core_properties
    sender = word_pages.printable(letter.sender)
    properties.title, properties.author, properties.language = word_pages.printable(letter.title), sender, "zh-CN"
    moment = datetime.datetime.combine(letter.on, datetime.time())
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.comments = sender, ""


def _paragraph(
    document: Any,
    words: str,
    *,
    font: str = _FANGSONG,
    size: float = _BODY,
    centre: bool = False,
    indent: bool = False,
    right: int = 0,
    red: bool = False,
) -> Any:
    shared = importlib.import_module("docx.shared")
    text = importlib.import_module("docx.enum.text")
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = shared.Pt(0)
    layout.line_spacing = shared.Pt(max(_LINE if size >= _BODY else size * 1.6, size * 1.3))
    if centre:
        paragraph.alignment = text.WD_ALIGN_PARAGRAPH.CENTER
    if right:
        paragraph.alignment = text.WD_ALIGN_PARAGRAPH.RIGHT
        layout.right_indent = shared.Pt(size * right)
    if indent:
        layout.first_line_indent = shared.Pt(_BODY * 2)
    run = paragraph.add_run(word_pages.printable(words))
    run.font.size = shared.Pt(size)
    run.font.name = font
    run.element.get_or_add_rPr().get_or_add_rFonts().set(word_pages.qualified("w:eastAsia"), font)
    if red:
        run.font.color.rgb = shared.RGBColor(*word_pages.RED)
    return paragraph
