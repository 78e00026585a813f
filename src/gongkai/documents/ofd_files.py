"""OFD files (GB/T 33190), the fixed layout of Chinese offices: letters by place become paragraphs and tables."""

import zipfile
import zlib

import lxml.etree

from gongkai.documents import (
    composing,
    faults,
    kinds,
    ofd_drawing,
    ofd_package,
    paper,
    placed_pages,
    rendering,
    ruled_tables,
)

FAULTS = (
    lxml.etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    ofd_package.Broken,
    EOFError,
    KeyError,
    ValueError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
_TABLE_RULES = "第 {pages} 页的线条过多，没有还原表格，请对照原件核对"


def read(data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document:
    """An OFD file. Raises EncryptedFile, DamagedFile, and ScannedPdf when its pages are pictures alone."""
    try:
        return _read(data, name=name, kind=kind, limits=limits)
    except ofd_package.Locked as fault:
        raise faults.EncryptedFile(name) from fault
    except FAULTS as fault:
        raise faults.DamagedFile(name, kind=kinds.LABELS[kinds.OFD]) from fault


def _read(data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document:
    package = ofd_package.Package(data)
    total = package.page_count()
    pages: list[placed_pages.Page] = []
    drawings: list[ofd_drawing.Drawing] = []
    crowded: list[str] = []
    for number, sheet in enumerate(package.sheets(), start=1):
        if number > limits.pdf_pages:
            break
        drawing = ofd_drawing.of(sheet)
        page, is_crowded = _page(drawing, number, sheet)
        crowded += [str(number)] if is_crowded else []
        pages.append(page)
        drawings.append(drawing)
    if drawings and all(not each.letters and each.pictures for each in drawings):
        raise faults.ScannedPdf(name, pages=total)
    composer = composing.Composer()
    placed_pages.compose(composer, pages)
    if not composer.blocks:
        raise faults.EmptyFile(name, has_bytes=True)
    leaning = dict.fromkeys(text for each in drawings for text in each.leaning)
    margins = dict.fromkeys(text for page in pages for text in page.margins)
    doubts = _doubts(package, drawings, total=total)
    if crowded:
        doubts.append(paper.Doubt("tables_unread", _TABLE_RULES.format(pages="、".join(crowded[:20]))))
    return paper.Document(
        name=name,
        kind=kind,
        text=composer.text(),
        blocks=tuple(composer.blocks),
        tables=tuple(composer.tables),
        html=rendering.render(composer.blocks, composer.tables),
        properties=package.properties(),
        pages=total,
        margins=(*margins, *leaning),
        warnings=tuple(doubts),
    )


def _page(drawing: ofd_drawing.Drawing, number: int, sheet: ofd_package.Sheet) -> tuple[placed_pages.Page, bool]:
    """The lines and tables of a page; and whether its rules were too many to find tables."""
    frames, is_crowded = ruled_tables.frames(drawing.rules)
    grids: list[placed_pages.Grid] = []
    free = drawing.letters
    for frame in frames:
        inside = [letter for letter in free if frame.holds(letter)]
        grid = ruled_tables.grid(frame, inside, page=number)
        if grid is not None:
            grids.append(grid)
            free = [letter for letter in free if not frame.holds(letter)]
    page = placed_pages.Page(number, sheet.height * ofd_drawing.POINTS, sheet.width * ofd_drawing.POINTS)
    for line in ruled_tables.lines(free):
        page.take(line, bottom=line.top + line.size)
    page.settle(grids)
    return page, is_crowded


def _doubts(package: ofd_package.Package, drawings: list[ofd_drawing.Drawing], *, total: int) -> list[paper.Doubt]:
    found = []
    if total > len(drawings):
        found.append(paper.Doubt("pages_cut", f"共 {total} 页，只读了前 {len(drawings)} 页，其余没有读入"))
    if hidden := sum(len(each.hidden) for each in drawings):
        found.append(paper.Doubt("hidden_text", f"文中有 {hidden} 处隐藏文字，没有读入，发布前请删除"))
    if leaning := sum(len(each.leaning) for each in drawings):
        found.append(paper.Doubt("watermark", f"文中有 {leaning} 处斜排文字（水印），没有读入正文"))
    if pictures := sum(each.pictures for each in drawings):
        found.append(paper.Doubt("pictures", f"文中有 {pictures} 张图片，图片内容没有读入"))
    if notes := len(package.annotations()):
        found.append(paper.Doubt("comments", f"文中有 {notes} 处批注或签章图样，没有读入，发布前请核对"))
    return found
