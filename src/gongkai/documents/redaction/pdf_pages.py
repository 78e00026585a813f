"""The pages of a pdf as they are redacted: their letters, and where the marks lie on them."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.documents import pdfium
from gongkai.documents.inspection import unseen_letters
from gongkai.documents.redaction import boxes, marks, matching, pdf_writing, recognition

BLOCK = "██"
_FEW_LETTERS = 8
_DRIFT = 0.7
_MOST_DOTS = 30_000_000
_READING_DPI = 200


@dataclasses.dataclass(slots=True)
class Page:
    """One page: letters of its text, letters recognised in its picture, and which of the first nobody sees."""

    number: int
    width: float
    height: float
    letters: list[pdfium.Letter]
    recognised: list[pdfium.Letter]
    unseen: frozenset[int]
    notes: list[tuple[str, pdfium.Box]]
    is_picture: bool
    covers: list[boxes.Box] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """A mark found on a page: its boxes, how many letters they cover (None: unknown), and those letters' words."""

    page: int
    mark: marks.Mark
    places: tuple[pdfium.Box, ...]
    characters: int | None
    words: str


def scale_of(width: float, height: float, dpi: int) -> float:
    """Dots a point; less than asked for on pages so large that the picture would not fit into memory."""
    scale = dpi / 72
    dots = width * height * scale * scale
    return scale if dots <= _MOST_DOTS else scale * float((_MOST_DOTS / dots) ** 0.5)


def load(document: Any, name: str, recogniser: recognition.Recogniser | None) -> list[Page]:
    """Every page with its letters; pages that are pictures are recognised where a recogniser is given."""
    found = []
    for number in range(1, len(document) + 1):
        with pdfium.page_of(document, number, name=name) as page:
            width, height = page.get_size()
            letters = pdfium.letters(page)
            unseen = frozenset(place for each in unseen_letters.find(page, letters) for place in each.indexes)
            pictured = pdfium.has_pictures(page)
            recognised: list[pdfium.Letter] = []
            if pictured and recogniser is not None:
                scale = scale_of(width, height, _READING_DPI)
                words = recogniser.words(pdfium.picture(page, scale=scale, grey=True), dpi=round(72 * scale))
                recognised = list(letters_of(words, scale))
            few = sum(not each.is_made for each in letters) < _FEW_LETTERS
            found.append(Page(number, width, height, letters, recognised, unseen, pdfium.notes(page), few and pictured))
    return found


def place(pages: Sequence[Page], given: Sequence[marks.Mark]) -> list[Placed]:
    """Where every mark lies; the pages get their boxes.

    Raises WrongMark for a page or area outside the file, or words that are not in it.
    """
    found: list[Placed] = []
    for number, mark in enumerate(given, start=1):
        if isinstance(mark, marks.Area):
            found.append(_area(pages, mark, number))
        elif isinstance(mark, marks.Quote):
            places = list(_quote(pages, mark))
            if not matching.folded(mark.text):
                raise marks.WrongMark(number, "没有文字")
            if not places:
                raise marks.WrongMark(number, "的文字在文件里没有找到，扫描件请改用框选")
            found.extend(places)
        else:
            raise marks.WrongMark(number, "是 Word 文件的标记，不能用于 PDF")
    for each in found:
        label = each.mark.label or each.mark.ground
        pages[each.page - 1].covers.extend(boxes.Box(box, label) for box in each.places)
    return found


def _area(pages: Sequence[Page], mark: marks.Area, number: int) -> Placed:
    if not 1 <= mark.page <= len(pages):
        raise marks.WrongMark(number, f"在第 {mark.page} 页，文件只有 {len(pages)} 页")
    page = pages[mark.page - 1]
    left, right = max(0.0, min(mark.x0, mark.x1)), min(page.width, max(mark.x0, mark.x1))
    top, bottom = max(0.0, min(mark.y0, mark.y1)), min(page.height, max(mark.y0, mark.y1))
    if right - left < 1 or bottom - top < 1:
        raise marks.WrongMark(number, "没有面积或在页面之外")
    box = (left, top, right, bottom)
    under = [each for each in page.letters if is_inside(each, box)] or [
        each for each in page.recognised if is_inside(each, box)
    ]
    words = "".join(each.text for each in under)
    count = sum(bool(each.text.strip()) for each in under)
    return Placed(page.number, mark, (box,), None if page.is_picture and not count else count, words)


def is_inside(letter: pdfium.Letter, box: pdfium.Box) -> bool:
    """Whether more than a sliver of a letter lies in the box."""
    left, top, right, bottom = letter.loose
    if letter.is_made or right <= left or bottom <= top:
        return False
    across = min(right, box[2]) - max(left, box[0])
    down = min(bottom, box[3]) - max(top, box[1])
    return across > 0.15 * (right - left) and down > 0.15 * (bottom - top)


def _quote(pages: Sequence[Page], mark: marks.Quote) -> Iterator[Placed]:
    """Every occurrence, in the order of the text, in the order of the lines, and in what was recognised."""
    quote = matching.folded(mark.text)
    hits: dict[int, set[int]] = {}
    orders = (
        [(page, place) for page in pages for place in range(len(page.letters))],
        [(page, place) for page in pages for place in _by_lines(page.letters)],
    )
    for order in orders:
        for page, place in _found(quote, [(page.letters[at].text, page, at) for page, at in order]):
            hits.setdefault(page.number, set()).add(place)
    for page in pages:
        if letters := [page.letters[at] for at in sorted(hits.get(page.number, ()))]:
            words = "".join(each.text for each in letters)
            count = sum(bool(each.text.strip()) for each in letters)
            yield Placed(page.number, mark, tuple(boxes.around(letters)), count, words)
        read = [(each.text, page, at) for at, each in enumerate(page.recognised)]
        if places := {place for _, place in _found(quote, read)}:
            seen = [page.recognised[at] for at in sorted(places)]
            fresh = [_widened(box) for box in boxes.around(seen) if not _is_covered(box, letters)]
            if fresh:
                yield Placed(page.number, mark, tuple(fresh), len(quote), mark.text)
        for said, box in page.notes:
            if quote in matching.folded(said):
                yield Placed(page.number, mark, (box,), len(quote), mark.text)


def _widened(box: pdfium.Box) -> pdfium.Box:
    """Recognised letters lie only about where they are said to: better half a letter too much than half too little."""
    high = box[3] - box[1]
    return box[0] - _DRIFT * high, box[1] - 0.15 * high, box[2] + _DRIFT * high, box[3] + 0.15 * high


def _is_covered(box: pdfium.Box, letters: Sequence[pdfium.Letter]) -> bool:
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    return any(
        each.loose[0] <= middle[0] <= each.loose[2] and each.loose[1] <= middle[1] <= each.loose[3] for each in letters
    )


def _found(quote: str, letters: Sequence[tuple[str, Page, int]]) -> Iterator[tuple[Page, int]]:
    whole = matching.fold("".join(each[0] for each in letters))
    at = [place for place, each in enumerate(letters) for _ in each[0]]
    for places in whole.find(quote):
        for place in dict.fromkeys(at[each] for each in places):
            yield letters[place][1], letters[place][2]


def _by_lines(letters: Sequence[pdfium.Letter]) -> list[int]:
    """Places of the letters line by line from the top, each from the left: files are not always written so."""
    rows: list[tuple[float, float, list[int]]] = []
    shapes = [place for place, each in enumerate(letters) if not each.is_made]
    for place in sorted(shapes, key=lambda each: letters[each].loose[1]):
        top, bottom = letters[place].loose[1], letters[place].loose[3]
        if rows and top < (rows[-1][0] + rows[-1][1]) / 2:
            rows[-1][2].append(place)
        else:
            rows.append((top, bottom, [place]))
    return [place for _, _, row in rows for place in sorted(row, key=lambda each: letters[each].loose[0])]


def letters_of(words: Sequence[recognition.Word], scale: float) -> Iterator[pdfium.Letter]:
    """Recognised words as letters in points, their boxes divided evenly."""
    for word in words:
        left, top, right, bottom = (each / scale for each in word.box)
        step = (right - left) / len(word.text)
        for place, text in enumerate(word.text):
            box = (left + place * step, top, left + (place + 1) * step, bottom)
            yield pdfium.Letter(text, box, box, 0, (0, 0, 0, 255), False)


def with_blocks(words: Sequence[recognition.Word], covers: Sequence[boxes.Box], scale: float) -> list[recognition.Word]:
    """Recognised words in reading order with ██ where boxes lie, so that what stood apart does not seem to touch."""
    rows: dict[int, list[recognition.Word]] = {}
    for word in words:
        if not any(_is_within(word.box, cover.place, scale) for cover in covers):
            rows.setdefault(word.line, []).append(word)
    ordered = [rows[line] for line in sorted(rows)]
    for cover in covers:
        left, top, right, bottom = (each * scale for each in cover.place)
        block = recognition.Word(BLOCK, (left, top, right, bottom), -1)
        middle = (top + bottom) / 2
        row = next((row for row in ordered if _height(row)[0] <= middle <= _height(row)[1]), None)
        if row is None:
            place = sum(_height(each)[0] < top for each in ordered)
            ordered.insert(place, [block])
        else:
            row.append(block)
    return [
        recognition.Word(word.text, word.box, number)
        for number, row in enumerate(ordered)
        for word in sorted(row, key=lambda each: each.box[0])
    ]


def _height(row: Sequence[recognition.Word]) -> tuple[float, float]:
    return min(word.box[1] for word in row), max(word.box[3] for word in row)


def _is_within(dots: pdfium.Box, place: pdfium.Box, scale: float) -> bool:
    """Whether the middle of a word lies in a box: it is the label, or what was recognised in its dots."""
    across, down = (dots[0] + dots[2]) / 2 / scale, (dots[1] + dots[3]) / 2 / scale
    return place[0] <= across <= place[2] and place[1] <= down <= place[3]


def lines(page: Page) -> list[pdf_writing.Line]:
    """What a reader sees of the page as lines of text, for a page without marks."""
    found: list[pdf_writing.Line] = []
    run: list[pdfium.Letter] = []
    for place, letter in enumerate(page.letters):
        shown = place not in page.unseen and (letter.is_made or letter.loose[2] > letter.loose[0])
        breaks = letter.text in "\r\n" or not shown
        if run and (breaks or (not letter.is_made and not _goes_on(run[-1], letter))):
            found.extend(_line(run))
            run = []
        if not breaks:
            run.append(letter)
    found.extend(_line(run))
    return found


def _goes_on(last: pdfium.Letter, letter: pdfium.Letter) -> bool:
    high = letter.loose[3] - letter.loose[1]
    gap = letter.loose[0] - last.loose[2]
    return last.is_made or (abs(letter.loose[1] - last.loose[1]) < 0.5 * high and -0.5 * high < gap < 1.2 * high)


def _line(run: Sequence[pdfium.Letter]) -> Iterator[pdf_writing.Line]:
    shapes = [each for each in run if not each.is_made]
    text = pdf_writing.fit_for_text("".join(each.text for each in run).strip())
    if shapes and text:
        left, top, right, bottom = zip(*(each.loose for each in shapes), strict=True)
        yield pdf_writing.Line(text, (min(left), min(top), max(right), max(bottom)))
