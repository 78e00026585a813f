"""A pdf written from nothing: pages that are pictures with unseen, selectable text over them, and no other object."""

import dataclasses
import io
import re
import struct
import zlib
from collections.abc import Sequence

import PIL.Image
import PIL.ImageChops

from gongkai.documents import pdfium

_COLOUR = 40
_QUALITY = 82
_LEVELS = 15


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text of a page and its box, in points from the top left corner."""

    text: str
    box: pdfium.Box


@dataclasses.dataclass(slots=True)
class Writer:
    """Collects pages; `data()` is the file. It holds no date, no name of a program, no identifier."""

    _objects: list[bytes] = dataclasses.field(default_factory=lambda: [b"", b"", b"", b"", b"", b""])
    _pages: list[int] = dataclasses.field(default_factory=list)
    _codes: dict[str, int] = dataclasses.field(default_factory=dict)

    def add_page(self, width: float, height: float, picture: PIL.Image.Image, lines: Sequence[Line] = ()) -> None:
        """A page of this size in points that shows the picture and lets the lines be selected and searched."""
        image = self._add(_image(picture))
        commands = [b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (width, height)]
        if lines:
            commands.append(b"BT 3 Tr")
            commands.extend(self._line(line, height) for line in lines if line.text)
            commands.append(b"ET")
        content = zlib.compress(b"\n".join(commands))
        stream = self._add(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content))
        page = self._add(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R "
            b"/Resources << /XObject << /I %d 0 R >> /Font << /F 3 0 R >> >> >>" % (width, height, stream, image)
        )
        self._pages.append(page)

    def data(self) -> bytes:
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        mapping = _unicode_map(self._codes)
        self._objects[:6] = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self._pages), kids),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Unseen /Encoding /Identity-H /DescendantFonts [4 0 R] "
            b"/ToUnicode 6 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unseen /DW 1000 /CIDToGIDMap /Identity /CIDSystemInfo "
            b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R >>",
            b"<< /Type /FontDescriptor /FontName /Unseen /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
            b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(mapping), mapping),
        ]
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, content in enumerate(self._objects, start=1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
        return bytes(out)

    def _add(self, content: bytes) -> int:
        self._objects.append(content)
        return len(self._objects)

    def _line(self, line: Line, height: float) -> bytes:
        left, top, right, bottom = line.box
        size = max(bottom - top, 1.0)
        stretch = 100 * max(right - left, 0.5) / (len(line.text) * size)
        codes = b"".join(b"%04X" % self._codes.setdefault(each, len(self._codes) + 1) for each in line.text)
        baseline = height - bottom + 0.12 * size
        return b"/F %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <%s> Tj" % (size, stretch, left, baseline, codes)


def _image(picture: PIL.Image.Image) -> bytes:
    if picture.mode != "L" and _has_colour(picture):
        buffer = io.BytesIO()
        picture.convert("RGB").save(buffer, "JPEG", quality=_QUALITY, optimize=True)
        head, content = b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", buffer.getvalue()
    else:
        head, content = _grey(picture.convert("L"))
    return b"<< /Type /XObject /Subtype /Image /Width %d /Height %d %s /Length %d >>\nstream\n%s\nendstream" % (
        picture.width,
        picture.height,
        head,
        len(content),
        content,
    )


def _has_colour(picture: PIL.Image.Image) -> bool:
    red, green, blue = picture.convert("RGB").split()
    differences = (PIL.ImageChops.difference(*pair) for pair in ((red, green), (green, blue), (red, blue)))
    return any(sum(each.histogram()[_COLOUR:]) for each in differences)


def _grey(picture: PIL.Image.Image) -> tuple[bytes, bytes]:
    """Sixteen shades of grey, packed as a PNG packs them: its data can stand in a pdf as they are."""
    levels = picture.point([round(value * _LEVELS / 255) for value in range(256)])
    levels.putpalette([shade * 17 for shade in range(16) for _ in range(3)])
    buffer = io.BytesIO()
    levels.save(buffer, "PNG", bits=4, compress_level=9)
    png = buffer.getvalue()
    packed, position = [], 8
    while position < len(png):
        size, kind = struct.unpack(">I4s", png[position : position + 8])
        if kind == b"IDAT":
            packed.append(png[position + 8 : position + 8 + size])
        position += size + 12
    head = (
        b"/ColorSpace /DeviceGray /BitsPerComponent 4 /Filter /FlateDecode "
        b"/DecodeParms << /Predictor 15 /Colors 1 /BitsPerComponent 4 /Columns %d >>" % picture.width
    )
    return head, b"".join(packed)


def _unicode_map(codes: dict[str, int]) -> bytes:
    """Which character each code of the text layer means."""
    pairs = [b"<%04X> <%s>" % (code, each.encode("utf-16-be").hex().upper().encode()) for each, code in codes.items()]
    groups = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(group), b"\n".join(group)) for group in groups)
    return zlib.compress(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Unseen def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + body + b"\nendcmap end end"
    )


def fit_for_text(text: str) -> str:
    """The text without control characters and halves of characters, as a text layer may hold it."""
    return re.sub("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text)
