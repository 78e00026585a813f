"""Pdf files with a text layer: lines joined to paragraphs, tables joined over page breaks, pages remembered."""

import dataclasses
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pdfminer.pdfdocument
import pdfminer.pdfexceptions
import pdfminer.pdfparser
import pdfminer.pdftypes
import pdfminer.psexceptions
import pdfminer.utils
import pdfplumber
import pdfplumber.utils.exceptions

from gongkai.documents import composing, faults, outline, paper, rendering

_FAULTS = (
    pdfplumber.utils.exceptions.PdfminerException,
    pdfplumber.utils.exceptions.MalformedPDFException,
    pdfminer.pdfexceptions.PDFException,
    pdfminer.psexceptions.PSException,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
)
_PAGE_NUMBER = re.compile(r"^[\s—–\-_·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共]\s*(?:共\s*)?\d{1,4}\s*页?)?[\s—–\-_·]*$")
_LOOSE = re.compile(
    r"(?<=[\u4e00-\u9fff）〕》、，。；：]) (?=[\dA-Za-z〔（《])|(?<=[\dA-Za-z%〕）》]) (?=[\u4e00-\u9fff〔（《])"
)
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_EDGE = 2.5
_MARGIN_SHARE = 0.08
_LEAST_CHARACTERS = 8


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    size: float


@dataclasses.dataclass(slots=True)
class _Grid:
    """A table as found on one page: rows of cells, its column edges, and whether it touches the page's ends."""

    rows: list[list[composing.RawCell]]
    columns: tuple[float, ...]
    top: float
    page: int
    last_page: int


@dataclasses.dataclass(slots=True)
class _Page:
    number: int
    pieces: list[_Line | _Grid]
    margins: list[str]
    left: float = 0.0
    right: float = 0.0


def read(data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document:
    """A pdf with text. Raises EncryptedFile, DamagedFile, and ScannedPdf when no page has a text layer."""
    pages: list[_Page] = []
    pictures: list[int] = []
    doubts: list[paper.Doubt] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as source:
            total = len(source.pages)
            properties = _properties(source)
            for number, page in enumerate(source.pages[: limits.pdf_pages], start=1):
                if len(page.chars) < _LEAST_CHARACTERS and page.images:
                    pictures.append(number)
                pages.append(_read_page(page, number))
                page.close()
    except _FAULTS as fault:
        if _is_locked(fault):
            raise faults.EncryptedFile(name) from fault
        raise faults.DamagedFile(name, kind="PDF") from fault
    if pictures and len(pictures) == len(pages):
        raise faults.ScannedPdf(name, pages=total)
    if total > len(pages):
        doubts.append(paper.Doubt("pages_cut", f"共 {total} 页，只读了前 {len(pages)} 页，其余没有读入"))
    if pictures:
        listed = "、".join(map(str, pictures[:20]))
        doubts.append(paper.Doubt("scanned_pages", f"第 {listed} 页是扫描图片，没有可读的文字"))
    composer = composing.Composer()
    _compose(composer, _joined_over_pages(pages))
    if not composer.blocks:
        raise faults.EmptyFile(name, has_bytes=True)
    text = composer.text()
    if unmapped := len(_UNMAPPED.findall(text)):
        doubts.append(paper.Doubt("bytes_damaged", f"有 {unmapped} 个字的字体没有编码，显示为 (cid:…)，请对照原件补正"))
    return paper.Document(
        name=name,
        kind=kind,
        text=text,
        blocks=tuple(composer.blocks),
        tables=tuple(composer.tables),
        html=rendering.render(composer.blocks, composer.tables),
        properties=properties,
        pages=total,
        margins=tuple(dict.fromkeys(text for page in pages for text in page.margins)),
        warnings=tuple(doubts),
    )


def _is_locked(fault: BaseException | None) -> bool:
    while fault is not None:
        inner = [fault, *[each for each in fault.args if isinstance(each, BaseException)]]
        if any(isinstance(each, pdfminer.pdfdocument.PDFEncryptionError) for each in inner) or any(
            isinstance(each, pdfminer.pdfdocument.PDFPasswordIncorrect) for each in inner
        ):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _read_page(page: Any, number: int) -> _Page:
    tables = [table for table in page.find_tables() if _is_data_table(table)]
    boxes = [table.bbox for table in tables]
    found = _Page(number, [], [])
    for raw in page.extract_text_lines(return_chars=True, strip=True):
        middle = ((raw["x0"] + raw["x1"]) / 2, (raw["top"] + raw["bottom"]) / 2)
        if any(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3] for box in boxes):
            continue
        text = _LOOSE.sub("", raw["text"])
        edge = raw["bottom"] < page.height * _MARGIN_SHARE or raw["top"] > page.height * (1 - _MARGIN_SHARE)
        if edge and _PAGE_NUMBER.match(text):
            found.margins.append(text)
            continue
        size = max((char["size"] for char in raw["chars"]), default=raw["bottom"] - raw["top"])
        found.pieces.append(_Line(text, raw["x0"], raw["x1"], raw["top"], size))
    lines = [piece for piece in found.pieces if isinstance(piece, _Line)]
    found.left = min((line.left for line in lines), default=0.0)
    found.right = max((line.right for line in lines), default=0.0)
    found.pieces.extend(_grid(table, number) for table in tables)
    found.pieces.sort(key=lambda piece: piece.top)
    return found


def _is_data_table(table: Any) -> bool:
    """A frame around text has one column; only what has two filled ones is a table."""
    return len(table.rows) > 0 and max(sum(cell is not None for cell in row.cells) for row in table.rows) > 1


def _grid(table: Any, number: int) -> _Grid:
    columns = _edges(x for box in table.cells for x in (box[0], box[2]))
    levels = _edges(y for box in table.cells for y in (box[1], box[3]))
    rows: list[list[composing.RawCell]] = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        cells = []
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                colspan = _steps(columns, box[0], box[2])
                rowspan = _steps(levels, box[1], box[3])
                cells.append(composing.RawCell(_cell_text(text or ""), rowspan, colspan, page=number))
        rows.append(cells)
    return _Grid(rows, columns, table.bbox[1], number, number)


def _edges(values: Iterator[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _EDGE:
            found.append(value)
    return tuple(found)


def _steps(edges: Sequence[float], start: float, end: float) -> int:
    return max(1, sum(start + _EDGE < edge <= end + _EDGE for edge in edges))


def _cell_text(text: str) -> str:
    """A cell's lines joined: between Chinese characters a line break is only wrapping."""
    lines = [line for part in text.split("\n") if (line := part.strip())]
    joined = ""
    for line in lines:
        wrapped = joined and (_HAN.match(joined[-1]) or _HAN.match(line[0]))
        joined += line if not joined or wrapped else "\n" + line
    return _LOOSE.sub("", joined)


def _joined_over_pages(pages: list[_Page]) -> Iterator[tuple[_Page, _Line | _Grid]]:
    """Pieces in order; a table that ends one page and goes on at the top of the next comes out as one."""
    pending: tuple[_Page, _Grid] | None = None
    for page in pages:
        for place, piece in enumerate(page.pieces):
            if pending is not None:
                last = pending[1]
                if place == 0 and isinstance(piece, _Grid) and _continues(last, piece):
                    rows = piece.rows[1:] if _same_row(last.rows[0], piece.rows[0]) else piece.rows
                    last.rows.extend(rows)
                    last.last_page = piece.page
                    continue
                yield pending
                pending = None
            if isinstance(piece, _Grid):
                pending = (page, piece)
            else:
                yield page, piece
    if pending is not None:
        yield pending


def _continues(last: _Grid, piece: _Grid) -> bool:
    return (
        piece.page == last.last_page + 1
        and len(piece.columns) == len(last.columns)
        and all(abs(one - other) < 4 * _EDGE for one, other in zip(piece.columns, last.columns, strict=True))
    )


def _same_row(one: list[composing.RawCell], other: list[composing.RawCell]) -> bool:
    return [cell.text for cell in one] == [cell.text for cell in other] and len(one) > 1


def _compose(composer: composing.Composer, pieces: Iterator[tuple[_Page, _Line | _Grid]]) -> None:
    paragraph: list[_Line] = []
    began: _Page | None = None
    for page, piece in pieces:
        if isinstance(piece, _Grid):
            _close(composer, paragraph, began)
            composer.add_table(piece.rows, page=piece.page, last_page=piece.last_page)
            continue
        if paragraph and not _goes_on(paragraph[-1], piece, began or page, page):
            _close(composer, paragraph, began)
        if not paragraph:
            began = page
        paragraph.append(piece)
    _close(composer, paragraph, began)


def _goes_on(last: _Line, line: _Line, before: _Page, page: _Page) -> bool:
    """The line before runs to the right edge and this one begins at the left edge in the same size."""
    is_full = last.right > before.right - 1.8 * last.size and last.left < before.left + 3 * last.size
    is_flush = line.left < page.left + 0.8 * line.size
    return is_full and is_flush and abs(line.size - last.size) < 1 and not outline.heading_level(line.text)


def _close(composer: composing.Composer, paragraph: list[_Line], page: _Page | None) -> None:
    if not paragraph:
        return
    text = paragraph[0].text
    for line in paragraph[1:]:
        wrapped = _HAN.match(text[-1]) or _HAN.match(line.text[0])
        text += line.text if wrapped else " " + line.text
    level = outline.heading_level(text)
    composer.add("heading" if level else "paragraph", text, level=level, page=page.number if page else None)
    paragraph.clear()


def _properties(source: Any) -> dict[str, str]:
    """The information dictionary, from its bytes: some writers use UTF-16 of either order."""
    found: dict[str, str] = {}
    for information in source.doc.info:
        for key, raw in information.items():
            value = pdfminer.pdftypes.resolve1(raw)
            if not isinstance(value, bytes):
                continue
            if value.startswith(b"\xff\xfe"):
                text = value[2:].decode("utf-16-le", errors="replace")
            else:
                text = pdfminer.utils.decode_text(value)
            if text.strip("\x00 "):
                found[str(key)] = text.strip("\x00 ")
    return found
