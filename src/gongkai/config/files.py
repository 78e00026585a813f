"""The handler of baked files: answers GET and HEAD from the public folder and leaves all else to Django.

It stands in front of Django and imports nothing of it. A hot file costs one system call: its state is asked for on
each request, so that what was taken down is gone at once, and its bytes are kept in memory while the state is the same.
"""

import email.utils
import gzip
import os
import re
import stat
import urllib.parse
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

KEPT_FILES = 600
KEPT_SIZE = 128 * 1024
CHUNK = 64 * 1024
# No page that shows something is as short, so nothing else is looked into.
MOVED_SIZE = 2048
_MOVED = re.compile(rb"<!doctype html><!--moved:(/[^\s<>]*)-->")

TYPES = {
    b"html": "text/html; charset=utf-8",
    b"css": "text/css; charset=utf-8",
    b"js": "text/javascript; charset=utf-8",
    b"json": "application/json; charset=utf-8",
    b"xml": "application/xml; charset=utf-8",
    b"txt": "text/plain; charset=utf-8",
    b"csv": "text/csv; charset=utf-8",
    b"svg": "image/svg+xml",
    b"png": "image/png",
    b"jpg": "image/jpeg",
    b"jpeg": "image/jpeg",
    b"gif": "image/gif",
    b"webp": "image/webp",
    b"ico": "image/x-icon",
    b"pdf": "application/pdf",
    b"doc": "application/msword",
    b"xls": "application/vnd.ms-excel",
    b"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"zip": "application/zip",
    b"ofd": "application/ofd",
}
NAMED = {
    b"feed.xml": "application/atom+xml; charset=utf-8",
    b"rss.xml": "application/rss+xml; charset=utf-8",
    b"feed.json": "application/feed+json; charset=utf-8",
}
# Types that have a compressed twin beside them.
TWINNED = {b"html", b"css", b"js", b"json", b"xml", b"txt", b"csv"}
ATTACHMENTS = b"/files/"
STATIC = b"/static/"


@dataclass(frozen=True)
class Kept:
    """A file as it was when last read: what identifies its state, its bytes (None if too large), its headers.

    `moved`: the address that a page which only leads on names; the server leads there itself.
    """

    state: tuple[int, int, int]
    content: bytes | None
    etag: str
    headers: Headers
    not_modified: Headers
    moved: str = ""


class BakedFiles:
    """A WSGI application: baked files first, `fallback` for what is none.

    `policy` is the Content-Security-Policy of pages. `schemes` and `sizes` are the values that the cookie `cookie`
    may ask for ("dark", "dark-xl", "-l"); a page is then served with them written on its <html> element.
    """

    def __init__(
        self,
        root: Path,
        fallback: Application,
        *,
        policy: str,
        cookie: str = "gongkai_view",
        schemes: Iterable[str] = (),
        sizes: Iterable[str] = (),
    ) -> None:
        self._root = os.fsencode(os.path.realpath(root))
        self._fallback = fallback
        self._policy = policy
        self._cookie = f"{cookie}="
        self._wishes = _wishes(schemes, sizes)
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self._folders: dict[bytes, bool] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        address = environ.get("PATH_INFO", "").encode("latin-1", "replace")
        # No hidden file, no step upwards, no empty step, no NUL: none of these is ever baked.
        if (method != "GET" and method != "HEAD") or b"/." in address or b"//" in address or b"\0" in address:
            return self._fallback(environ, start_response)
        wish = self._wish(environ.get("HTTP_COOKIE", ""))
        found = self._find(address, environ.get("HTTP_ACCEPT_ENCODING", ""), whole=bool(wish))
        if found is None:
            return self._elsewhere(address, environ, start_response)
        path, kept = found
        if kept.moved:
            query = environ.get("QUERY_STRING", "")
            where = urllib.parse.quote(kept.moved, safe="/#%") + (f"?{query}" if query else "")
            start_response(
                "301 Moved Permanently",
                [("Location", where), ("Content-Length", "0"), ("Cache-Control", "no-cache")],
            )
            return []
        if wish and kept.content is not None and kept.headers[0][1].startswith("text/html"):
            kept = _with_wish(kept, wish)
        if _matches(environ, kept):
            start_response("304 Not Modified", kept.not_modified)
            return []
        if kept.content is None:
            return self._stream(path, kept, environ, start_response)
        start_response("200 OK", kept.headers)
        return [] if method == "HEAD" else [kept.content]

    def _find(self, address: bytes, accepted: str, *, whole: bool) -> tuple[bytes, Kept] | None:
        path = self._root + address
        if not address or address.endswith(b"/"):
            path += b"index.html" if address else b"/index.html"
        extension = path.rpartition(b".")[2]
        may_be_compressed = "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")
        if not whole and may_be_compressed and extension in TWINNED and not address.startswith(ATTACHMENTS):
            twin = path + b".gz"
            kept = self._keep(twin, path, address, compressed=True)
            if kept is not None:
                return twin, kept
        kept = self._keep(path, path, address, compressed=False)
        return (path, kept) if kept is not None else None

    def _keep(self, path: bytes, plain: bytes, address: bytes, *, compressed: bool) -> Kept | None:
        try:
            info = os.lstat(path)
        except OSError:
            self._kept.pop(path, None)
            return None
        state = (info.st_mtime_ns, info.st_size, info.st_ino)
        kept = self._kept.get(path)
        if kept is not None and kept.state == state:
            return kept
        if not stat.S_ISREG(info.st_mode) or not self._contained(path.rpartition(b"/")[0]):
            return None
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            info = os.fstat(descriptor)
            state = (info.st_mtime_ns, info.st_size, info.st_ino)
            content = file.read() if info.st_size <= KEPT_SIZE else None
        size = len(content) if content is not None else info.st_size
        etag = f'"{info.st_mtime_ns:x}-{size:x}"'
        headers = self._headers(plain, address, size, etag, info.st_mtime, compressed=compressed)
        moved = _moved(content, compressed=compressed) if plain.endswith((b".html", b".htm")) else ""
        kept = Kept(state, content, etag, headers, [each for each in headers if each[0] in _ALSO_ON_304], moved)
        self._kept[path] = kept
        if len(self._kept) > KEPT_FILES:
            self._kept.popitem(last=False)
        return kept

    def _contained(self, folder: bytes) -> bool:
        """Whether a folder really lies in the public folder, links followed; asked once for each folder."""
        known = self._folders.get(folder)
        if known is None:
            real = os.path.realpath(folder)
            known = real == self._root or real.startswith(self._root + b"/")
            if len(self._folders) > 10_000:
                self._folders.clear()
            self._folders[folder] = known
        return known

    def _headers(
        self, plain: bytes, address: bytes, size: int, etag: str, modified: float, *, compressed: bool
    ) -> Headers:
        name = plain.rpartition(b"/")[2]
        extension = name.rpartition(b".")[2].lower()
        kind = NAMED.get(name) or TYPES.get(extension, "application/octet-stream")
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(size)),
            ("ETag", etag),
            ("Last-Modified", email.utils.formatdate(modified, usegmt=True)),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
        ]
        if compressed:
            headers.append(("Content-Encoding", "gzip"))
        if extension in TWINNED:
            headers.append(("Vary", "Accept-Encoding, Cookie" if extension == b"html" else "Accept-Encoding"))
        if address.startswith(ATTACHMENTS):
            headers.append(("Content-Disposition", f"attachment; filename*=UTF-8''{urllib.parse.quote(name, safe='')}"))
            headers.append(("Content-Security-Policy", "default-src 'none'; sandbox"))
        else:
            headers.append(("Content-Security-Policy", self._policy))
        if address.startswith(STATIC) and _is_hashed(name):
            headers.append(("Cache-Control", "public, max-age=31536000, immutable"))
        else:
            # Asked again each time: a page that was taken down must not live on in somebody's cache.
            headers.append(("Cache-Control", "no-cache"))
        if extension == b"html":
            headers.append(("X-Frame-Options", "DENY"))
            headers.append(("Permissions-Policy", "camera=(), geolocation=(), microphone=()"))
        return headers

    def _elsewhere(self, address: bytes, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A folder without its slash is sent to its page; anything else is Django's."""
        last = address.rpartition(b"/")[2]
        if last and b"." not in last and self._find(address + b"/", "", whole=True) is not None:
            start_response(
                "301 Moved Permanently", [("Location", urllib.parse.quote(address) + "/"), ("Content-Length", "0")]
            )
            return []
        return self._fallback(environ, start_response)

    def _stream(self, path: bytes, kept: Kept, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "HEAD":
            start_response("200 OK", kept.headers)
            return []
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return self._fallback(environ, start_response)
        length = os.fstat(descriptor).st_size
        headers = [("Content-Length", str(length)) if each[0] == "Content-Length" else each for each in kept.headers]
        start_response("200 OK", headers)
        return _Chunks(descriptor)

    def _wish(self, cookies: str) -> bytes:
        if not cookies or self._cookie not in cookies:
            return b""
        for each in cookies.split(";"):
            name, _, value = each.strip().partition("=")
            if f"{name}=" == self._cookie:
                return self._wishes.get(value, b"")
        return b""


_ALSO_ON_304 = {"ETag", "Cache-Control", "Vary", "Last-Modified", "Content-Security-Policy"}


class _Chunks:
    """The bytes of an open file, piece by piece; the server closes it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        while piece := os.read(self._descriptor, CHUNK):
            yield piece
        self.close()

    def close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._descriptor)


def _moved(content: bytes | None, *, compressed: bool) -> str:
    """Where a page leads that does nothing else; it is short and says so on its first line."""
    if content is None or len(content) > MOVED_SIZE:
        return ""
    plain = gzip.decompress(content) if compressed else content
    found = _MOVED.match(plain)
    return found[1].decode("utf-8", "replace") if found else ""


def _wishes(schemes: Iterable[str], sizes: Iterable[str]) -> dict[str, bytes]:
    wishes = {}
    for scheme in ("", *schemes):
        for size in ("", *sizes):
            marks = (f'data-scheme="{scheme}" ' if scheme else "") + (f'data-size="{size}" ' if size else "")
            if marks:
                wishes[f"{scheme}-{size}" if size else scheme] = marks.encode()
    return wishes


def _with_wish(kept: Kept, wish: bytes) -> Kept:
    content = (kept.content or b"").replace(b"<html ", b"<html " + wish, 1)
    etag = kept.etag[:-1] + "-" + wish.decode().translate(_PLAIN) + '"'
    changed = {"Content-Length": str(len(content)), "ETag": etag}
    headers = [(name, changed.get(name, value)) for name, value in kept.headers]
    return Kept(kept.state, content, etag, headers, [each for each in headers if each[0] in _ALSO_ON_304])


_PLAIN = str.maketrans("", "", '"= ')


def _matches(environ: Environ, kept: Kept) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        return known.strip() == "*" or any(each.strip().removeprefix("W/") == kept.etag for each in known.split(","))
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None:
        return False
    try:
        moment = email.utils.parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError, OverflowError):
        return False
    return kept.state[0] // 1_000_000_000 <= moment


def _is_hashed(name: bytes) -> bool:
    """Whether a static file carries the hash of its content in its name: base.0123456789ab.css."""
    parts = name.split(b".")
    return len(parts) >= 3 and len(parts[-2]) == 12 and not parts[-2].strip(b"0123456789abcdef")
