"""What the marking screen shows of a pdf: pictures of its pages, and their words with their boxes."""

import dataclasses
import io

from gongkai.documents import pdfium
from gongkai.documents.redaction import marks

_MOST_WIDTH = 4000


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """Letters that stand together on a line; `edges` are the left edge of each letter and the right one of the last.

    All in points from the top left corner of the page, as `marks.Area` wants them.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    edges: tuple[float, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PageText:
    """A page: its number from 1, its size in points, its words in the order of its text.

    `is_picture` tells a scan: it has no words of its own and can only be marked by areas.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    is_picture: bool


def page_texts(data: bytes, *, name: str = "文件.pdf") -> list[PageText]:
    """The words of every page; raises faults.UnreadableFile."""
    found = []
    with pdfium.opened(data, name=name) as document:
        for number in range(1, len(document) + 1):
            with pdfium.page_of(document, number, name=name) as page:
                width, height = page.get_size()
                words = _words(pdfium.letters(page))
                found.append(PageText(number, width, height, words, not words and pdfium.has_pictures(page)))
    return found


def page_picture(data: bytes, page: int, width: int, *, name: str = "文件.pdf") -> bytes:
    """A page as a PNG of this width in dots (at most 4,000); raises WrongMark when there is no such page."""
    with pdfium.opened(data, name=name) as document:
        if not 1 <= page <= len(document):
            raise marks.WrongMark(1, f"在第 {page} 页，文件只有 {len(document)} 页")
        with pdfium.page_of(document, page, name=name) as source:
            points, height = source.get_size()
            # A page as narrow as a thread must not become a picture as long as a street.
            scale = min(max(1, min(width, _MOST_WIDTH)) / points, 4 * _MOST_WIDTH / height)
            picture = pdfium.picture(source, scale=scale)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _words(letters: list[pdfium.Letter]) -> tuple[Word, ...]:
    words: list[Word] = []
    run: list[pdfium.Letter] = []
    for letter in letters:
        if letter.is_made or not letter.text.strip() or (run and not _touches(run[-1], letter)):
            words.extend(_word(run))
            run = []
        if not letter.is_made and letter.text.strip():
            run.append(letter)
    words.extend(_word(run))
    return tuple(words)


def _touches(last: pdfium.Letter, letter: pdfium.Letter) -> bool:
    high = letter.loose[3] - letter.loose[1]
    gap = letter.loose[0] - last.loose[2]
    return abs(letter.loose[1] - last.loose[1]) < 0.5 * high and -0.6 * high < gap < 0.6 * high


def _word(run: list[pdfium.Letter]) -> list[Word]:
    if not run:
        return []
    left, top, right, bottom = zip(*(each.loose for each in run), strict=True)
    edges = (*left, right[-1])
    return [Word("".join(each.text for each in run), min(left), min(top), max(right), max(bottom), edges)]
