"""Pdf files with a text layer: lines joined to paragraphs, tables joined over page breaks, pages remembered."""

import io
import re
from typing import Any

import pdfminer.pdfdocument
import pdfminer.pdfexceptions
import pdfminer.pdfparser
import pdfminer.pdftypes
import pdfminer.psexceptions
import pdfminer.utils
import pdfplumber
import pdfplumber.utils.exceptions

from gongkai.documents import composing, faults, paper, placed_pages, rendering

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
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_LEAST_CHARACTERS = 8


def read(data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document:
    """A pdf with text. Raises EncryptedFile, DamagedFile, and ScannedPdf when no page has a text layer."""
    pages: list[placed_pages.Page] = []
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
    placed_pages.compose(composer, pages)
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


def _read_page(page: Any, number: int) -> placed_pages.Page:
    tables = [table for table in page.find_tables() if _is_data_table(table)]
    boxes = [table.bbox for table in tables]
    found = placed_pages.Page(number, page.height)
    for raw in page.extract_text_lines(return_chars=True, strip=True):
        middle = ((raw["x0"] + raw["x1"]) / 2, (raw["top"] + raw["bottom"]) / 2)
        if any(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3] for box in boxes):
            continue
        size = max((char["size"] for char in raw["chars"]), default=raw["bottom"] - raw["top"])
        found.take(placed_pages.Line(raw["text"], raw["x0"], raw["x1"], raw["top"], size), bottom=raw["bottom"])
    found.settle(_grid(table, number) for table in tables)
    return found


def _is_data_table(table: Any) -> bool:
    """A frame around text has one column; only what has two filled ones is a table."""
    return len(table.rows) > 0 and max(sum(cell is not None for cell in row.cells) for row in table.rows) > 1


def _grid(table: Any, number: int) -> placed_pages.Grid:
    columns = placed_pages.edges(x for box in table.cells for x in (box[0], box[2]))
    levels = placed_pages.edges(y for box in table.cells for y in (box[1], box[3]))
    rows: list[list[composing.RawCell]] = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        cells = []
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                colspan = placed_pages.steps(columns, box[0], box[2])
                rowspan = placed_pages.steps(levels, box[1], box[3])
                cells.append(composing.RawCell(placed_pages.cell_text(text or ""), rowspan, colspan, page=number))
        rows.append(cells)
    return placed_pages.Grid(rows, columns, table.bbox[1], number, number)


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
