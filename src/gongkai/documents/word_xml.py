"""The inside of a Word file: its parts, the paragraphs of each, and runs with what has become of them."""

import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import lxml.etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CONTENT_TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"
STYLES = "word/styles.xml"
_STORIES = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
_STORY_NAMES = {"document": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_REMOVED = frozenset((W + "del", W + "moveFrom"))
_ADDED = frozenset((W + "ins", W + "moveTo"))
# fmt: off
_CONTAINERS = frozenset((
    *(W + each for each in ("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo")),
    *(MC + each for each in ("AlternateContent", "Choice", "Fallback")),
))
# fmt: on
_OFF = ("0", "false", "off")


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """A run of a paragraph: `change` is the tracked change around it (w:ins, w:del, …), if any."""

    element: Any
    change: Any | None = None

    @property
    def is_removed(self) -> bool:
        return self.change is not None and self.change.tag in _REMOVED

    def text(self) -> str:
        return "".join(map(said, self.element))


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """What a style says of how its text is seen; None where it says nothing."""

    hidden: bool | None = None
    colour: str | None = None
    shaded: bool = False


def unpack(data: bytes) -> dict[str, bytes]:
    """Every part by its name. Call `kinds.check` before: nothing is limited here."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def parse(xml: bytes) -> Any:
    """The root of a part; entities are not resolved and nothing is fetched."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    return lxml.etree.fromstring(xml, parser)


def stories(parts: dict[str, bytes]) -> list[str]:
    """Names of the parts that hold paragraphs a reader sees, the document first."""
    found = [name for name in parts if (match := _STORIES.match(name)) and match[1] != "comments"]
    return sorted(found, key=lambda name: (name != MAIN, name))


def story_name(part: str) -> str:
    """正文, 页眉, … for the name of a part; the name itself for any other."""
    match = re.match(r"word/([a-z]+)(\d*)\.xml$", part)
    known = _STORY_NAMES.get(match[1]) if match else None
    return f"{known}{match[2]}" if known and match else part


def paragraphs(root: Any) -> Iterator[Any]:
    """Every paragraph, those in tables, text boxes and fallbacks too, in document order."""
    return root.iter(W + "p")


def runs(paragraph: Any) -> Iterator[Run]:
    """The runs that are this paragraph's own, not those of a text box anchored in it."""
    yield from _runs(paragraph, None)


def _runs(container: Any, change: Any | None) -> Iterator[Run]:
    for child in container:
        tag = child.tag
        if tag == W + "r":
            yield Run(child, change)
        elif tag in _REMOVED or tag in _ADDED:
            # Deleted inside inserted is deleted.
            inner = change if change is not None and change.tag in _REMOVED else child
            yield from _runs(child, inner)
        elif tag in _CONTAINERS:
            yield from _runs(child, change)


def said(element: Any) -> str:
    """What a child of a run says: its letters, a tab, a line end."""
    tag = element.tag
    if tag in (W + "t", W + "delText"):
        return element.text or ""
    if tag in (W + "tab", W + "ptab"):
        return "\t"
    if tag in (W + "br", W + "cr"):
        return "\n"
    if tag == W + "noBreakHyphen":
        return "-"
        return "".join(each.text or "" for each in element.iterfind(f"{W}rubyBase//{W}t"))
    return ""


def is_on(element: Any | None) -> bool | None:
    """A switch such as w:vanish: None when absent."""
    return None if element is None else element.get(W + "val") not in _OFF


class Looks:
    """Resolves what styles say of hidden and white text."""

    def __init__(self, styles: bytes | None) -> None:
        self._own: dict[str, tuple[Look, str | None]] = {}
        self._resolved: dict[str, Look] = {}
        self.default_paragraph: str | None = None
        if styles is not None:
            for style in parse(styles).iter(W + "style"):
                name = style.get(W + "styleId", "")
                base = style.find(W + "basedOn")
                self._own[name] = (look_of(style.find(W + "rPr")), base.get(W + "val") if base is not None else None)
                if style.get(W + "type") == "paragraph" and style.get(W + "default") == "1":
                    self.default_paragraph = name

    def style(self, name: str | None) -> Look:
        """The look of a named style with all it is based on."""
        if name is None or name not in self._own:
            return Look()
        if name not in self._resolved:
            self._resolved[name] = Look()  # a style based on itself ends here
            own, base = self._own[name]
            self._resolved[name] = _over(own, self.style(base))
        return self._resolved[name]

    def run(self, run: Any, paragraph: Look) -> Look:
        """The look of a run in a paragraph of this look."""
        properties = run[0] if len(run) and run[0].tag == W + "rPr" else None
        if properties is None:
            return paragraph
        style = properties.find(W + "rStyle")
        below = _over(self.style(style.get(W + "val")), paragraph) if style is not None else paragraph
        return _over(look_of(properties), below)

    def paragraph(self, paragraph: Any) -> Look:
        properties = paragraph.find(W + "pPr")
        style = properties.find(W + "pStyle") if properties is not None else None
        look = self.style(style.get(W + "val") if style is not None else self.default_paragraph)
        if properties is not None and _is_filled(properties.find(W + "shd")):
            return dataclasses.replace(look, shaded=True)
        return look


def look_of(properties: Any | None) -> Look:
    """What one w:rPr says."""
    if properties is None:
        return Look()
    colour = properties.find(W + "color")
    written = None
    if colour is not None:
        is_light_theme = colour.get(W + "themeColor") in ("background1", "light1") and not colour.get(W + "themeShade")
        written = "FFFFFF" if is_light_theme else (colour.get(W + "val") or "").upper()
    highlight = properties.find(W + "highlight")
    shaded = _is_filled(properties.find(W + "shd")) or (
        highlight is not None and highlight.get(W + "val") not in ("none", "white")
    )
    hidden = is_on(properties.find(W + "vanish"))
    return Look(hidden, written, shaded)


def is_white(colour: str | None) -> bool:
    """So near to white that it cannot be read on paper."""
    if colour is None or not re.fullmatch("[0-9A-F]{6}", colour):
        return False
    return all(int(colour[place : place + 2], 16) >= 0xF0 for place in (0, 2, 4))


def is_shaded_around(element: Any) -> bool:
    """Whether a cell or table around has a dark ground, or a text box whose ground is not known here."""
    for ancestor in element.iterancestors():
        if ancestor.tag == W + "txbxContent":
            return True
        if ancestor.tag in (W + "tc", W + "tbl"):
            shade = ancestor.find(f"{ancestor.tag}Pr/{W}shd")
            if _is_filled(shade) or ancestor.find(f"{W}tblPr/{W}tblStyle") is not None:
                return True
    return False


def _is_filled(shade: Any | None) -> bool:
    if shade is None:
        return False
    fill = (shade.get(W + "fill") or "auto").upper()
    return shade.get(W + "themeFill") is not None or (fill not in ("AUTO", "") and not is_white(fill))


def _over(upper: Look, lower: Look) -> Look:
    return Look(
        lower.hidden if upper.hidden is None else upper.hidden,
        lower.colour if upper.colour is None else upper.colour,
        upper.shaded or lower.shaded,
    )
