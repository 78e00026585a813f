"""Word documents: paragraphs and tables in order, merged cells, and what a reader would overlook (revisions, notes)."""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
import docx.opc.exceptions
import lxml.etree

from gongkai.documents import composing, faults, outline, paper, rendering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_IMAGES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset((_W + "del", _W + "moveFrom", _W + "instrText", _W + "delText", _MC_FALLBACK))
_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_DEEPEST_TABLE = 8
_FAULTS = (
    docx.opc.exceptions.PackageNotFoundError,
    lxml.etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    AttributeError,
    OSError,
)


def read(data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document:
    """A docx without macros; call `kinds.check` before. Deleted revisions and hidden text are not read, and told."""
    try:
        return _read(data, name=name, kind=kind)
    except _FAULTS as fault:
        raise faults.DamagedFile(name, kind="Word 文档（docx）") from fault


def _read(data: bytes, *, name: str, kind: str) -> paper.Document:
    source = docx.Document(io.BytesIO(data))
    body = source.element.body
    composer = composing.Composer()
    styles = _styles(source)
    pictures: list[paper.Picture] = []
    for element in _pieces(body):
        if element.tag == _W + "tbl":
            _add_table(composer, element, depth=0)
        else:
            _add_paragraph(composer, element, styles)
        pictures.extend(paper.Picture(composer.position, place) for place in _pictures(source, element))
    if not composer.blocks:
        raise faults.EmptyFile(name, has_bytes=True)
    return paper.Document(
        name=name,
        kind=kind,
        text=composer.text(),
        blocks=tuple(composer.blocks),
        tables=tuple(composer.tables),
        html=rendering.render(composer.blocks, composer.tables),
        properties=_properties(source),
        margins=_margins(source),
        warnings=tuple(_doubts(source, body)),
        pictures=tuple(pictures),
    )


def _pieces(parent: Any) -> Iterator[Any]:
    for element in parent:
        if element.tag in (_W + "p", _W + "tbl"):
            yield element
        elif element.tag == _W + "sdt":
            content = element.find(_W + "sdtContent")
            if content is not None:
                yield from _pieces(content)
        elif element.tag in (_W + "ins", _W + "customXml", _W + "smartTag"):
            yield from _pieces(element)


def _text(element: Any) -> str:
    """Visible text below an element; a page or line break ends a line, deleted and hidden runs are left out."""
    if element.tag in _GONE or (element.tag == _W + "r" and _is_hidden(element)):
        return ""
    if element.tag == _W + "t":
        return element.text or ""
    if element.tag == _W + "tab":
        return "\t"
    if element.tag in (_W + "br", _W + "cr"):
        return "\n"
    if element.tag == _W + "noBreakHyphen":
        return "-"
    return "".join(_text(child) for child in element if isinstance(child.tag, str) and child.tag != _W + "pPr")


def _pictures(source: Any, element: Any) -> Iterator[str]:
    """The entries of the pictures that stand in a paragraph or table, each once; linked ones are not inside."""
    found: dict[str, None] = {}
    for image in element.iter(*_IMAGES):
        if any(each.tag in _GONE for each in image.iterancestors()):
            continue
        relation = source.part.rels.get(image.get(_R + "embed") or image.get(_R + "id") or "")
        if relation is not None and not relation.is_external:
            found[str(relation.target_part.partname).lstrip("/")] = None
    yield from found


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(_W + "val") not in ("0", "false")


def _styles(source: Any) -> dict[str, str]:
    return {style.style_id: style.name or "" for style in source.styles}


def _level(paragraph: Any, styles: dict[str, str]) -> int:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = styles.get(style.get(_W + "val"), "") if style is not None else ""
    if found := _HEADING.match(named):
        return int(found[1])
    if named.lower() in ("title", "标题"):
        return 1
    outlined = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    value = outlined.get(_W + "val") if outlined is not None else None
    return int(value) + 1 if value and value.isdigit() and int(value) < 9 else 0


def _add_paragraph(composer: composing.Composer, paragraph: Any, styles: dict[str, str]) -> None:
    level = _level(paragraph, styles)
    listed = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    for line in _text(paragraph).split("\n"):
        found = level or outline.heading_level(line)
        composer.add("heading" if found else "item" if listed else "paragraph", line.rstrip(), level=found)


def _add_table(composer: composing.Composer, table: Any, *, depth: int) -> None:
    grid: list[list[tuple[composing.RawCell, int, str | None]]] = []
    nested: list[Any] = []
    for row in table.iter(_W + "tr"):
        if next(row.iterancestors(_W + "tbl")) is table:
            grid.append(list(_row_cells(row, nested)))
    if all(len(row) <= 1 for row in grid) and nested:
        for inner in nested:
            _add_table(composer, inner, depth=depth + 1)
        return
    rows: list[list[composing.RawCell]] = []
    for number, row in enumerate(grid):
        rows.append(
            [
                composing.RawCell(raw.text, _height(grid, number, start) if merge == "restart" else 1, raw.colspan)
                for raw, start, merge in row
                if merge != "continue"
            ]
        )
    composer.add_table(rows)
    if depth < _DEEPEST_TABLE:
        for inner in nested:
            _add_table(composer, inner, depth=depth + 1)


def _row_cells(row: Any, nested: list[Any]) -> Iterator[tuple[composing.RawCell, int, str | None]]:
    skipped = row.find(f"{_W}trPr/{_W}gridBefore")
    column = int(skipped.get(_W + "val", "0")) if skipped is not None else 0
    if column:
        yield composing.RawCell("", colspan=column), 0, None
    for cell in _cells(row):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        width = int(span.get(_W + "val", "1")) if span is not None else 1
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        merge = None if merged is None else merged.get(_W + "val") or "continue"
        lines = []
        for piece in _pieces(cell):
            if piece.tag == _W + "tbl":
                nested.append(piece)
            elif line := _text(piece).strip():
                lines.append(line)
        yield composing.RawCell("\n".join(lines), colspan=width), column, merge
        column += width


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif child.tag == _W + "sdt":
            yield from child.iter(_W + "tc")


def _height(grid: list[list[tuple[composing.RawCell, int, str | None]]], number: int, start: int) -> int:
    height = 1
    for row in grid[number + 1 :]:
        if not any(column == start and merge == "continue" for _, column, merge in row):
            break
        height += 1
    return height


def _properties(source: Any) -> dict[str, str]:
    core = source.core_properties
    found: dict[str, str] = {}
    for key in ("title", "subject", "author", "keywords", "category", "comments", "last_modified_by"):
        if value := getattr(core, key, None):
            found[key] = str(value)
    for key in ("created", "modified"):
        moment = getattr(core, key, None)
        if isinstance(moment, datetime.datetime):
            found[key] = moment.isoformat()
    return found


def _margins(source: Any) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for section in source.sections:
        for margin in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            if not margin.is_linked_to_previous:
                text = "\n".join(line for part in margin.paragraphs if (line := part.text.strip()))
                if text:
                    found[text] = None
    return tuple(found)


def _doubts(source: Any, body: Any) -> Iterator[paper.Doubt]:
    revised = sum(1 for tag in ("ins", "del", "moveFrom", "moveTo") for _ in body.iter(_W + tag))
    if revised:
        yield paper.Doubt("tracked_changes", f"文中有 {revised} 处修订痕迹，已按接受修订后的文字读入，发布前请定稿")
    if comments := sum(1 for _ in body.iter(_W + "commentReference")):
        yield paper.Doubt("comments", f"文中有 {comments} 条批注，批注没有读入，发布前请删除")
    if hidden := sum(1 for run in body.iter(_W + "r") if _is_hidden(run) and "".join(run.itertext()).strip()):
        yield paper.Doubt("hidden_text", f"文中有 {hidden} 处隐藏文字，没有读入，发布前请删除")
    if notes := sum(1 for tag in ("footnoteReference", "endnoteReference") for _ in body.iter(_W + tag)):
        yield paper.Doubt("footnotes", f"文中有 {notes} 处脚注或尾注，没有读入，请核对")
    if any(True for _ in body.iter(_W + "numPr")):
        yield paper.Doubt("automatic_numbers", "文中使用了自动编号，编号本身没有读入，请核对序号")
    pictures = sum(1 for relation in source.part.rels.values() if relation.reltype.endswith("/image"))
    if pictures:
        yield paper.Doubt("pictures", f"文中有 {pictures} 张图片，图片内容没有读入")
