"""The container of an OFD file (GB/T 33190): which documents, pages and templates it holds, and what it says of itself.

OFD.xml names the documents, each Document.xml its pages; all paths are resolved here, whatever the writer's habits.
"""

import dataclasses
import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

import lxml.etree

ENTRY = "OFD.xml"
_ENCRYPTED = ("encryptions.xml", "decryptseed.dat", "encryptentries.xml")
_STATED = ("Title", "Author", "Subject", "Abstract", "CreationDate", "ModDate", "Creator", "DocUsage")
_LARGEST_PART = 64 * 1024 * 1024
_MOST_DOCUMENTS = 50


class Broken(ValueError):
    """A part that must be there is missing, too large or not well-formed."""


class Locked(ValueError):
    """The parts are encrypted."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its own content and the templates under and over it, as roots; its size in millimetres."""

    content: Any
    under: tuple[Any, ...]
    over: tuple[Any, ...]
    width: float
    height: float


class Package:
    """An opened OFD file. Call `kinds.check` before. Raises Broken and Locked."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        names = [entry.filename for entry in self._archive.infolist() if not entry.is_dir()]
        if any(posixpath.basename(each).lower() in _ENCRYPTED for each in names):
            raise Locked
        self._names = {each.lower(): each for each in names}
        self.root = self.part(ENTRY)
        self.bodies = list(self.root.iterfind("{*}DocBody"))[:_MOST_DOCUMENTS]
        self._documents = [
            (path, self.part(path)) for body in self.bodies if (path := resolved("", _text(body.find("{*}DocRoot"))))
        ]
        if not self._documents:
            raise Broken("no document")

    def part(self, path: str) -> Any:
        """The root of a part; entities are not resolved and nothing is fetched."""
        name = self._names.get(path.lower())
        if name is None or self._archive.getinfo(name).file_size > _LARGEST_PART:
            raise Broken(path)
        parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        return lxml.etree.fromstring(self._archive.read(name), parser)

    def properties(self) -> dict[str, str]:
        """What the file says of itself: title, author, days, keywords, and the writer's own entries by their name."""
        found: dict[str, str] = {}
        for information in self.root.iterfind("{*}DocBody/{*}DocInfo"):
            for name in _STATED:
                if value := _text(information.find(f"{{*}}{name}")):
                    found.setdefault(name, value)
            keywords = [text for each in information.iterfind("{*}Keywords/{*}Keyword") if (text := _text(each))]
            if keywords:
                found.setdefault("Keywords", "；".join(keywords))
            for each in information.iterfind("{*}CustomDatas/{*}CustomData"):
                if (name := each.get("Name")) and (value := _text(each)):
                    found.setdefault(name, value)
        return found

    def page_count(self) -> int:
        """How many pages all documents have."""
        return sum(len(document.findall("{*}Pages/{*}Page")) for _path, document in self._documents)

    def sheets(self) -> Iterator[Sheet]:
        """All pages in order. Raises Broken where one is missing."""
        for path, document in self._documents:
            folder = posixpath.dirname(path)
            common = document.find("{*}CommonData")
            area = common.find("{*}PageArea") if common is not None else None
            templates = {
                each.get("ID"): (each.get("ZOrder") or "Background", resolved(folder, each.get("BaseLoc") or ""))
                for each in (common.iterfind("{*}TemplatePage") if common is not None else ())
            }
            for page in document.iterfind("{*}Pages/{*}Page"):
                content = self.part(resolved(folder, page.get("BaseLoc") or ""))
                yield self._sheet(content, area, templates)

    def _sheet(self, content: Any, area: Any, templates: dict[str | None, tuple[str, str]]) -> Sheet:
        under: list[Any] = []
        over: list[Any] = []
        for used in content.iterfind("{*}Template"):
            order, path = templates.get(used.get("TemplateID"), ("", ""))
            if path:
                order = used.get("ZOrder") or order
                (over if order == "Foreground" else under).append(self.part(path))
        own = content.find("{*}Area")
        width, height = _size(own if own is not None else area)
        return Sheet(content, tuple(under), tuple(over), width, height)

    def annotations(self) -> list[Any]:
        """Every annotation (notes, stamps, watermarks); lists that cannot be read are passed over."""
        found: list[Any] = []
        for path, document in self._documents:
            for lists in self._linked(path, document, "{*}Annotations"):
                for each in lists[1].iterfind("{*}Page"):
                    place = resolved(posixpath.dirname(lists[0]), _text(each.find("{*}FileLoc")))
                    found += [] if (root := self._perhaps(place)) is None else root.findall("{*}Annot")
        return found

    def attachments(self) -> list[str]:
        """Names of the files inside the file."""
        return [
            each.get("Name") or _text(each.find("{*}FileLoc"))
            for path, document in self._documents
            for _place, root in self._linked(path, document, "{*}Attachments")
            for each in root.iterfind("{*}Attachment")
        ]

    def has_versions(self) -> bool:
        """Whether earlier versions are kept inside."""
        return any(len(body.findall("{*}Versions/{*}Version")) > 1 for body in self.bodies)

    def _linked(self, path: str, document: Any, tag: str) -> Iterator[tuple[str, Any]]:
        for each in document.iterfind(tag):
            place = resolved(posixpath.dirname(path), _text(each))
            if (root := self._perhaps(place)) is not None:
                yield place, root

    def _perhaps(self, path: str) -> Any:
        try:
            return self.part(path)
        except (Broken, lxml.etree.XMLSyntaxError):
            return None


def resolved(folder: str, location: str) -> str:
    """A location as the container names it: absolute from its root, or below the folder of who names it."""
    if not location:
        return ""
    location = location.replace("\\", "/")
    path = location if location.startswith("/") else posixpath.join(folder, location)
    return posixpath.normpath("/" + path).lstrip("/")


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute, none when one of them is no number."""
    try:
        return [float(each) for each in (text or "").split()]
    except ValueError:
        return []


def _size(area: Any) -> tuple[float, float]:
    box = area.find("{*}PhysicalBox") if area is not None else None
    found = numbers(_text(box))
    return (found[2], found[3]) if len(found) == 4 and min(found[2:]) > 0 else (210.0, 297.0)


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""
