"""Files of the public folder: written whole or not at all, each with its compressed twin, and removed for good.

A page is a cache of the database: it is not forced to the disk when written, since `gongkai bake --verify` finds and
a bake restores what a power cut may lose. A removal is forced, so that what was taken down does not come back.
"""

import contextlib
import fcntl
import gzip
import hashlib
import os
import secrets
import shutil
import zlib
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path, PurePosixPath

from django.conf import settings

TWINNED = frozenset({".html", ".css", ".js", ".json", ".xml", ".txt", ".csv"})
ATTACHMENTS = "files/"
LOCK = "bake.lock"
# Whether the folder is held for all that goes on here (`throughout`); forked processes inherit it.
_HELD = ContextVar("held", default=False)


class OutsideFolder(ValueError):
    """A path that does not lie in the public folder."""


@contextlib.contextmanager
def exclusive() -> Iterator[None]:
    """Hold the public folder: whoever bakes reads the database and writes within this, so that a takedown, which waits
    for at most one small batch, is never overwritten by a page rendered before it. Not to be nested.
    """
    if _HELD.get():
        yield
        return
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def throughout(*, is_elsewhere: bool) -> Iterator[None]:
    """Hold the public folder for long, for this process and those it forks: within, `exclusive` waits for nobody.

    A folder elsewhere, which nobody else writes, needs no holding.
    """
    with contextlib.nullcontext() if is_elsewhere else exclusive():
        mark = _HELD.set(True)
        try:
            yield
        finally:
            _HELD.reset(mark)


def place_of(root: Path, path: str) -> Path:
    """The file of a page. Raises OutsideFolder for what leads out, or would be hidden."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or any(part.startswith(".") for part in parts) or "\0" in path:
        raise OutsideFolder(path)
    return root.joinpath(*parts)


def sha256(content: bytes) -> str:
    """The hash that the manifest keeps."""
    return hashlib.sha256(content).hexdigest()


def is_twinned(path: str) -> bool:
    """Whether a compressed twin stands beside a file; attachments are offered as they are."""
    return PurePosixPath(path).suffix in TWINNED and not path.startswith(ATTACHMENTS)


def twin(file: Path) -> Path:
    """The compressed twin of a file."""
    return file.with_name(file.name + ".gz")


def write(root: Path, path: str, content: bytes) -> None:
    """Write a file and its twin: both are complete on the disk before either replaces the old one.

    Raises OSError, as when the disk is full; the old file then stands whole.
    """
    file = place_of(root, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    parts = {file: content}
    if is_twinned(path):
        parts[twin(file)] = gzip.compress(content, 6, mtime=0)
    waiting: dict[Path, Path] = {}
    try:
        for target, data in parts.items():
            waiting[target] = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}")
            with waiting[target].open("wb") as out:
                out.write(data)
        for target in list(waiting):
            waiting[target].replace(target)
            del waiting[target]
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def bring(root: Path, path: str, source: Path) -> None:
    """Put a stored file into the folder: as a second name of the same bytes where the disk allows, else as a copy."""
    file = place_of(root, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{secrets.token_hex(8)}")
    try:
        try:
            os.link(source, temporary)
        except (PermissionError, OSError):
            shutil.copyfile(source, temporary)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def remove(root: Path, path: str) -> bool:
    """Remove a file, its twin, and the folders that it leaves empty. Returns whether there was one."""
    file = place_of(root, path)
    was_there = False
    for each in (twin(file), file):
        try:
            each.unlink()
            was_there = True
        except (FileNotFoundError, NotADirectoryError):
            continue
    if was_there:
        _force(file.parent)
        for folder in file.parents:
            if folder == root or root not in folder.parents:
                break
            try:
                folder.rmdir()
            except OSError:
                break
    return was_there


def is_there(root: Path, path: str) -> bool:
    """Whether a file and, if it should have one, its twin exist."""
    file = place_of(root, path)
    return file.is_file() and (not is_twinned(path) or twin(file).is_file())


def fault(root: Path, path: str, expected: str) -> str | None:
    """What is wrong with a file that should have this hash: missing, changed, its twin; None when it is whole."""
    file = place_of(root, path)
    if not file.is_file():
        return "missing"
    with file.open("rb") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != expected:
            return "changed"
    if is_twinned(path):
        try:
            inside = gzip.decompress(twin(file).read_bytes())
        except (FileNotFoundError, EOFError, zlib.error, gzip.BadGzipFile):
            return "twin"
        if sha256(inside) != expected:
            return "twin"
    return None


def files_in(root: Path) -> Iterator[str]:
    """Every file below the folder, as paths; twins are named apart, leftovers of a killed worker too."""
    if not root.is_dir():
        return
    for folder, _folders, names in os.walk(root):
        for name in names:
            yield Path(folder, name).relative_to(root).as_posix()


def _force(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
