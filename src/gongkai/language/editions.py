"""Editions of a page in another script or language: links kept within the edition, an English shell around Chinese.

Pure text in and out; who serves the editions decides what is converted. The conversion of characters is in
`conversion`.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_PIECE = re.compile(
    r"<!--.*?-->|<(script|style|textarea|template)\b.*?</\1\s*>"
    r"|<[!?/]?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^'\">])*>",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"<wbr\s*/?>", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_NAME = re.compile(r"</?\s*([a-zA-Z][\w:-]*)")
_LINKS = re.compile(r"""(\s(?:href|action|formaction|data-words)\s*=\s*["'])(/(?!/)[^"'>]*)(["'])""", re.IGNORECASE)
_SPOKEN = re.compile(
    r"""(\s(?:title|alt|placeholder|aria-label|data-l|data-done|data-say-[\w-]+)\s*=\s*)(["'])(.*?)\2""",
    re.IGNORECASE | re.DOTALL,
)
_TOLD = re.compile(r"""(<meta name="Description" content=)(")(.*?)\2""", re.DOTALL)
_LANGUAGE = re.compile(r"""(<html\b[^>]*?\slang\s*=\s*["'])zh-CN(["'])""", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
_VOID = {
    "br",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "wbr",
    "area",
    "source",
    "col",
    "html",
    "body",
    "svg",
    "path",
    "ul",
}
_LINKING = {"a", "form", "area", "button", "input"}
# With fewer fixed characters than this, what is filled in holds no Chinese: 部门文件 is no number of 件.
_FEW = 4
_NUMBER = r"[\d,.]+"
# Longer texts are no sentences of the shell.
_LONGEST = 200
# Between sentences of the shell and what stands beside them in one text: 公开目录｜云州市.
_BETWEEN = re.compile("([\n\u3000｜「」]+)")
# What stays at one address whatever the edition: files, the desk, what machines read.
_ALONE = ("/static/", "/files/", "/desk/", "/api/", "/zh-hant/", "/en/")


def links_within(html: str, prefix: str) -> str:
    """Links, forms and fetched fragments of our own lead to the same edition; `prefix` is "/zh-hant" or "/en".

    Left alone: addresses of files and of machines, links to another edition (they carry `hreflang`), other sites.
    """

    def rewritten(found: re.Match[str]) -> str:
        tag = found.group()
        name = _NAME.match(tag)
        if name is None or name[1].lower() not in _LINKING or " hreflang=" in tag:
            return tag
        return _LINKS.sub(lambda link: f"{link[1]}{within(link[2], prefix)}{link[3]}", tag)

    return _PIECE.sub(rewritten, html)


def within(address: str, prefix: str) -> str:
    """An address of our own in the edition; what has no edition stays as it is."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    last = path.rpartition("/")[2]
    if not path.startswith("/") or path.startswith(_ALONE) or ("." in last and not last.endswith(".html")):
        return address
    return prefix + address


@dataclass
class Phrasebook:
    """Chinese sentences of the shell with their English; `patterns` are those with something filled in.

    `marked` are those with markup in them, each with a piece that surely stands on a page that has the sentence.
    """

    exact: dict[str, str] = field(default_factory=dict)
    patterns: dict[str, list[tuple[re.Pattern[str], str]]] = field(default_factory=dict)
    marked: list[tuple[str, re.Pattern[str], str]] = field(default_factory=list)
    _known: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Phrasebook":
        """From pairs of English and Chinese, as a catalogue has them; the first English of a sentence counts."""
        book = cls()
        for english, chinese in pairs:
            chinese, english = _plain(chinese), _plain(english)
            if not _HAN.search(chinese):
                continue
            if "<" in chinese:
                piece = max(_PLACEHOLDER.sub("\n", chinese).split("\n"), key=len)
                book.marked.append((piece, *_pattern(chinese, english, within=r"[^<>\n]+?")))
                continue
            if not _PLACEHOLDER.search(chinese):
                book.exact.setdefault(chinese, english)
                continue
            pattern, filled = _pattern(chinese, english)
            if _HAN.search(_PLACEHOLDER.sub("", chinese)):
                book.patterns.setdefault(_first_han(chinese), []).append((pattern, filled))
        return book

    def english(self, chinese: str) -> str | None:
        """The English of a sentence of the shell; None for anything else."""
        plain = _plain(chinese)
        if plain in self.exact:
            return self.exact[plain]
        if len(plain) > _LONGEST:
            return None
        if plain not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            self._known[plain] = self._filled(plain)
        return self._known[plain]

    def in_english(self, html: str) -> str:
        """The page with its sentences that hold links or other markup in English."""
        for piece, pattern, english in self.marked:
            if piece in html:
                html = pattern.sub(functools.partial(_filled_in, english), html)
        return html

    def _filled(self, plain: str) -> str | None:
        for first in dict.fromkeys(_HAN.findall(plain)):
            for pattern, english in self.patterns.get(first, ()):
                found = pattern.fullmatch(plain)
                if found is not None:
                    return english.format(**found.groupdict())
        return None


def _filled_in(english: str, found: re.Match[str]) -> str:
    return english.format(**found.groupdict())


def to_english(html: str, book: Phrasebook) -> str:
    """The shell in English; what stays Chinese is marked with its language, and the page says it is English."""
    html = book.in_english(html)
    out: list[str] = []
    opening: int | None = None
    position = 0
    text = ""
    for found in _PIECE.finditer(html):
        markup = found.group()
        text += html[position : found.start()]
        position = found.end()
        if _BREAK.fullmatch(markup):
            text += markup
            continue
        opening = _put(out, text, opening, markup, book)
        text = ""
    out.append(text + html[position:])
    return _LANGUAGE.sub(r"\1en\2", "".join(out), count=1)


def _put(out: list[str], text: str, opening: int | None, markup: str, book: Phrasebook) -> int | None:
    """Append a text and the markup after it. `opening` is where the tag stands that the text follows at once; returned
    is the same for the next text.
    """
    if text:
        _put_text(out, text, opening if markup.startswith("</") else None, book)
    name = _NAME.match(markup)
    is_opening = name is not None and not markup.startswith("</")
    said = _TOLD if markup.startswith("<meta") else _SPOKEN
    out.append(said.sub(lambda spoken: _spoken(spoken, book), markup) if is_opening else markup)
    alone = is_opening and name is not None and name[1].lower() not in _VOID and not markup.endswith("/>")
    return len(out) - 1 if alone else None


def _put_text(out: list[str], text: str, opening: int | None, book: Phrasebook) -> None:
    if not _HAN.search(text):
        out.append(text)
        return
    plain = _BREAK.sub("", text)
    english = book.english(plain)
    tag = "" if opening is None else out[opening]
    if english is not None:
        out.append(_instead(plain, english))
    elif len(plain) <= _LONGEST and (pieces := _pieces(plain, book, is_marked=not tag.startswith("<title"))):
        out += pieces
    elif opening is not None:
        if " lang=" not in tag:
            out[opening] = tag[:-1] + ' lang="zh-Hans">'
        out.append(text)
    else:
        out.append(f'<span lang="zh-Hans">{text}</span>')


def _pieces(plain: str, book: Phrasebook, *, is_marked: bool) -> list[str]:
    """A text of several sentences, those of the shell in English; nothing where none of them is."""
    pieces = _BETWEEN.split(plain)
    told = [book.english(piece) if _HAN.search(piece) else piece for piece in pieces]
    if len(pieces) == 1 or all(english in (None, piece) for piece, english in zip(pieces, told, strict=True)):
        return []
    return [
        _instead(piece, english)
        if english is not None
        else f'<span lang="zh-Hans">{piece}</span>'
        if is_marked
        else piece
        for piece, english in zip(pieces, told, strict=True)
    ]


def _instead(plain: str, english: str) -> str:
    """The English with the white space around the Chinese."""
    if plain == english:
        return plain
    before, after = plain[: len(plain) - len(plain.lstrip())], plain[len(plain.rstrip()) :]
    return before + english.replace("&", "&amp;").replace("<", "&lt;") + after


def _spoken(found: re.Match[str], book: Phrasebook) -> str:
    english = book.english(found[3])
    return found.group() if english is None else f"{found[1]}{found[2]}{english.replace(found[2], '')}{found[2]}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _first_han(chinese: str) -> str:
    """The first character of the fixed words of a sentence: every filled-in form holds it."""
    found = _HAN.search(_PLACEHOLDER.sub("", chinese))
    return found.group() if found else ""


def _pattern(chinese: str, english: str, within: str = "") -> tuple[re.Pattern[str], str]:
    """A sentence as a pattern, and its English ready for `format`. `within`: what may stand in place of a word."""
    names: Mapping[str, None] = dict.fromkeys(one or two or "blank" for one, two in _PLACEHOLDER.findall(chinese))
    fixed = _HAN.findall(_PLACEHOLDER.sub("", chinese))
    anything = within or (".+?" if len(fixed) >= _FEW else "[^\u3400-\u9fff]+?")
    parts, position, seen = [], 0, set()
    for found in _PLACEHOLDER.finditer(chinese):
        name = found[1] or found[2] or "blank"
        parts.append(re.escape(chinese[position : found.start()]))
        # Of two side by side the second is a number: 云州市人民政府2021年.
        piece = _NUMBER if position == found.start() > 0 else anything
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{piece})")
        seen.add(name)
        position = found.end()
    parts.append(re.escape(chinese[position:]))
    pieces, position = [], 0
    for found in _PLACEHOLDER.finditer(english):
        name = found[1] or found[2] or "blank"
        pieces.append(english[position : found.start()].replace("{", "{{").replace("}", "}}"))
        pieces.append("{" + name + "}" if name in names else "")
        position = found.end()
    pieces.append(english[position:].replace("{", "{{").replace("}", "}}"))
    return re.compile("".join(parts)), "".join(pieces)
