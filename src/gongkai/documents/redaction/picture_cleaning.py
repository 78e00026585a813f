"""Pictures without anything but their dots: camera, place, owner and remarks go, the dots are not touched."""

import io
import struct

import PIL.Image

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD", b"sBIT")
)
_JPEG_DROPPED = frozenset((*range(0xE1, 0xEE), 0xEF, 0xFE))  # all APPn but JFIF and Adobe, and remarks
_RESAVED = ("GIF", "BMP", "TIFF", "WEBP")


def stripped(data: bytes) -> bytes:
    """The same picture; kinds that are not known are handed back as they are."""
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    try:
        with PIL.Image.open(io.BytesIO(data)) as picture:
            if picture.format not in _RESAVED:
                return data
            buffer = io.BytesIO()
            plain = picture.copy()
            plain.info = {}
            plain.save(buffer, picture.format)
            return buffer.getvalue()
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError):
        return data


def _png(data: bytes) -> bytes:
    out, position = bytearray(_PNG), 8
    while position + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[position : position + 8])
        if kind in _PNG_KEPT:
            out += data[position : position + 12 + size]
        position += 12 + size
        if kind == b"IEND":
            break
    return bytes(out)


def _jpeg(data: bytes) -> bytes:
    out, position = bytearray(b"\xff\xd8"), 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return data  # not as a JPEG should be
        marker = data[position + 1]
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            return bytes(out) + data[position : end + 2 if end > position else len(data)]
        size = int.from_bytes(data[position + 2 : position + 4], "big")
        if marker not in _JPEG_DROPPED:
            out += data[position : position + 2 + size]
        position += 2 + size
    return data
