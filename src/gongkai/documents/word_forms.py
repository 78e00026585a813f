"""Blank official letters as Word files in the layout of GB/T 9704, with fields an office can move and reword."""

import dataclasses
import importlib
import io
from collections.abc import Sequence
from typing import Any

from gongkai.documents import word_pages

# A quarter of a point less a character, so that 28 of them fill the line of 156 millimetres.
_CLOSER = "-5"
_FONTS = {
    "heading": (word_pages.HEITI, word_pages.BODY),
    "title": (word_pages.SONGTI, word_pages.TITLE),
    "small": (word_pages.FANGSONG, word_pages.SMALL),
}


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
    word_pages.prepare(document, title=form.title)
    if form.has_seal:
        _paragraph(document, "{{ agency }}", font=word_pages.SONGTI, size=word_pages.HEAD, look="title", red=True)
        word_pages.rule(_paragraph(document, "", size=6, look="plain"))
    if form.has_number:
        _paragraph(document, "{{ number }}", look="right" if form.has_seal else "plain")
    _paragraph(document, "", look="plain")
    _paragraph(document, form.title, font=word_pages.SONGTI, size=word_pages.TITLE, look="title")
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
        font, size = _FONTS.get(line.look, (word_pages.FANGSONG, word_pages.BODY))
        made = _paragraph(document, line.text, font=font, size=size, look=line.look)
        if line.look == "page":
            made.paragraph_format.page_break_before = True
        if line.when:
            _paragraph(document, "{%p endif %}", look="plain")


def _paragraph(
    document: Any,
    words: str,
    *,
    font: str = word_pages.FANGSONG,
    size: float = word_pages.BODY,
    look: str = "body",
    red: bool = False,
) -> Any:
    shared = importlib.import_module("docx.shared")
    align = importlib.import_module("docx.enum.text").WD_ALIGN_PARAGRAPH
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = shared.Pt(0)
    layout.line_spacing = shared.Pt(word_pages.LINE if size <= word_pages.BODY else size * 1.4)
    if look == "title":
        paragraph.alignment = align.CENTER
    if look == "right":
        paragraph.alignment = align.RIGHT
        layout.right_indent = shared.Pt(size * 2)
    if look in {"body", "heading", "box", "small"}:
        layout.first_line_indent = shared.Pt(size * 2)
    run = paragraph.add_run(words)
    run.font.size, run.font.name = shared.Pt(size), font
    run.element.get_or_add_rPr().get_or_add_rFonts().set(word_pages.qualified("w:eastAsia"), font)
    if red:
        run.font.color.rgb = shared.RGBColor(*word_pages.RED)
    if size == word_pages.BODY:
        run.element.get_or_add_rPr().append(word_pages.element("w:spacing", val=_CLOSER))
    return paragraph
