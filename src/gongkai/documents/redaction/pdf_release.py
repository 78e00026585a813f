"""A pdf for release: every page drawn anew as a picture, the marked places painted over, nothing else taken along."""

from collections.abc import Callable, Sequence
from typing import Any

import PIL.Image

from gongkai.documents import kinds, paper, pdf_objects, pdfium
from gongkai.documents.redaction import boxes, marks, pdf_pages, pdf_proof, pdf_writing, recognition


def redact_pdf(
    data: bytes,
    given: Sequence[marks.Mark],
    *,
    name: str = "文件.pdf",
    dpi: int = 200,
    recognise: bool = True,
    told: Callable[[int, int], None] | None = None,
) -> marks.Redacted:
    """A new pdf without what the marks (Area, Quote) cover, proved by a second pass.

    Pages are pictures of `dpi` dots an inch. Pages without marks keep the text their reader sees; the text of marked
    pages is recognised again where tesseract with chi_sim is installed (and `recognise`), else they are pictures
    only, which `Redacted.proof.doubts` says. Properties, attachments, scripts, notes, layers, hidden text and earlier
    versions do not come along. The bytes given are not changed. `told` hears how many steps of how many are done.

    Raises WrongMark, NotRemoved, RecognitionFailed and faults.UnreadableFile.
    """
    kinds.check(data, name=name, limits=paper.Limits())
    recogniser = recognition.installed() if recognise else None
    with pdfium.opened(data, name=name) as document:
        pages = pdf_pages.load(document, name, recogniser)
        placed = pdf_pages.place(pages, given)
        writer = pdf_writing.Writer()
        for page in pages:
            _write(document, page, writer, name, dpi, recogniser)
            if told is not None:
                told(page.number, 2 * len(pages))
    released = writer.data()
    proof = pdf_proof.prove(released, pages, placed, given, name=name, dpi=dpi, recogniser=recogniser)
    if not proof.holds:
        raise marks.NotRemoved(proof)
    schedule = tuple(_withheld(each) for each in placed)
    return marks.Redacted(released, schedule, proof, _removed(data, pages), recogniser is not None)


def _write(
    document: Any,
    page: pdf_pages.Page,
    writer: pdf_writing.Writer,
    name: str,
    dpi: int,
    recogniser: recognition.Recogniser | None,
) -> None:
    scale = pdf_pages.scale_of(page.width, page.height, dpi)
    with pdfium.page_of(document, page.number, name=name) as source:
        picture = pdfium.picture(source, scale=scale)
    boxes.draw(picture, page.covers, scale=scale)
    # What nobody saw must not come back as text: such a page, too, is read from its picture.
    if page.covers or page.unseen or page.is_picture:
        lines = _recognised(picture, page, scale, recogniser) if recogniser is not None else []
    else:
        lines = pdf_pages.lines(page)
    writer.add_page(page.width, page.height, picture, lines)


def _recognised(
    picture: PIL.Image.Image, page: pdf_pages.Page, scale: float, recogniser: recognition.Recogniser
) -> list[pdf_writing.Line]:
    """Words of the painted picture, joined to lines; boxes are white here, for dark ones disturb the reading."""
    plain = picture.convert("L")
    boxes.draw(plain, page.covers, scale=scale, fill=255)
    words = recogniser.words(plain, dpi=round(72 * scale))
    lines: list[list[recognition.Word]] = []
    for word in pdf_pages.with_blocks(words, page.covers, scale):
        apart = not lines or lines[-1][-1].line != word.line or pdf_pages.BLOCK in (word.text, lines[-1][-1].text)
        if apart:
            lines.append([])
        lines[-1].append(word)
    return [_line(each, scale) for each in lines]


def _line(words: Sequence[recognition.Word], scale: float) -> pdf_writing.Line:
    left, top, right, bottom = zip(*(word.box for word in words), strict=True)
    box = (min(left) / scale, min(top) / scale, max(right) / scale, max(bottom) / scale)
    return pdf_writing.Line(pdf_writing.fit_for_text(_joined([word.text for word in words])), box)


def _joined(words: Sequence[str]) -> str:
    """Between Latin words stands a blank, between Chinese ones none."""
    text = ""
    for word in words:
        latin = text and text[-1].isascii() and text[-1].isalpha() and word[0].isascii() and word[0].isalpha()
        text += (" " if latin else "") + word
    return text


def _withheld(each: pdf_pages.Placed) -> marks.Withheld:
    left, top, _, _ = each.places[0]
    place = f"第{each.page}页，距左 {left:.0f} 点、距上 {top:.0f} 点，{len(each.places)} 处"
    return marks.Withheld(each.page, place, each.mark.ground, each.mark.label, each.characters)


def _removed(data: bytes, pages: Sequence[pdf_pages.Page]) -> tuple[str, ...]:
    """What else did not come along, in a clerk's words."""
    found = []
    unseen = sum(len(page.unseen) for page in pages)
    if unseen:
        found.append(f"看不见的文字 {unseen} 字")
    try:
        with pdf_objects.opened(data) as document:
            counts = (
                ("文件属性", len(pdf_objects.information(document)) + bool(document.catalog.get("Metadata"))),
                ("附件", len(pdf_objects.attachments(document))),
                ("脚本和动作", len(pdf_objects.scripts(document))),
                ("图层", len(pdf_objects.layers(document))),
                ("批注、链接和表单域", sum(1 for _ in pdf_objects.annotations(document))),
            )
    except pdf_objects.FAULTS:
        return (*found, "文件属性、附件、脚本和批注（原文件结构不规范，未能计数）")
    return (*found, *(f"{what} {count} 项" for what, count in counts if count))
