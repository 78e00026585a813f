"""A Word file made clean: changes accepted, and everything gone that its reader does not see."""

import collections
import dataclasses
import posixpath
import re
from collections.abc import Iterable
from typing import Any

import lxml.etree

from gongkai.documents import word_xml
from gongkai.documents.redaction import picture_cleaning

_W, _R, _MC = word_xml.W, word_xml.R, word_xml.MC
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_KEPT = re.compile(
    r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes|styles|numbering|fontTable|settings)\.xml$"
    r"|^word/theme/theme\d*\.xml$|^word/media/[^/]+$|^word/charts/chart\d*\.xml$|^word/diagrams/[a-zA-Z]+\d*\.xml$"
)
_GONE = {
    "修订痕迹": ("del", "moveFrom", "rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange",
              "tcPrChange", "sectPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    "批注": ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
    "嵌入对象和控件": ("control", "altChunk", "subDoc", "movie"),
    "": ("proofErr", "permStart", "permEnd", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
         "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
         "customXmlDelRangeEnd", "lastRenderedPageBreak", "rsid", "rsids", "embedRegular", "embedBold", "embedItalic",
         "embedBoldItalic", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "ffData", "fldData"),
}  # fmt: skip
_UNWRAPPED = ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml")
_SETTINGS = frozenset(
    _W + each
    for each in (
        "defaultTabStop", "evenAndOddHeaders", "mirrorMargins", "characterSpacingControl", "compat", "footnotePr",
        "endnotePr", "decimalSymbol", "listSeparator", "themeFontLang", "clrSchemeMapping", "autoHyphenation",
        "noLineBreaksAfter", "noLineBreaksBefore", "drawingGridHorizontalSpacing", "drawingGridVerticalSpacing",
        "displayHorizontalDrawingGridEvery", "displayVerticalDrawingGridEvery", "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter", "gutterAtTop",
    )
)  # fmt: skip
_LIVE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_UNSEEN_ATTRIBUTES = ("descr", "title", "alt", _OFFICE + "title", _W + "tooltip", _W + "docLocation")
_WEB = re.compile(r"^(?:https?|mailto):", re.IGNORECASE)


@dataclasses.dataclass(slots=True)
class Package:
    """A clean Word file in pieces: XML parts as trees, others as bytes, and what was taken out, counted."""

    roots: dict[str, Any]
    others: dict[str, bytes]
    removed: collections.Counter[str]


def clean(parts: dict[str, bytes]) -> Package:
    """Take the parts of a docx; nothing of the parts given is changed."""
    removed: collections.Counter[str] = collections.Counter()
    _count_dropped(parts, removed)
    kept = {name: content for name, content in parts.items() if _KEPT.match(name)}
    package = Package({}, {}, removed)
    for name, content in kept.items():
        if name.endswith(".xml"):
            package.roots[name] = word_xml.parse(content)
        elif name.startswith("word/media/"):
            package.others[name] = picture_cleaning.stripped(content)
    looks = word_xml.Looks(parts.get(word_xml.STYLES))
    for name, root in package.roots.items():
        if name == "word/settings.xml":
            _drop(child for child in list(root) if child.tag not in _SETTINGS)
            continue
        _unlink_fields(root)
        _drop_unseen(root, looks, removed)
        _drop_marks(root, removed)
        _drop_attributes(root)
    _relations(parts, package)
    return package


def _count_dropped(parts: dict[str, bytes], removed: collections.Counter[str]) -> None:
    for name, content in parts.items():
        if re.match(r"^word/comments\d*\.xml$", name):
            removed["批注"] += sum(1 for _ in word_xml.parse(content).iter(_W + "comment"))
        elif name.startswith("docProps/") and name.endswith(".xml"):
            removed["文件属性"] += sum(1 for each in word_xml.parse(content) if "".join(each.itertext()).strip())
        elif "/embeddings/" in name or "/activeX/" in name:
            removed["嵌入对象和控件"] += 1
        elif name.startswith(("customXml/item", "word/glossary/document")):
            removed["自定义数据和文档部件"] += 1


def _drop_unseen(root: Any, looks: word_xml.Looks, removed: collections.Counter[str]) -> None:
    """Hidden and white runs, before wrappers are taken away: the shade of a cell is looked for around."""
    for paragraph in list(word_xml.paragraphs(root)):
        whole = looks.paragraph(paragraph)
        for run in list(word_xml.runs(paragraph)):
            look = looks.run(run.element, whole)
            text = run.text()
            if look.hidden:
                removed["隐藏文字"] += bool(text.strip())
                _drop([run.element])
            elif (
                text.strip()
                and word_xml.is_white(look.colour)
                and not look.shaded
                and not word_xml.is_shaded_around(paragraph)
            ):
                removed["白色文字"] += 1
                _drop([run.element])


def _drop_marks(root: Any, removed: collections.Counter[str]) -> None:
    for row in [each.getparent().getparent() for each in root.iter(_W + "del") if each.getparent().tag == _W + "trPr"]:
        removed["修订痕迹"] += 1
        _drop([row])
    for fallback in list(root.iter(_MC + "Fallback")):
        _drop([fallback])
    for what, tags in _GONE.items():
        for element in list(root.iter(*(_W + tag for tag in tags))):
            if what:
                removed[what] += 1
            _drop([element])
    for ole in list(root.iter(_OFFICE + "OLEObject", _CHART + "externalData")):
        removed["嵌入对象和控件"] += 1
        _drop([ole])
    for ruby in list(root.iter(_W + "ruby")):
        _replace_by_text(ruby)
    for wrapper in list(root.iter(*(_W + tag for tag in _UNWRAPPED))):
        if wrapper.tag in (_W + "ins", _W + "moveTo"):
            removed["修订痕迹"] += 1
        _unwrap(wrapper)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(root.iter(_W + tag)):
            if not (mark.get(_W + "name") or "_Toc").startswith(("_Toc", "_Ref")):
                _drop([mark])


def _unlink_fields(root: Any) -> None:
    """Instructions of fields (paths, addresses, conditions) go, their result stays; page numbers stay alive."""
    for field in list(root.iter(_W + "fldSimple")):
        if not _is_live(field.get(_W + "instr") or ""):
            _unwrap(field)
    open_fields: list[list[Any]] = []
    for element in list(root.iter(_W + "fldChar", _W + "instrText", _W + "delInstrText")):
        kind = element.get(_W + "fldCharType")
        if kind == "begin":
            open_fields.append([])
        if open_fields:
            open_fields[-1].append(element)
        else:
            _drop([element])
        if kind == "end" and open_fields:
            pieces = open_fields.pop()
            words = "".join(each.text or "" for each in pieces if each.tag == _W + "instrText")
            if not _is_live(words):
                _drop(pieces)
    for pieces in open_fields:
        _drop(pieces)


def _is_live(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in _LIVE_FIELDS


def _drop_attributes(root: Any) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for key in list(element.attrib):
            local = key.rpartition("}")[2]
            if local.startswith("rsid") or key in _UNSEEN_ATTRIBUTES:
                if not (local == "title" and element.tag.startswith(_CHART)):
                    del element.attrib[key]
            elif local == "name" and element.tag.rpartition("}")[2] in ("docPr", "cNvPr"):
                element.set(key, "")


def _relations(parts: dict[str, bytes], package: Package) -> None:
    """Relationships between kept parts and to the web; whatever points elsewhere is let go."""
    for name in list(package.roots):
        folder, _, file = name.rpartition("/")
        content = parts.get(f"{folder}/_rels/{file}.rels")
        known: set[str] = set()
        if content is not None:
            tree = word_xml.parse(content)
            for relation in list(tree):
                if _is_kept(relation, folder, package):
                    known.add(relation.get("Id") or "")
                else:
                    _drop([relation])
            package.roots[f"{folder}/_rels/{file}.rels"] = tree
        if not name.endswith(".rels"):
            _let_go(package.roots[name], known)
    _keep_reached(package)
    root = word_xml.parse(parts["_rels/.rels"])
    _drop(each for each in list(root) if not (each.get("Type") or "").endswith("/officeDocument"))
    package.roots["_rels/.rels"] = root
    types = word_xml.parse(parts[word_xml.CONTENT_TYPES])
    present = {"/" + name for name in (*package.roots, *package.others)}
    _drop(each for each in list(types) if each.tag == _TYPES + "Override" and each.get("PartName") not in present)
    package.roots[word_xml.CONTENT_TYPES] = types


def _is_kept(relation: Any, folder: str, package: Package) -> bool:
    target = relation.get("Target") or ""
    if relation.get("TargetMode") == "External":
        return bool(_WEB.match(target)) and (relation.get("Type") or "").endswith("/hyperlink")
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return path in package.roots or path in package.others


def _let_go(root: Any, known: set[str]) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        for key in [each for each in element.attrib if each.startswith(_R)]:
            if element.get(key) in known:
                continue
            if element.tag == _W + "hyperlink":
                _unwrap(element)
                break
            if element.tag.endswith(("}hlinkClick", "}hlinkHover")):
                _drop([element])
                break
            del element.attrib[key]


def _keep_reached(package: Package) -> None:
    """Pictures nobody shows go as well."""
    reached = set()
    for name, tree in package.roots.items():
        if name.endswith(".rels"):
            folder = name.rpartition("/_rels/")[0]
            for relation in tree:
                target = relation.get("Target") or ""
                reached.add(posixpath.normpath(posixpath.join(folder, target)) if target[:1] != "/" else target[1:])
    for name in [each for each in package.others if each not in reached]:
        del package.others[name]


def _drop(elements: Iterable[Any]) -> None:
    """Remove elements; text after them stays."""
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail and element.tail.strip():
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(place + 1, child)
    parent.remove(element)


def _replace_by_text(ruby: Any) -> None:
    """Base letters stay, the reading printed over them goes: it would tell what they are."""
    text = lxml.etree.Element(_W + "t")
    text.text = "".join(each.text or "" for each in ruby.iterfind(f"{_W}rubyBase//{_W}t"))
    parent = ruby.getparent()
    if parent is not None:
        parent.replace(ruby, text)
