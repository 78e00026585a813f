"""HTML from editors, word processors and foreign pages is brought to a short list of elements without any style."""

import html as html_escapes
import re
from collections.abc import Iterator

import lxml.html
import nh3

from gongkai.documents import outline

TAGS = frozenset(
    "h2 h3 h4 p br strong em sub sup ul ol li blockquote table caption thead tbody tfoot tr th td a img".split()  # noqa: SIM905
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "th": {"rowspan", "colspan", "scope"},
    "td": {"rowspan", "colspan"},
    "ol": {"start"},
}
_GONE = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "form", "input", "button",
    "select", "textarea", "title", "meta", "link", "head", "xml", "applet", "frame", "frameset", "video", "audio",
}  # fmt: skip
_RENAMED = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "b": "strong",
    "i": "em",
    "dt": "p",
    "dd": "p",
    "address": "p",
    "pre": "p",
}
_WRAPPERS = frozenset(
    ("div", "section", "article", "main", "center", "header", "footer", "aside", "figure", "body", "dl")
)
_BLOCKS = frozenset(("h2", "h3", "h4", "p", "ul", "ol", "blockquote", "table", *_WRAPPERS))
_SAFE_HREF = re.compile(r"^(?:https?://|mailto:|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)
_RELATIVE = re.compile(r"^(?!//)(?!\\)[^:\\]*$")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff]")
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u3000\u2000-\u200b\u202f\ufeff]+")
_SPACE_LINES = re.compile(r"[ \t]*\n[ \t]*")
_EMPTY = re.compile(r"<(p|li|h[234]|strong|em|blockquote|ul|ol|table|tbody|thead|tr)>(?:\s|<br\s*/?>)*</\1>")
_EDGE_BREAK = re.compile(
    r"(<(?:p|li|td|th|h[234])(?:\s[^>]*)?>)(?:\s|<br\s*/?>)+|(?:\s|<br\s*/?>)+(</(?:p|li|td|th|h[234])>)"
)
_MOST_PASSES = 6
_SPAN_NUMBER = re.compile(r"^[1-9]\d{0,2}$")


def clean_html(html: str) -> str:
    """Only headings h2-h4, paragraphs, emphasis, lists, quotations, tables, links and pictures of our own remain.

    No style, class, script or data address survives; text of removed elements stays, except of those that never
    show any (script, style, forms). Safe to store and to print unescaped. Cleaning twice changes nothing.
    """
    # The two parsers mend broken markup differently; the second pass settles what the first has moved.
    for _ in range(_MOST_PASSES):
        cleaned = _pass(html)
        if cleaned == html:
            break
        html = cleaned
    return html


def _pass(html: str) -> str:
    if not html.strip():
        return ""
    tree = lxml.html.fragment_fromstring(_without_declarations(html), create_parent="body")
    _prepare(tree)
    inner = _serialised(tree)
    safe = nh3.clean(
        inner,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    previous = None
    while previous != safe:
        previous = safe
        safe = _EMPTY.sub("", _EDGE_BREAK.sub(r"\1\2", safe))
    return re.sub(r"\n{2,}", "\n", safe).strip()


def text_of(html: str) -> str:
    """The text a reader sees: one line for each paragraph, heading, list item and table row; cells by tabs."""
    if not html.strip():
        return ""
    tree = lxml.html.fragment_fromstring(_without_declarations(html), create_parent="body")
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _GONE:
            element.drop_tree()
    lines = _SPACE_LINES.sub("\n", "".join(_texts(tree)))
    return "\n".join(stripped for line in lines.split("\n") if (stripped := _inner(line).strip("\t ")))


def plain_to_html(text: str) -> str:
    """Paragraphs of plain text as HTML; numbered short lines (一、 （一）) become headings."""
    parts = []
    for line in text.splitlines():
        stripped = _SPACE.sub(" ", line).strip()
        if stripped:
            level = outline.heading_level(stripped)
            tag = f"h{level + 1}" if level else "p"
            parts.append(f"<{tag}>{html_escapes.escape(stripped, quote=False)}</{tag}>")
    return "\n".join(parts)


def _inner(line: str) -> str:
    return "\t".join(_SPACE.sub(" ", cell).strip() for cell in line.split("\t"))


def _without_declarations(html: str) -> str:
    """Without NUL, XML declarations and the conditional comments of word processors."""
    cleaned = re.sub(r"<!--.*?(?:-->|$)|<!\[.*?\]>|<\?.*?\??>", "", html.replace("\x00", ""), flags=re.DOTALL)
    return cleaned or " "


def _prepare(tree: lxml.html.HtmlElement) -> None:
    for element in list(tree.iter()):
        if element is tree:
            continue
        if not isinstance(element.tag, str) or element.tag in _GONE:
            element.drop_tree()
            continue
        tag = element.tag.rpartition("}")[2].lower()
        element.tag = _RENAMED.get(tag, tag)
        if element.tag == "table" and any(ancestor.tag == "table" for ancestor in element.iterancestors()):
            continue
        if element.tag in _WRAPPERS:
            holds_blocks = any(child.tag in _BLOCKS for child in element.iter() if child is not element)
            if not holds_blocks:
                element.tag = "p"
    for element in list(tree.iter()):
        if element is not tree and element.tag not in TAGS and element.tag not in _WRAPPERS:
            element.drop_tag()
        elif element.tag == "img" and not _kept_attribute("img", "src", element.get("src") or ""):
            element.drop_tree()
        elif element.tag == "a" and not _kept_attribute("a", "href", element.get("href") or ""):
            element.drop_tag()
    _wrap_loose_text(tree)
    for element in list(tree.iter("p", "h2", "h3", "h4", "li", "td", "th", "caption")):
        _squeeze(element)
    for element in list(tree.iter("p")):
        parent = element.getparent()
        only_child = parent is not None and len(parent) == 1 and not (parent.text or "").strip()
        if (only_child and parent.tag in ("td", "th", "li")) or any(
            ancestor.tag == "p" for ancestor in element.iterancestors()
        ):
            element.drop_tag()


def _wrap_loose_text(tree: lxml.html.HtmlElement) -> None:
    """Text that stands directly in a wrapper beside blocks becomes a paragraph of its own."""
    for wrapper in [tree, *tree.iter(*_WRAPPERS)]:
        if wrapper is not tree and wrapper.getparent() is None:
            continue
        if wrapper is not tree and not any(child.tag in _BLOCKS for child in wrapper):
            continue
        pieces: list[lxml.html.HtmlElement] = []
        paragraph = _open_paragraph(wrapper.text)
        wrapper.text = None
        for child in list(wrapper):
            tail, child.tail = child.tail, None
            wrapper.remove(child)
            if child.tag in _BLOCKS:
                pieces.extend(_closed(paragraph))
                pieces.append(child)
                paragraph = _open_paragraph(tail)
            else:
                paragraph.append(child)
                child.tail = tail
        pieces.extend(_closed(paragraph))
        for piece in pieces:
            wrapper.append(piece)


def _open_paragraph(text: str | None) -> lxml.html.HtmlElement:
    paragraph = lxml.html.Element("p")
    paragraph.text = text
    return paragraph


def _closed(paragraph: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    if paragraph.text_content().strip() or paragraph.find(".//img") is not None:
        yield paragraph


def _squeeze(element: lxml.html.HtmlElement) -> None:
    """Runs of blanks become one; the blanks that only indent the first line go."""
    if element.text:
        element.text = _SPACE.sub(" ", element.text).lstrip()
    for inner in element.iterdescendants():
        if inner.text:
            inner.text = _SPACE.sub(" ", inner.text)
        if inner.tail:
            inner.tail = _SPACE.sub(" ", inner.tail)
    if len(element) and not element.text:
        first = element[0]
        if first.text and first.tag in ("strong", "em", "a"):
            first.text = first.text.lstrip()


def _serialised(tree: lxml.html.HtmlElement) -> str:
    parts = [html_escapes.escape(tree.text, quote=False)] if tree.text and tree.text.strip() else []
    parts.extend(lxml.html.tostring(child, encoding="unicode") for child in tree)
    return "".join(parts)


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    plain = _CONTROL.sub("", value)
    if tag == "img" and name == "src":
        return plain if plain and _RELATIVE.match(plain) else None
    if tag == "a" and name == "href":
        return plain if plain and _SAFE_HREF.match(plain) and not plain.startswith("//") else None
    if name in ("rowspan", "colspan", "start"):
        return value if _SPAN_NUMBER.match(value) else None
    if name == "scope":
        return value if value in ("row", "col", "rowgroup", "colgroup") else None
    return value


def _texts(element: lxml.html.HtmlElement, *, in_cell: bool = False) -> Iterator[str]:
    tag = element.tag
    edge = " " if in_cell else "\n"
    is_block = tag in _BLOCKS or tag in ("li", "tr", "caption", "h1", "h5", "h6", "dt", "dd", "thead", "tbody")
    if is_block:
        yield edge
    if element.text:
        yield re.sub(r"\s+", " ", element.text)
    for child in element:
        if child.tag == "br":
            yield edge
        else:
            yield from _texts(child, in_cell=in_cell or child.tag in ("td", "th"))
        if child.tag in ("td", "th"):
            yield "\t"
        if child.tail:
            yield re.sub(r"\s+", " ", child.tail)
    if is_block:
        yield edge
