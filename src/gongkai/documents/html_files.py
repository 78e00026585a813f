"""Web pages: what a reader sees of them, in order, with tables resolved and the page's own meta tags kept."""

import dataclasses
import re
from collections.abc import Iterable, Iterator

import lxml.etree
import lxml.html

from gongkai.documents import composing, faults, outline, paper, rendering, text_files

# fmt: off
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math", "canvas",
    "audio", "video", "nav", "footer", "form", "input", "button", "select", "option", "textarea", "dialog", "map",
    "area", "head", "title", "meta", "link", "base", "colgroup", "col",
))
# fmt: on
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li",
    "main", "ol", "p", "pre", "section", "summary", "ul", "caption", "table", "tbody", "thead", "tfoot", "tr", "td",
    "th",
))
# fmt: on
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)", re.I)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|footer|foot|sidebar|share|bdsharebuttonbox|toolbar|pagination|pager|qrcode|"
    r"breadcrumbs?|crumbs?|skip-link|search|copyright|gongneng|siderbar|fontsize|wza)(?:$|[\s_-])",
    re.I,
)
_ARTICLE = re.compile(
    r"^(?:zoom|ucap-content|trs_editor|article-?content|article_?con|content-?main|vsb_content.*|pages_content|"
    r"js_content|news_?content|conTxt|rich_media_content|wzcon|j-fontContent|xxgk_content|view TRS_UEDITOR.*)$",
    re.I,
)
_CHARSET = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u3000\u2000-\u200a\u202f]+")
_INLINE = frozenset(("span", "label", "b", "strong", "em", "i", "a", "font"))
_CAPTION = re.compile(r"^\s*[\u4e00-\u9fff][\u4e00-\u9fff\s\u3000]{1,9}\s*$")
_MOST_OF_PAGE = 0.5
_DEEPEST = 180


def read(data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document:
    """A page without scripts, hidden parts and navigation; `properties` holds its meta tags by their own names."""
    declared = _CHARSET.search(data[:4096])
    text, _, lost = text_files.decode(data, declared=declared[1].decode("ascii") if declared else None)
    tree = parse(text)
    if tree is None:
        raise faults.EmptyFile(name, has_bytes=True)
    properties = _properties(tree)
    _drop_unseen(tree)
    walker = _Walker(composing.Composer())
    walker.walk(tree)
    walker.flush()
    composer = walker.composer
    if not composer.blocks:
        raise faults.EmptyFile(name, has_bytes=True)
    body = composer.text()
    main = paper.Span(*walker.main) if walker.main and walker.main[1] > walker.main[0] else None
    return paper.Document(
        name=name,
        kind=kind,
        text=body,
        blocks=tuple(composer.blocks),
        tables=tuple(composer.tables),
        html=rendering.render(_article_blocks(composer.blocks, main), composer.tables),
        properties=properties,
        main=main,
        warnings=text_files.damage_warnings(body, lost=lost),
        pictures=tuple(walker.pictures),
    )


def parse(text: str) -> lxml.html.HtmlElement | None:
    """The tree of a page or fragment, None when there is nothing in it; comments are gone."""
    cleaned = _XML_ENCODING.sub("", text.replace("\x00", ""))
    if not cleaned.strip():
        return None
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        return lxml.html.document_fromstring(cleaned.encode("utf-8", errors="replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None


def _article_blocks(blocks: list[paper.Block], main: paper.Span | None) -> list[paper.Block]:
    if main is None:
        return blocks
    return [block for block in blocks if main.start <= block.span.start and block.span.end <= main.end] or blocks


def _properties(tree: lxml.html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").strip()
        content = _SPACE.sub(" ", meta.get("content") or "").strip()
        if key and content and key.lower() not in ("viewport", "renderer"):
            found.setdefault(key, content)
    title = tree.find(".//title")
    if title is not None and title.text and title.text.strip():
        found.setdefault("title", _SPACE.sub(" ", title.text).strip())
    return found


def _drop_unseen(tree: lxml.html.HtmlElement) -> None:
    whole = len(tree.text_content()) or 1
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _DROPPED:
            if element.tag not in ("form", "fieldset") or len(element.text_content()) < whole * _MOST_OF_PAGE:
                element.drop_tree() if element.getparent() is not None else None
            continue
        if element.tag in ("html", "body") or element.getparent() is None:
            continue
        hidden = (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _HIDDEN_STYLE.search(element.get("style") or "")
        )
        if hidden or (
            _FURNITURE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
            and len(element.text_content()) < whole * _MOST_OF_PAGE
        ):
            element.drop_tree()


@dataclasses.dataclass
class _Walker:
    """Collects inline text until a block boundary and hands finished pieces to the composer."""

    composer: composing.Composer
    main: tuple[int, int] | None = None
    pictures: list[paper.Picture] = dataclasses.field(default_factory=list)
    _seen: list[lxml.html.HtmlElement] = dataclasses.field(default_factory=list)
    _text: list[str] = dataclasses.field(default_factory=list)
    _kind: paper.BlockKind = "paragraph"
    _level: int = 0

    def flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self._text)).strip()
        self._text.clear()
        if text:
            level = self._level
            kind = self._kind
            if kind == "paragraph" and (level := outline.heading_level(text)):
                kind = "heading"
            self.composer.add(kind, text, level=level)
        self._place(self._seen)
        self._seen.clear()

    def _place(self, images: Iterable[lxml.html.HtmlElement]) -> None:
        """Pictures stand behind the piece of text they were met in."""
        for image in images:
            if address := (image.get("src") or "").strip():
                words = _SPACE.sub(" ", image.get("alt") or image.get("title") or "").strip()
                self.pictures.append(paper.Picture(self.composer.position, address, words))

    def walk(self, element: lxml.html.HtmlElement, depth: int = 0) -> None:
        """Walk in reading order; deeper than any honest page only the text is taken."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if depth > _DEEPEST:
            self._text.append(element.text_content())
            return
        if tag == "br":
            self.flush()
        elif tag == "img":
            self._seen.append(element)
        elif tag == "table":
            self.flush()
            self._table(element, depth)
        elif tag in _BLOCKS:
            self._block(element, tag, depth)
        else:
            self._inside(element, depth)

    def _block(self, element: lxml.html.HtmlElement, tag: str, depth: int) -> None:
        self.flush()
        kind, level = self._kind, self._level
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._kind, self._level = "heading", int(tag[1])
        elif tag == "li":
            self._kind, self._level = "item", 0
        start = self.composer.position
        self._inside(element, depth)
        self.flush()
        self._kind, self._level = kind, level
        names = (element.get("id") or "", *(element.get("class") or "").split())
        if self.main is None and any(map(_ARTICLE.match, names)):
            self.main = (start, len(self.composer.text()))

    def _inside(self, element: lxml.html.HtmlElement, depth: int) -> None:
        if element.text:
            self._text.append(element.text)
        is_pair = _is_caption_and_value(element)
        for place, child in enumerate(element):
            if is_pair and place:
                self._text.append(" ")
            self.walk(child, depth + 1)
            if child.tail:
                self._text.append(child.tail)

    def _table(self, table: lxml.html.HtmlElement, depth: int) -> None:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _own_rows(table)]
        nested = [inner for inner in table.iter("table") if inner is not table]
        if _is_frame(rows, nested=bool(nested)):
            self._inside_frame(rows, depth)
            return
        caption = table.find("caption")
        self.composer.add_table(
            [[_raw(cell) for cell in row] for row in rows if row],
            caption=_SPACE.sub(" ", caption.text_content()).strip() if caption is not None else "",
        )
        self._place(image for image in table.iter("img") if next(image.iterancestors("table")) is table)
        for inner in nested:
            if next(inner.iterancestors("table")) is table:
                self._table(inner, depth + 1)

    def _inside_frame(self, rows: list[list[lxml.html.HtmlElement]], depth: int) -> None:
        for row in rows:
            for cell in row:
                self.flush()
                self._inside(cell, depth + 1)
                self.flush()


def _is_caption_and_value(element: lxml.html.HtmlElement) -> bool:
    """Two inline elements and nothing else, the first a few characters: styled as label and value of a header."""
    if len(element) != 2 or (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        return False
    if element[0].tag not in _INLINE or element[1].tag not in _INLINE:
        return False
    return bool(_CAPTION.match(element[0].text_content()))


def _own_rows(table: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _is_frame(rows: list[list[lxml.html.HtmlElement]], *, nested: bool) -> bool:
    """A table that only places things on the page: one cell a row, or nothing but tables beside its blanks."""
    filled = [[cell for cell in row if cell.text_content().strip()] for row in rows]
    if all(len(row) <= 1 for row in rows) and not any(len(row) > 1 for row in filled):
        return True
    if not nested:
        return False
    plain = [sum(cell.find(".//table") is None for cell in row) for row in filled]
    return max(plain, default=0) <= 1


def _raw(cell: lxml.html.HtmlElement) -> composing.RawCell:
    lines: list[str] = [""]
    _cell_text(cell, lines)
    text = "\n".join(line for part in lines if (line := _SPACE.sub(" ", part).strip()))
    return composing.RawCell(text, _span(cell, "rowspan"), _span(cell, "colspan"), cell.tag == "th")


def _cell_text(element: lxml.html.HtmlElement, lines: list[str], depth: int = 0) -> None:
    if depth > _DEEPEST:
        lines[-1] += element.text_content()
        return
    if element.tag == "br" or (element.tag in _BLOCKS and element.tag not in ("td", "th")):
        lines.append("")
    lines[-1] += element.text or ""
    for child in element:
        if child.tag != "table":
            _cell_text(child, lines, depth + 1)
            if child.tag in _BLOCKS:
                lines.append("")
        lines[-1] += child.tail or ""


def _span(cell: lxml.html.HtmlElement, attribute: str) -> int:
    digits = re.match(r"\s*(\d{1,4})", cell.get(attribute) or "")
    return max(1, int(digits[1])) if digits else 1
