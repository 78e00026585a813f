"""Small files made by hand for tests: zip containers, Word and Excel files, and a minimal pdf writer."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
import openpyxl


def container(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_entries(data: bytes, entries: dict[str, bytes]) -> bytes:
    """The same container with more entries."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(fill: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def workbook(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class Pdf:
    """Pages of text at places and of ruled tables; Latin letters in Helvetica, Chinese by a Unicode-mapped font."""

    def __init__(self) -> None:
        self._pages: list[list[str]] = []
        self._pictures: set[int] = set()

    def page(self) -> "Pdf":
        self._pages.append([])
        return self

    def text(self, x: float, y: float, text: str, size: float = 12) -> "Pdf":
        codes = text.encode("utf-16-be").hex().upper()
        self._pages[-1].append(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET")
        return self

    def table(self, x: float, y: float, rows: Sequence[Sequence[str]], width: float = 90, height: float = 24) -> "Pdf":
        """Rows downward from (x, y); every cell ruled."""
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                left, top = x + column * width, y - number * height
                self._pages[-1].append(f"{left} {top - height} {width} {height} re S")
                if text:
                    self.text(left + 4, top - height + 7, text, 11)
        return self

    def picture(self) -> "Pdf":
        self._pictures.add(len(self._pages) - 1)
        self._pages[-1].append("q 500 0 0 700 40 60 cm /I1 Do Q")
        return self

    def data(self, *, encrypted: bool = False) -> bytes:
        objects: list[bytes] = [b"", b""]

        def add(content: bytes) -> int:
            objects.append(content)
            return len(objects)

        cmap = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
            b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
        )
        mapping = add(_stream(cmap))
        descriptor = add(
            b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 "
            b"/Descent -200 /CapHeight 700 /StemV 80 >>"
        )
        inner = add(
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /W [32 126 500] "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R >>"
            % descriptor
        )
        font = add(
            b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [%d 0 R] "
            b"/ToUnicode %d 0 R >>" % (inner, mapping)
        )
        image = add(
            b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Length 1 >>\nstream\n\x80\nendstream"
        )
        kids = []
        for commands in self._pages:
            content = add(_stream("\n".join(commands).encode()))
            kids.append(
                add(
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources "
                    b"<< /Font << /F1 %d 0 R >> /XObject << /I1 %d 0 R >> >> >>" % (content, font, image)
                )
            )
        objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
            len(kids),
            b" ".join(b"%d 0 R" % kid for kid in kids),
        )
        extra = b""
        if encrypted:
            lock = add(b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>")
            extra = b" /Encrypt %d 0 R /ID [<00> <00>]" % lock
        return _file(objects, extra)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _file(objects: list[bytes], extra: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start)
    return bytes(out)
