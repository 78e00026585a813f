"""The bytes of the pictures that stand in a document, taken out so that a page can show them."""

import base64
import binascii
import re
import urllib.parse
from collections.abc import Mapping

from gongkai.documents import archives, kinds, paper

# What every browser shows and `kinds` knows; other kinds (EMF, WMF, TIFF) stay in the original alone.
SHOWN = frozenset((kinds.PNG, kinds.JPEG))
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)


def bytes_of(
    picture: paper.Picture, *, data: bytes, kind: str, beside: Mapping[str, bytes] | None = None
) -> bytes | None:
    """A picture's bytes, None where they are not to be had or no browser shows them.

    `data` is the document's own file; `beside` are files that came along with it by their names, for web pages that
    name theirs. Nothing is fetched.
    """
    found: bytes | None = None
    if kind == kinds.DOCX:
        found = archives.read_entry(data, picture.source)
    elif match := _DATA.match(picture.source):
        try:
            found = base64.b64decode(picture.source[match.end() :], validate=False)
        except (binascii.Error, ValueError):
            return None
    elif beside:
        name = urllib.parse.unquote(picture.source.partition("?")[0]).replace("\\", "/").rpartition("/")[2]
        found = beside.get(name)
    return found if found and kinds.detect(found) in SHOWN else None
