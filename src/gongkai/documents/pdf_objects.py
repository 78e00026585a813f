"""The objects of a pdf besides its pages: properties, attachments, scripts, notes, layers, and all streams unpacked."""

import contextlib
import dataclasses
import io
from collections.abc import Iterator
from typing import Any

import pdfminer.pdfdocument
import pdfminer.pdfpage
import pdfminer.pdfparser
import pdfminer.pdftypes
import pdfminer.psexceptions
import pdfminer.psparser
import pdfminer.utils

FAULTS = (
    pdfminer.psexceptions.PSException,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
)
_DEEPEST = 24
_MOST = 5_000


@dataclasses.dataclass(frozen=True, slots=True)
class Annotation:
    """Something laid on a page: its kind (Text, Link, Widget, …), what it says, by whom, where it leads."""

    kind: str
    text: str = ""
    author: str = ""
    target: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """An optional-content group."""

    name: str
    is_shown: bool


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The object tree of a pdf; raises one of FAULTS when there is none to read."""
    with io.BytesIO(data) as stream:
        yield pdfminer.pdfdocument.PDFDocument(pdfminer.pdfparser.PDFParser(stream))


def information(document: Any) -> dict[str, str]:
    """The information dictionary as text."""
    found: dict[str, str] = {}
    for entries in document.info:
        for key, raw in _dictionary(entries).items():
            if value := words(raw):
                found[str(key)] = value
    return found


def words(raw: Any) -> str:
    """A text string of a pdf, a name or a number, as text."""
    value = pdfminer.pdftypes.resolve1(raw)
    if isinstance(value, bytes):
        if value.startswith(b"\xff\xfe"):
            return value[2:].decode("utf-16-le", "replace").strip("\x00 ")
        if value.startswith(b"\xef\xbb\xbf"):
            return value[3:].decode("utf-8", "replace").strip("\x00 ")
        return str(pdfminer.utils.decode_text(value)).strip("\x00 ")
    if isinstance(value, pdfminer.pdftypes.PDFStream):
        return value.get_data().decode("utf-8", "replace").strip()
    return _name(value) if value is not None and not isinstance(value, dict | list) else ""


def text_of_stream(raw: Any) -> str:
    """The content of a stream as text; empty for anything else."""
    value = pdfminer.pdftypes.resolve1(raw)
    if not isinstance(value, pdfminer.pdftypes.PDFStream):
        return ""
    content: bytes = value.get_data()
    return content.decode("utf-8", "replace").strip()


def attachments(document: Any) -> list[str]:
    """Names of the files attached to the document (not to a page)."""
    tree = _dictionary(_dictionary(document.catalog.get("Names")).get("EmbeddedFiles"))
    named = [words(name) or _file_name(target) for name, target in _leaves(tree, "Names")]
    associated = [_file_name(each) for each in _list(document.catalog.get("AF"))]
    return list(dict.fromkeys(name or "未命名" for name in [*named, *associated]))


def scripts(document: Any) -> list[tuple[str, str]]:
    """Program code and actions that start by themselves: where, and the code."""
    found: list[tuple[str, str]] = []
    tree = _dictionary(_dictionary(document.catalog.get("Names")).get("JavaScript"))
    for name, action in _leaves(tree, "Names"):
        found.append((f"脚本 {words(name)}", _code(action)))
    found.extend(("打开时动作", code) for code in _actions(document.catalog.get("OpenAction")))
    for action in _dictionary(document.catalog.get("AA")).values():
        found.extend(("文档动作", code) for code in _actions(action))
    for number, page in enumerate(_pages(document), start=1):
        actions = [*_dictionary(page.attrs.get("AA")).values()]
        for annotation in map(_dictionary, _list(page.attrs.get("Annots"))):
            actions += [annotation.get("A"), *_dictionary(annotation.get("AA")).values()]
        found.extend((f"第{number}页动作", code) for action in actions for code in _actions(action))
    return found


def layers(document: Any) -> list[Layer]:
    """Optional-content groups and whether they are shown at first."""
    properties = _dictionary(document.catalog.get("OCProperties"))
    default = _dictionary(properties.get("D"))
    off = {_identity(each) for each in _list(default.get("OFF"))}
    on = {_identity(each) for each in _list(default.get("ON"))}
    base_off = _name(default.get("BaseState")) == "OFF"
    found = []
    for group in _list(properties.get("OCGs")):
        key = _identity(group)
        shown = key in on if base_off else key not in off
        found.append(Layer(words(_dictionary(group).get("Name")), shown))
    return found


def annotations(document: Any) -> Iterator[tuple[int, Annotation]]:
    """Every annotation with the number of its page."""
    for number, page in enumerate(_pages(document), start=1):
        for entries in map(_dictionary, _list(page.attrs.get("Annots"))):
            if entries:
                target = _dictionary(entries.get("A"))
                place = words(target.get("URI")) or _file_name(target.get("F"))
                said = words(entries.get("Contents")) or words(entries.get("V")) or words(entries.get("RC"))
                yield number, Annotation(_name(entries.get("Subtype")), said, words(entries.get("T")), place)


def streams(document: Any) -> Iterator[bytes]:
    """The unpacked content of every stream of the file, reachable or not."""
    seen: set[int] = set()
    for table in document.xrefs:
        for number in table.get_objids():
            if number in seen:
                continue
            seen.add(number)
            with contextlib.suppress(*FAULTS):
                value = document.getobj(number)
                if isinstance(value, pdfminer.pdftypes.PDFStream):
                    yield value.get_data()


def strings(document: Any) -> Iterator[str]:
    """Every text string of every object of the file."""
    for table in document.xrefs:
        for number in table.get_objids():
            with contextlib.suppress(*FAULTS):
                yield from _strings(document.getobj(number), 0)


def _strings(value: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, pdfminer.pdftypes.PDFStream):
        value = value.attrs
    if isinstance(value, bytes):
        yield words(value)
    elif isinstance(value, pdfminer.psparser.PSLiteral):
        yield _name(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _strings(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, depth + 1)


def _pages(document: Any) -> Iterator[Any]:
    return pdfminer.pdfpage.PDFPage.create_pages(document)


def _dictionary(raw: Any) -> dict[str, Any]:
    value = pdfminer.pdftypes.resolve1(raw)
    if isinstance(value, pdfminer.pdftypes.PDFStream):
        value = value.attrs
    return value if isinstance(value, dict) else {}


def _list(raw: Any) -> list[Any]:
    value = pdfminer.pdftypes.resolve1(raw)
    return value[:_MOST] if isinstance(value, list) else []


def _name(raw: Any) -> str:
    value = pdfminer.pdftypes.resolve1(raw)
    if isinstance(value, pdfminer.psparser.PSLiteral):
        name = value.name
        return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)
    return str(value) if value is not None else ""


def _identity(raw: Any) -> int:
    return raw.objid if isinstance(raw, pdfminer.pdftypes.PDFObjRef) else id(raw)


def _file_name(raw: Any) -> str:
    entries = _dictionary(raw)
    return words(entries.get("UF")) or words(entries.get("F")) if entries else words(raw)


def _leaves(tree: dict[str, Any], key: str, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    """Pairs of a name tree."""
    if depth > _DEEPEST:
        return
    pairs = _list(tree.get(key))
    yield from zip(pairs[::2], pairs[1::2], strict=False)
    for child in _list(tree.get("Kids")):
        yield from _leaves(_dictionary(child), key, depth + 1)


def _code(raw: Any) -> str:
    return words(_dictionary(raw).get("JS"))


def _actions(raw: Any, depth: int = 0) -> Iterator[str]:
    """What starts: code, programs, sent forms; a jump to a page is harmless."""
    entries = _dictionary(raw)
    kind = _name(entries.get("S")) if entries else ""
    if kind == "JavaScript":
        yield _code(entries)
    elif kind in ("Launch", "SubmitForm", "ImportData"):
        yield f"{kind} {_file_name(entries.get('F'))}".strip()
    if entries.get("Next") and depth < _DEEPEST:
        for each in _list(entries["Next"]) or [entries["Next"]]:
            yield from _actions(each, depth + 1)
