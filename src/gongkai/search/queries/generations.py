"""Where the index lies, and opening it to read.

Below `INDEX_ROOT` each rebuilt index is a folder of its own, a generation; the file `current` names the one in use
and is replaced in one step. Every process keeps one reader and opens it anew when the name or the index changes.
"""

import pathlib
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import tantivy
from django.conf import settings
from django.utils.translation import gettext_noop

from gongkai.search.queries import schema

POINTER = "current"
ABSENT = gettext_noop("it has not been built, or its folder was deleted")
DAMAGED = gettext_noop("it is damaged")
OTHER_VERSION = gettext_noop("it was built by another version")
_NAME = re.compile(r"v(\d+)-(\d{6,})")


class IndexMissing(Exception):
    """There is no index to search: not built yet, deleted, damaged, or of another version. A rebuild makes one."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason


@dataclass(frozen=True)
class Opened:
    """An index as it was at one moment; it stays so while it is used.

    `has_one_root` tells of "agency" and "column" whether all items lie below the same first one.
    """

    generation: str
    schema: Any
    searcher: Any
    has_one_root: Mapping[str, bool]
    stamp: tuple[int, int, int] = (0, 0, 0)


@dataclass
class _Reader:
    root: pathlib.Path
    generation: str
    index: Any
    stamp: tuple[int, int, int]
    has_one_root: Mapping[str, bool]


_lock = threading.Lock()
_reader: _Reader | None = None


def root() -> pathlib.Path:
    """The folder of all generations."""
    return pathlib.Path(settings.INDEX_ROOT)


def current() -> str:
    """The name of the generation in use. Raises IndexMissing."""
    try:
        name = (root() / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        raise IndexMissing(ABSENT) from None
    matched = _NAME.fullmatch(name)
    if matched is None:
        raise IndexMissing(DAMAGED)
    if int(matched[1]) != schema.VERSION:
        raise IndexMissing(OTHER_VERSION)
    return name


def next_name() -> str:
    """A name for the next generation: the version of its fields and a number not used yet."""
    found = [_NAME.fullmatch(each.name) for each in root().iterdir()] if root().is_dir() else []
    last = max((int(each[2]) for each in found if each), default=0)
    return f"v{schema.VERSION}-{last + 1:06d}"


def generations() -> list[str]:
    """The names of all generations on disk, oldest first."""
    if not root().is_dir():
        return []
    return sorted(each.name for each in root().iterdir() if each.is_dir() and _NAME.fullmatch(each.name))


def opened() -> Opened:
    """The index in use, as it is now. Raises IndexMissing."""
    name = current()
    try:
        return _opened(name)
    except IndexMissing:
        # Between looking up the name and opening it the index may have been rebuilt, and the old one removed.
        changed = current()
        if changed == name:
            raise
        return _opened(changed)


def _opened(name: str) -> Opened:
    global _reader
    with _lock:
        reader = _reader
        stamp = _stamp(root() / name)
        if reader is None or (reader.root, reader.generation) != (root(), name):
            index = open_index(name)
            reader = _reader = _Reader(root(), name, index, stamp, _one_root(index.searcher()))
        elif stamp != reader.stamp:
            try:
                reader.index.reload()
            except (ValueError, OSError) as error:
                raise IndexMissing(DAMAGED, str(error)) from error
            reader.stamp, reader.has_one_root = stamp, _one_root(reader.index.searcher())
        return Opened(name, reader.index.schema, reader.index.searcher(), reader.has_one_root, stamp)


def _one_root(searcher: Any) -> dict[str, bool]:
    asked = {name: {"terms": {"field": f"{name}_0", "size": 2}} for name in ("agency", "column")}
    answer = searcher.aggregate(tantivy.Query.all_query(), asked)
    return {name: len(answer[name]["buckets"]) == 1 for name in asked}


def open_index(name: str) -> Any:
    """Open one generation. Raises IndexMissing when it is gone or damaged."""
    try:
        index = tantivy.Index.open(str(root() / name))
        index.config_reader("manual")
    except (ValueError, OSError) as error:
        raise IndexMissing(DAMAGED, str(error)) from error
    return index


def close() -> None:
    """Forget the reader of this process, so that its files can go."""
    global _reader
    with _lock:
        _reader = None


def _stamp(folder: pathlib.Path) -> tuple[int, int, int]:
    """What changes with every commit of an index. Raises IndexMissing."""
    try:
        facts = (folder / "meta.json").stat()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(ABSENT) from None
    return facts.st_ino, facts.st_mtime_ns, facts.st_size
