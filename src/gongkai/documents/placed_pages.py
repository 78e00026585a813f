"""Pages whose letters are only placed: lines become paragraphs, tables run on over the ends of pages."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from gongkai.documents import composing, outline

_PAGE_NUMBER = re.compile(r"^[\s—–\-_·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共]\s*(?:共\s*)?\d{1,4}\s*页?)?[\s—–\-_·]*$")
_LOOSE = re.compile(
    r"(?<=[\u4e00-\u9fff）〕》、，。；：]) (?=[\dA-Za-z〔（《])|(?<=[\dA-Za-z%〕）》]) (?=[\u4e00-\u9fff〔（《])"
)
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_EDGE = 2.5
_MARGIN_SHARE = 0.08
_LEAST_FULL = 0.7


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line of letters; lengths in points, `top` counted from the upper edge of the page."""

    text: str
    left: float
    right: float
    top: float
    size: float


@dataclasses.dataclass(slots=True)
class Grid:
    """A table as found on one page: rows of cells, its column edges, and whether it touches the page's ends."""

    rows: list[list[composing.RawCell]]
    columns: tuple[float, ...]
    top: float
    page: int
    last_page: int


@dataclasses.dataclass(slots=True)
class Page:
    """What stands on one page, in order once it is settled; `margins` are page numbers, kept apart.

    Where the `width` is given, a line that ends far from the right edge is never taken for a full one.
    """

    number: int
    height: float
    width: float = 0.0
    pieces: list[Line | Grid] = dataclasses.field(default_factory=list)
    margins: list[str] = dataclasses.field(default_factory=list)
    left: float = 0.0
    right: float = 0.0

    def take(self, line: Line, *, bottom: float) -> None:
        """Add a line, or keep it apart when it is the page's number."""
        text = _LOOSE.sub("", line.text)
        is_at_edge = bottom < self.height * _MARGIN_SHARE or line.top > self.height * (1 - _MARGIN_SHARE)
        if is_at_edge and _PAGE_NUMBER.match(text):
            self.margins.append(text)
        else:
            self.pieces.append(dataclasses.replace(line, text=text))

    def settle(self, tables: Iterable[Grid]) -> None:
        """Put the tables between the lines and measure the type area."""
        lines = [piece for piece in self.pieces if isinstance(piece, Line)]
        self.left = min((line.left for line in lines), default=0.0)
        self.right = max((line.right for line in lines), default=0.0)
        self.right = max(self.right, self.width * _LEAST_FULL)
        self.pieces.extend(tables)
        self.pieces.sort(key=lambda piece: piece.top)


def edges(values: Iterable[float]) -> tuple[float, ...]:
    """Places of lines, those that nearly coincide once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _EDGE:
            found.append(value)
    return tuple(found)


def steps(levels: Sequence[float], start: float, end: float) -> int:
    """How many rows or columns a cell reaches over."""
    return max(1, sum(start + _EDGE < level <= end + _EDGE for level in levels))


def cell_text(text: str) -> str:
    """A cell's lines joined: between Chinese characters a line break is only wrapping."""
    lines = [line for part in text.split("\n") if (line := part.strip())]
    joined = ""
    for line in lines:
        wrapped = joined and (_HAN.match(joined[-1]) or _HAN.match(line[0]))
        joined += line if not joined or wrapped else "\n" + line
    return _LOOSE.sub("", joined)


def _joined_over_pages(pages: list[Page]) -> Iterator[tuple[Page, Line | Grid]]:
    """Pieces in order; a table that ends one page and goes on at the top of the next comes out as one."""
    pending: tuple[Page, Grid] | None = None
    for page in pages:
        for place, piece in enumerate(page.pieces):
            if pending is not None:
                last = pending[1]
                if place == 0 and isinstance(piece, Grid) and _continues(last, piece):
                    rows = piece.rows[1:] if _same_row(last.rows[0], piece.rows[0]) else piece.rows
                    last.rows.extend(rows)
                    last.last_page = piece.page
                    continue
                yield pending
                pending = None
            if isinstance(piece, Grid):
                pending = (page, piece)
            else:
                yield page, piece
    if pending is not None:
        yield pending


def _continues(last: Grid, piece: Grid) -> bool:
    return (
        piece.page == last.last_page + 1
        and len(piece.columns) == len(last.columns)
        and all(abs(one - other) < 4 * _EDGE for one, other in zip(piece.columns, last.columns, strict=True))
    )


def _same_row(one: list[composing.RawCell], other: list[composing.RawCell]) -> bool:
    return [cell.text for cell in one] == [cell.text for cell in other] and len(one) > 1


def compose(composer: composing.Composer, pages: list[Page]) -> None:
    """Hand the pages' paragraphs and tables to the composer."""
    paragraph: list[Line] = []
    began: Page | None = None
    for page, piece in _joined_over_pages(pages):
        if isinstance(piece, Grid):
            _close(composer, paragraph, began)
            composer.add_table(piece.rows, page=piece.page, last_page=piece.last_page)
            continue
        if paragraph and not _goes_on(paragraph[-1], piece, began or page, page):
            _close(composer, paragraph, began)
        if not paragraph:
            began = page
        paragraph.append(piece)
    _close(composer, paragraph, began)


def _goes_on(last: Line, line: Line, before: Page, page: Page) -> bool:
    """The line before runs to the right edge and this one begins at the left edge in the same size."""
    is_full = last.right > before.right - 1.8 * last.size and last.left < before.left + 3 * last.size
    is_flush = line.left < page.left + 0.8 * line.size
    return is_full and is_flush and abs(line.size - last.size) < 1 and not outline.heading_level(line.text)


def _close(composer: composing.Composer, paragraph: list[Line], page: Page | None) -> None:
    if not paragraph:
        return
    text = paragraph[0].text
    for line in paragraph[1:]:
        # A number that runs over the line's end is one number.
        is_number = text[-1].isdigit() and line.text[0].isdigit()
        wrapped = is_number or _HAN.match(text[-1]) or _HAN.match(line.text[0])
        text += line.text if wrapped else " " + line.text
    level = outline.heading_level(text)
    composer.add("heading" if level else "paragraph", text, level=level, page=page.number if page else None)
    paragraph.clear()
