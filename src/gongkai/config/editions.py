"""The handler of editions: what lies below /zh-hant/ and /en/ is the page of the same name, converted on the way out.

It stands before the handler of baked files and asks it, or Django behind it, for the simplified page. A converted
baked page is kept in memory under the ETag of its original: what was taken down or changed is gone at once in every
edition. Nothing is written anywhere, so an edition costs neither disk nor baking.
"""

import gzip
import io
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gongkai.language import conversion, editions

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

KEPT_BYTES = 24 * 1024 * 1024
# These have no edition; asked for below one, they are sent to where they are.
PLAIN = ("/desk/", "/static/", "/files/", "/healthz", "/readyz", "/api/")
REDIRECTS = ("301", "302", "303", "307", "308")

Converters = Mapping[str, Callable[[str], str]]


def converters(book: Callable[[], editions.Phrasebook]) -> Converters:
    """The editions there are, by the first step of their addresses. `book` is asked for when first needed."""
    kept: list[editions.Phrasebook] = []

    def english(html: str) -> str:
        if not kept:
            kept.append(book())
        return editions.to_english(html, kept[0])

    return {"/zh-hant": conversion.html_to_traditional, "/en": english}


class Editions:
    """A WSGI application before another: converts its HTML for addresses below an edition's first step."""

    def __init__(self, inner: Application, converters: Converters) -> None:
        self._inner = inner
        self._converters = converters
        self._kept: OrderedDict[tuple[str, str, str], tuple[bytes, bytes]] = OrderedDict()
        self._size = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        prefix = next((each for each in self._converters if path == each or path.startswith(each + "/")), None)
        if prefix is None:
            return self._inner(environ, start_response)
        rest = path[len(prefix) :]
        if not rest or rest.startswith(PLAIN):
            query = environ.get("QUERY_STRING", "")
            start_response(
                "301 Moved Permanently",
                [("Location", (rest or prefix + "/") + (f"?{query}" if query else "")), ("Content-Length", "0")],
            )
            return []
        return self._converted(prefix, rest, environ, start_response)

    def _converted(self, prefix: str, path: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        asked = {
            name: value
            for name, value in environ.items()
            if name not in {"HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
        }
        asked["PATH_INFO"] = path
        # The body is needed also to answer HEAD: its length and ETag are those of the converted page.
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        if is_head:
            asked["REQUEST_METHOD"] = "GET"
        status, headers, content = _answer(self._inner, asked)
        known = {name.lower(): value for name, value in headers}
        if status.startswith(REDIRECTS):
            headers = [
                (name, editions.within(value, prefix) if name.lower() == "location" else value)
                for name, value in headers
            ]
        if not known.get("content-type", "").startswith("text/html"):
            start_response(status, headers)
            return [] if is_head else [content]
        etag = known.get("etag", "")
        own = f'{etag[:-1]}{prefix.replace("/", "-")}"' if etag else ""
        plain, packed = self._both(prefix, path, etag, content)
        is_packed = bool(packed) and _takes_gzip(environ)
        body = packed if is_packed else plain
        left = [pair for pair in headers if pair[0].lower() not in {"content-length", "etag", "content-encoding"}]
        if own:
            left.append(("ETag", own))
        if is_packed:
            left.append(("Content-Encoding", "gzip"))
        if own and status.startswith("200") and _matches(environ, own):
            kept = {"etag", "cache-control", "vary", "content-security-policy"}
            start_response("304 Not Modified", [pair for pair in left if pair[0].lower() in kept])
            return []
        start_response(status, [*left, ("Content-Length", str(len(body)))])
        return [] if is_head else [body]

    def _both(self, prefix: str, path: str, etag: str, content: bytes) -> tuple[bytes, bytes]:
        """The converted page, plain and compressed; one without an ETag is one reader's: not kept, not compressed."""
        if not etag:
            return self._convert(prefix, content), b""
        key = (prefix, path, etag)
        found = self._kept.get(key)
        if found is None:
            plain = self._convert(prefix, content)
            found = plain, gzip.compress(plain, 6, mtime=0)
            self._kept[key] = found
            self._size += sum(map(len, found))
            while self._size > KEPT_BYTES and len(self._kept) > 1:
                self._size -= sum(map(len, self._kept.popitem(last=False)[1]))
        else:
            self._kept.move_to_end(key)
        return found

    def _convert(self, prefix: str, content: bytes) -> bytes:
        html = self._converters[prefix](content.decode("utf-8", "replace"))
        return editions.links_within(html, prefix).encode()


def _answer(application: Application, environ: Environ) -> tuple[str, Headers, bytes]:
    """Call another application and wait for its whole answer."""
    told: list[Any] = []
    written = io.BytesIO()

    def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], int]:
        told[:] = [status, list(headers)]
        return written.write

    answer = application(environ, start)
    try:
        for piece in answer:
            written.write(piece)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    return told[0], told[1], written.getvalue()


def _takes_gzip(environ: Environ) -> bool:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted


def _matches(environ: Environ, etag: str) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    return any(each.strip().removeprefix("W/") == etag for each in known.split(","))
