"""The plain text of cleaned HTML, paragraph by paragraph, for checks and comparisons."""

from html.parser import HTMLParser

_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "blockquote", "caption", "table", "ul", "ol",
    "section", "article", "figure", "figcaption", "dt", "dd", "pre", "hr", "thead", "tbody",
}  # fmt: skip
_SIMPLE = {"p", "br"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.tags: set[str] = set()
        self.headings: list[str] = []
        self.in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in _HEADINGS:
            self.in_heading = True
            self.headings.append("")
        if tag in _BLOCKS or tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.in_heading = False
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append("\u3000")

    def handle_data(self, data: str) -> None:
        text = data.replace("\n", " ").replace("\r", "")
        self.pieces.append(text)
        if self.in_heading:
            self.headings[-1] += text


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def paragraphs(html: str) -> list[str]:
    """The paragraphs of a text, table rows among them, without empty ones."""
    lines = "".join(_read(html).pieces).split("\n")
    return [line.strip() for line in lines if line.strip()]


def plain(html: str) -> str:
    """The text with one paragraph a line."""
    return "\n".join(paragraphs(html))


def headings(html: str) -> set[str]:
    """The paragraphs that are headings."""
    return {text.strip() for text in _read(html).headings if text.strip()}


def is_simple(html: str) -> bool:
    """Whether a text is nothing but paragraphs, so that a plain box can hold it without loss."""
    return _read(html).tags <= _SIMPLE


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self.depth += 1
        elif self.depth and tag == "tr":
            self.tables[-1].append([])
        elif self.depth and tag in {"td", "th"} and self.tables[-1]:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.depth = max(self.depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.depth and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += data


def tables(html: str) -> list[list[list[str]]]:
    """The tables of a text as rows of cells."""
    if "<table" not in html:
        return []
    reader = _Tables()
    reader.feed(html)
    reader.close()
    return reader.tables
