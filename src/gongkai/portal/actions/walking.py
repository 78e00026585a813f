"""Walking through a baked portal as a reader would: every page reachable, every link resolved, every page well marked.

Works on the files alone, so a folder on the far side of an air gap can be walked too. What is no file must be an
address that the application answers.
"""

import posixpath
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import selectolax.lexbor as lexbor
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from gongkai.core import pages
from gongkai.portal.actions import writing

START = "index.html"
# Addresses that only the script or the language of a page changes.
EDITIONS = ("/zh-hant/", "/en/")
SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
ITEM_TAGS = ("ArticleTitle", "PubDate", "ContentSource", "Url")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
_LINKS = (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src"), ("form", "action"))


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a page: which, what kind, and what it is about."""

    path: str
    kind: str
    detail: str = ""

    @property
    def words(self) -> str:
        """The fault as a sentence."""
        kinds = {
            "link": _("leads to {detail}, which does not exist"),
            "anchor": _("leads to {detail}, a place that is not there"),
            "unreachable": _("is not reachable from the front page"),
            "title": _("has no title"),
            "h1": _("has {detail} headings of the first level instead of one"),
            "canonical": _("does not give its own address but “{detail}”"),
            "tag": _("lacks the page tag {detail}"),
        }
        return f"{self.path}: {kinds[self.kind].format(detail=self.detail)}"


@dataclass
class Walk:
    """What a walk has seen: pages with the files they lead to, anchors asked for, and how much there was.

    `hidden`: pages that want not to be found, as what is left of withdrawn items; no list names them.
    """

    root: Path
    leads: dict[str, set[str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    anchors: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    known: dict[str, bool] = field(default_factory=dict)
    links: int = 0


def walk(root: Path) -> tuple[list[Fault], int, int]:
    """Every fault of a baked portal, and how many pages and links were looked at."""
    seen = Walk(root)
    faults: list[Fault] = []
    for path in sorted(writing.files_in(root)):
        if path.endswith(".html") and not path.startswith(("static/", writing.ATTACHMENTS)):
            faults += _page(path, seen)
    faults += _anchors(seen)
    faults += [Fault(path, "unreachable") for path in _unreachable(seen)]
    return faults, len(seen.leads), seen.links


def _page(path: str, seen: Walk) -> Iterator[Fault]:
    tree = lexbor.LexborHTMLParser((seen.root / path).read_bytes())
    seen.leads[path] = set()
    yield from _marks(path, tree)
    if tree.css_first('meta[name="robots"][content*="noindex"]') is not None:
        seen.hidden.add(path)
    broken: set[str] = set()
    for name, attribute in _LINKS:
        for node in tree.css(f"{name}[{attribute}]"):
            address = str(node.attributes.get(attribute) or "").strip()
            target = _target(path, address)
            if target is None:
                continue
            seen.links += 1
            where, fragment = target
            if not _exists(where, seen):
                broken.add(where)
                continue
            file = _file(where, seen.root)
            if name == "a" and file and file.endswith(".html"):
                seen.leads[path].add(file)
                if fragment:
                    seen.anchors.setdefault(file, set()).add((path, fragment))
    yield from (Fault(path, "link", each) for each in sorted(broken))


def _marks(path: str, tree: lexbor.LexborHTMLParser) -> Iterator[Fault]:
    """What every page must bear: a title, one first heading, its own address, and the tags of the standard."""
    title = tree.css_first("head > title")
    if title is None or not title.text().strip():
        yield Fault(path, "title")
    headings = len(tree.css("h1"))
    if headings != 1:
        yield Fault(path, "h1", str(headings))
    link = tree.css_first('link[rel="canonical"]')
    own = settings.SITE_ADDRESS + pages.address(path)
    given = str(link.attributes.get("href") or "") if link is not None else ""
    if unquote(given) != unquote(own):
        yield Fault(path, "canonical", given)
    tags = {str(node.attributes["name"]).lower(): node.attributes.get("content") for node in tree.css("meta[name]")}
    wanted = list(SITE_TAGS)
    # What was withdrawn, or has moved, is no item and no column any more.
    is_gone = "noindex" in str(tags.get("robots") or "")
    if path.startswith("items/") and not is_gone:
        wanted += ITEM_TAGS
    if path.startswith("columns/") and not is_gone:
        wanted += COLUMN_TAGS
    yield from (Fault(path, "tag", name) for name in wanted if not tags.get(name.lower()))


def _target(path: str, address: str) -> tuple[str, str] | None:
    """The path on this site that an address on a page means, and its anchor; None for other sites and schemes."""
    parts = urlsplit(address)
    own = urlsplit(settings.SITE_ADDRESS)
    if parts.scheme and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        return None
    if parts.netloc and parts.netloc != own.netloc:
        return None
    if not parts.path:
        # A query alone, or an anchor of this very page.
        return pages.address(path), unquote(parts.fragment)
    where = posixpath.normpath(posixpath.join(pages.address(path), unquote(parts.path)))
    if parts.path.endswith("/") and where != "/":
        where += "/"
    for edition in EDITIONS:
        if where.startswith(edition):
            where = where[len(edition) - 1 :]
    return where, unquote(parts.fragment)


def _file(where: str, root: Path) -> str:
    """The baked file at an address; empty where there is none."""
    path = where.lstrip("/")
    path = f"{path}index.html" if not path or path.endswith("/") else path
    try:
        return path if writing.place_of(root, path).is_file() else ""
    except writing.OutsideFolder:
        return ""


def _exists(where: str, seen: Walk) -> bool:
    if where not in seen.known:
        seen.known[where] = bool(_file(where, seen.root)) or _is_answered(where)
    return seen.known[where]


def _is_answered(where: str) -> bool:
    try:
        resolve(where)
    except Resolver404:
        return False
    return True


def _anchors(seen: Walk) -> Iterator[Fault]:
    for file, asked in seen.anchors.items():
        tree = lexbor.LexborHTMLParser((seen.root / file).read_bytes())
        there = {str(node.attributes["id"]) for node in tree.css("[id]")}
        for path, fragment in sorted(asked):
            if fragment not in there:
                yield Fault(path, "anchor", f"{pages.address(file)}#{fragment}")


def _unreachable(seen: Walk) -> list[str]:
    reached, waiting = {START}, deque([START])
    while waiting:
        for each in seen.leads.get(waiting.popleft(), ()):
            if each not in reached:
                reached.add(each)
                waiting.append(each)
    return sorted(set(seen.leads) - reached - seen.hidden)
