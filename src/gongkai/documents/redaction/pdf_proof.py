"""The second pass over a released pdf: what is marked is sought by every way a reader of the file has."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pdfminer.high_level
import PIL.Image
import PIL.ImageChops
import PIL.ImageStat

from gongkai.documents import pdf_objects, pdfium
from gongkai.documents.redaction import boxes, marks, matching, pdf_pages, recognition

_EDGE = 2
_MEAN, _STRONG, _SHARE = 24, 120, 0.03
_PIECE = 2
_ELSEWHERE = 4


def prove(
    released: bytes,
    pages: Sequence[pdf_pages.Page],
    placed: Sequence[pdf_pages.Placed],
    given: Sequence[marks.Mark],
    *,
    name: str,
    dpi: int,
    recogniser: recognition.Recogniser | None,
) -> marks.Proof:
    """Look for the marked words of the original (its pages, and where the marks lie on them) in the released file.

    `dpi` is what its pages were drawn with.
    """
    remains: list[marks.Remain] = []
    elsewhere: list[marks.Remain] = []
    doubts: list[str] = []
    quotes = [(matching.folded(each.text), each) for each in marks.quotes(given)]
    with pdfium.opened(released, name=name) as document:
        if len(document) != len(pages):
            remains.append(marks.Remain("页数不符", "全文", ""))
        texts = []
        for page in pages[: len(document)]:
            with pdfium.page_of(document, page.number, name=name) as source:
                letters = pdfium.letters(source)
                texts.append("".join(each.text for each in letters))
                own = [each for each in placed if each.page == page.number]
                remains.extend(_in_areas(letters, own, "文字层"))
                remains.extend(_pictures(source, page, own, dpi))
                if recogniser is not None:
                    remains.extend(_recognised(source, page, own, quotes, recogniser, dpi))
    remains.extend(_in_texts(texts, quotes, "文字层"))
    elsewhere.extend(_elsewhere(texts, placed))
    remains.extend(_in_objects(released, quotes))
    if recogniser is None:
        marked = [str(page.number) for page in pages if page.covers]
        doubts.append("本机没有安装中文文字识别（tesseract chi_sim），没有用文字识别复查图像")
        if marked:
            doubts.append(f"第 {'、'.join(marked)} 页只有图像，不能检索和朗读")
        pictured = [str(page.number) for page in pages if page.is_picture]
        if pictured and quotes:
            doubts.append(f"第 {'、'.join(pictured)} 页是扫描图片，没有查找其中的文字，请逐页核对")
    ways = ("文字层", "另一种文字提取", "全部数据流和字符串", "文件结构", "图像")
    return marks.Proof(
        tuple(dict.fromkeys(remains)),
        tuple(dict.fromkeys(elsewhere)),
        ways if recogniser is None else (*ways, "文字识别"),
        tuple(doubts),
    )


def _in_texts(texts: Sequence[str], quotes: Sequence[tuple[str, marks.Quote]], how: str) -> Iterator[marks.Remain]:
    """Page by page: what ran over the end of a page was found in the original, where both ends are known."""
    for number, text in enumerate(texts, start=1):
        said = matching.folded(text)
        for quote, mark in quotes:
            if quote in said:
                yield marks.Remain(how, f"第{number}页", mark.ground)


def _in_areas(letters: Sequence[pdfium.Letter], placed: Sequence[pdf_pages.Placed], how: str) -> Iterator[marks.Remain]:
    """Marked words, also parts of them, that can be taken from within a box."""
    for each in placed:
        words = matching.folded(each.words)
        label = matching.folded(each.mark.label or each.mark.ground)
        for box in each.places:
            inner = (box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1)
            said = matching.folded("".join(one.text for one in letters if _is_centred(one, inner)))
            if _shares(said, words, label):
                yield marks.Remain(how, f"第{each.page}页", each.mark.ground)


def _is_centred(letter: pdfium.Letter, box: pdfium.Box) -> bool:
    middle = ((letter.loose[0] + letter.loose[2]) / 2, (letter.loose[1] + letter.loose[3]) / 2)
    return not letter.is_made and box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3]


def _shares(said: str, words: str, label: str) -> bool:
    """Whether two characters in a row of the words are said that are not the label's own."""
    if not words or not said:
        return False
    if len(words) < _PIECE:
        return words in said and words not in label
    pieces = {words[at : at + _PIECE] for at in range(len(words) - 1)}
    return any(piece in said and piece not in label for piece in pieces)


def _pictures(
    source: Any, page: pdf_pages.Page, placed: Sequence[pdf_pages.Placed], dpi: int
) -> Iterator[marks.Remain]:
    """Every box must look as a box drawn on empty paper does: nothing shines through."""
    if not page.covers:
        return
    scale = pdf_pages.scale_of(page.width, page.height, dpi)
    seen = pdfium.picture(source, scale=scale, grey=True)
    plain = PIL.Image.new("L", seen.size, 255)
    boxes.draw(plain, page.covers, scale=scale)
    difference = PIL.ImageChops.difference(seen, plain)
    for each in placed:
        for place in each.places:
            left, top, right, bottom = boxes.Box(place, "").dots(scale, seen)
            area = (left + _EDGE, top + _EDGE, right - _EDGE, bottom - _EDGE)
            if area[2] - area[0] < 2 or area[3] - area[1] < 2:
                continue
            dots = difference.crop(area)
            histogram = dots.histogram()
            strong = sum(histogram[_STRONG:]) / max(1, sum(histogram))
            if PIL.ImageStat.Stat(dots).mean[0] > _MEAN or strong > _SHARE:
                yield marks.Remain("图像", f"第{each.page}页", each.mark.ground)


def _recognised(
    source: Any,
    page: pdf_pages.Page,
    placed: Sequence[pdf_pages.Placed],
    quotes: Sequence[tuple[str, marks.Quote]],
    recogniser: recognition.Recogniser,
    dpi: int,
) -> Iterator[marks.Remain]:
    scale = pdf_pages.scale_of(page.width, page.height, dpi)
    words = recogniser.words(pdfium.picture(source, scale=scale, grey=True), dpi=round(72 * scale))
    letters = list(pdf_pages.letters_of(words, scale))
    yield from _in_areas(letters, placed, "文字识别")
    # Apart from the boxes: there letters were sought above, and around them nothing must seem to touch.
    apart = pdf_pages.with_blocks(words, page.covers, scale)
    whole = matching.folded("".join(each.text for each in apart))
    for quote, mark in quotes:
        if quote in whole:
            yield marks.Remain("文字识别", f"第{page.number}页", mark.ground)


def _in_objects(released: bytes, quotes: Sequence[tuple[str, marks.Quote]]) -> Iterator[marks.Remain]:
    """Another reader of the text, all streams and strings, and that the file has no parts but pages."""
    other = pdfminer.high_level.extract_text(io.BytesIO(released))
    yield from _in_texts(other.split("\f"), quotes, "另一种文字提取")
    telling = [(quote, mark) for quote, mark in quotes if matching.is_telling(quote)]
    with pdf_objects.opened(released) as document:
        strings = matching.folded("".join(pdf_objects.strings(document)))
        contents = [released, *pdf_objects.streams(document)]
        for quote, mark in telling:
            words = mark.text.strip()
            if quote in strings or any(
                matching.in_bytes(each, form) for each in contents for form in {quote, words} if form
            ):
                yield marks.Remain("数据流", "文件内部", mark.ground)
        if (
            pdf_objects.information(document)
            or pdf_objects.attachments(document)
            or pdf_objects.scripts(document)
            or pdf_objects.layers(document)
            or any(True for _ in pdf_objects.annotations(document))
            or document.catalog.get("Metadata")
            or released.count(b"startxref") != 1
        ):
            yield marks.Remain("文件结构", "文件内部", "")


def _elsewhere(texts: Sequence[str], placed: Sequence[pdf_pages.Placed]) -> Iterator[marks.Remain]:
    """Lines under a marked area that stand in another place too: perhaps meant to go as well."""
    folded = [matching.folded(text) for text in texts]
    for each in placed:
        if not isinstance(each.mark, marks.Area):
            continue
        for line in each.words.splitlines() or [each.words]:
            words = matching.folded(line)
            if len(words) < _ELSEWHERE:
                continue
            for number, text in enumerate(folded, start=1):
                if words in text:
                    yield marks.Remain("别处也有", f"第{number}页", each.mark.ground)
