"""One door for every readable file: bytes in, a document with text, tables and positions out."""

import importlib
from typing import Protocol, cast

from gongkai.documents import kinds, paper

# The module of a format is loaded when its first file comes, so that a text file need not wait for a pdf library.
_READERS = {
    kinds.TEXT: "gongkai.documents.text_files",
    kinds.CSV: "gongkai.documents.text_files",
    kinds.HTML: "gongkai.documents.html_files",
    kinds.DOCX: "gongkai.documents.docx_files",
    kinds.XLSX: "gongkai.documents.xlsx_files",
    kinds.PDF: "gongkai.documents.pdf_files",
    kinds.OFD: "gongkai.documents.ofd_files",
}


class _Reader(Protocol):
    def read(self, data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document: ...


def read(data: bytes, *, name: str, limits: paper.Limits | None = None) -> paper.Document:
    """Read a txt, csv, html, docx, xlsx, pdf or ofd file; `name` is used in messages and to settle plain text kinds.

    Raises a class of `faults.UnreadableFile`, each with a Chinese `message`; what could be read but is doubtful
    is in `Document.warnings`.
    """
    limits = limits or paper.Limits()
    kind = kinds.check_readable(data, name=name, limits=limits)
    reader = cast(_Reader, importlib.import_module(_READERS[kind]))
    return reader.read(data, name=name, kind=kind, limits=limits)
