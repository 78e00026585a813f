"""The text of a docx as it is marked: every paragraph a reader sees, and where marks lie in it."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.documents import kinds, paper, word_xml
from gongkai.documents.redaction import marks, matching, word_cleaning

_W = word_xml.W
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = (_W + "t", _A + "t", _M + "t")
_PARAGRAPHS = (_W + "p", _A + "p")
_PROPERTIES = (_W + "pPr", _W + "rPr", _A + "pPr", _A + "rPr")
_CROSSING = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a part (word/document.xml, word/header1.xml, …); `number` counts from 1 within the part."""

    part: str
    number: int
    place: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Letters:
    """The letters of one paragraph: for each the element that holds it (None: a tab or line end)."""

    part: str
    number: int
    text: str
    holders: tuple[Any | None, ...]

    def place(self) -> str:
        return f"{word_xml.story_name(self.part)}第{self.number}段"


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """Letters `start:end` of a paragraph that a mark covers."""

    paragraph: Letters
    start: int
    end: int
    mark: marks.Mark


def paragraphs(data: bytes, *, name: str = "文件.docx") -> list[Paragraph]:
    """The paragraphs as they will stand after changes are accepted and unseen text is gone; empty ones too.

    Passage marks name a paragraph of this list by part and number, and characters of its text. Raises a fault for
    what is no docx.
    """
    package = word_cleaning.clean(unpacked(data, name=name))
    return [Paragraph(each.part, each.number, each.place(), each.text) for each in letters(package.roots)]


def unpacked(data: bytes, *, name: str) -> dict[str, bytes]:
    """The parts of a docx; raises a fault, or WrongMark for another kind of file."""
    if kinds.check(data, name=name, limits=paper.Limits()) != kinds.DOCX:
        raise marks.WrongMark(1, "所在的文件不是 Word 文档（docx）")
    return word_xml.unpack(data)


def letters(roots: dict[str, Any]) -> list[Letters]:
    """Every paragraph of every part, stories first and in order."""
    stories = [name for name in roots if not name.endswith(".rels")]
    found = []
    for part in sorted(stories, key=lambda name: (name != word_xml.MAIN, name)):
        for number, paragraph in enumerate(roots[part].iter(*_PARAGRAPHS), start=1):
            pieces = list(_pieces(paragraph))
            text = "".join(said for said, _ in pieces)
            holders = tuple(holder for said, holder in pieces for _ in said)
            found.append(Letters(part, number, text, holders))
    return found


def _pieces(element: Any) -> Iterator[tuple[str, Any | None]]:
    """Text and its holder below a paragraph, not below paragraphs anchored in it."""
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            yield child.text or "", child
        elif tag in _PARAGRAPHS or tag in _PROPERTIES:
            continue
        elif tag in (_W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen"):
            yield word_xml.said(child), None
        else:
            yield from _pieces(child)


def hits(found: Sequence[Letters], given: Sequence[marks.Mark]) -> list[Hit]:
    """Where every mark lies; raises WrongMark for one that lies nowhere."""
    located: list[Hit] = []
    by_place = {(each.part, each.number): each for each in found}
    for number, mark in enumerate(given, start=1):
        if isinstance(mark, marks.Area):
            raise marks.WrongMark(number, "是 PDF 页面上的框，不能用于 Word 文件")
        if isinstance(mark, marks.Passage):
            paragraph = by_place.get((mark.part, mark.paragraph))
            if paragraph is None or not 0 <= mark.start < mark.end <= len(paragraph.text):
                raise marks.WrongMark(number, "的位置不在文件里，请重新打开文件再标记")
            located.append(Hit(paragraph, mark.start, mark.end, mark))
            continue
        if not matching.folded(mark.text):
            raise marks.WrongMark(number, "没有文字")
        # Words may stand in what the reader does not see; that is gone already.
        located.extend(quoted(found, mark))
    return located


def quoted(found: Sequence[Letters], mark: marks.Quote) -> Iterator[Hit]:
    """Every occurrence of a quote; one that runs over the end of a paragraph gives a hit in each."""
    quote = matching.folded(mark.text)
    may_cross = len(quote) >= _CROSSING or any(each.isspace() for each in mark.text.strip())
    parts: dict[str, list[Letters]] = {}
    for each in found:
        if not may_cross:
            parts.setdefault(f"{each.part}\n{each.number}", []).append(each)
        elif each.text.strip():
            parts.setdefault(each.part, []).append(each)
    for group in parts.values():
        owners = [(each, place) for each in group for place in range(len(each.text))]
        for places in matching.fold("".join(each.text for each in group)).find(quote):
            covered: dict[int, list[int]] = {}
            for at in range(places[0], places[-1] + 1):
                covered.setdefault(id(owners[at][0]), []).append(at)
            for run in covered.values():
                yield Hit(owners[run[0]][0], owners[run[0]][1], owners[run[-1]][1] + 1, mark)
