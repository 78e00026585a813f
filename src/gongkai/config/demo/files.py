"""Making the files that go with items: spreadsheets, Word papers, and PDF with a font every reader brings along."""

import datetime
import functools
import io
import re
import zipfile

import docx
import openpyxl

from gongkai.config.demo.paper import Letter, Sheet

_LINE = 36  # characters a line of the PDF

_MODIFIED = re.compile(rb"<dcterms:modified.*?</dcterms:modified>")


def made(plan: Sheet | Letter, *, at: datetime.datetime) -> bytes:
    """The bytes of a planned file."""
    if isinstance(plan, Sheet):
        return _spreadsheet(plan, at)
    return _pdf(plan) if plan.kind == "pdf" else _word(plan)


def _spreadsheet(plan: Sheet, at: datetime.datetime) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(plan.name.removesuffix(".xlsx")[:28])
    sheet.append(list(plan.head))
    for row in plan.rows:
        sheet.append(list(row))
    book.properties.creator = ""
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    return _still(book.save)


@functools.cache
def _word(plan: Letter) -> bytes:
    """Kept, since the same form goes with many items and python-docx takes its time."""
    paper = docx.Document()
    paper.add_heading(plan.title, level=1)
    for text in plan.paragraphs:
        paper.add_paragraph(text)
    paper.core_properties.author = ""
    return _still(paper.save)


def _still(save: object) -> bytes:
    """Saved twice, a file has the same bytes: entries of the archive lose the moment they were packed."""
    packed, still = io.BytesIO(), io.BytesIO()
    save(packed)  # type: ignore[operator]
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(still, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = _MODIFIED.sub(b"", old.read(name)) if name == "docProps/core.xml" else old.read(name)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return still.getvalue()


def _pdf(plan: Letter) -> bytes:
    """One page; the font is named, not embedded, as the standard Chinese fonts of PDF allow."""
    lines = [plan.title, "", *(text[n : n + _LINE] for text in plan.paragraphs for n in range(0, len(text), _LINE))]
    shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines[:40])
    content = f"BT /F1 14 Tf 22 TL 60 780 Td\n{shown}\nET".encode()
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
    descendant = (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
    )
    descriptor = (
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font.encode(),
        descendant.encode(),
        descriptor.encode(),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, table)
    return bytes(out)
