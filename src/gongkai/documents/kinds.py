"""What kind of file some bytes are, told by their content; the name only settles between kinds of plain text."""

import pathlib
import re
import zipfile

from gongkai.documents import archives, faults, paper, text_files

TEXT, CSV, HTML, DOCX, XLSX, PDF = "txt", "csv", "html", "docx", "xlsx", "pdf"
DOC, XLS, ZIP, OFD, PNG, JPEG, PPTX = "doc", "xls", "zip", "ofd", "png", "jpeg", "pptx"
READABLE = (TEXT, CSV, HTML, DOCX, XLSX, PDF, OFD)

LABELS = {
    TEXT: "文本",
    CSV: "CSV 表格",
    HTML: "网页",
    DOCX: "Word 文档（docx）",
    XLSX: "Excel 表格（xlsx）",
    PDF: "PDF",
    DOC: "旧版 Word 文档（doc）",
    XLS: "旧版 Excel 表格（xls）",
    ZIP: "压缩文件",
    OFD: "OFD 版式文件",
    PNG: "PNG 图片",
    JPEG: "JPEG 图片",
    PPTX: "演示文稿（pptx）",
}
MEDIA_TYPES = {
    TEXT: "text/plain",
    CSV: "text/csv",
    HTML: "text/html",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PDF: "application/pdf",
    DOC: "application/msword",
    XLS: "application/vnd.ms-excel",
    ZIP: "application/zip",
    OFD: "application/ofd",
    PNG: "image/png",
    JPEG: "image/jpeg",
    PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ADVICE = {
    DOC: "请另存为 docx 后再上传",
    XLS: "请另存为 xlsx 后再上传",
    ZIP: "请解压后逐个上传",
}
_SUFFIXES = {
    ".txt": TEXT, ".text": TEXT, ".md": TEXT, ".csv": CSV, ".html": HTML, ".htm": HTML, ".shtml": HTML, ".xhtml": HTML,
    ".docx": DOCX, ".docm": DOCX, ".xlsx": XLSX, ".xlsm": XLSX, ".pdf": PDF, ".doc": DOC, ".xls": XLS, ".zip": ZIP,
    ".ofd": OFD, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".pptx": PPTX,
}  # fmt: skip
_PLAIN = (TEXT, CSV, HTML)
_CONTAINERS = (DOCX, XLSX, PPTX, ZIP, OFD)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_MARKUP = re.compile(rb"<(?:html|body|table|div|p|br|span)\b[^>]*>", re.IGNORECASE)


def detect(data: bytes, *, name: str = "") -> str | None:
    """The kind of these bytes, None when it is none of those known here. Refuses nothing."""
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_kind(data, name=name)
    return _plain_kind(data, name=name)


def check(data: bytes, *, name: str, limits: paper.Limits | None = None) -> str:
    """The kind of an accepted file; raises one of `faults` for everything that must not come in.

    Looks at size, content against name, archive contents, macros and passwords, and unpacks nothing before.
    """
    limits = limits or paper.Limits()
    if not data:
        raise faults.EmptyFile(name)
    if len(data) > limits.file_bytes:
        raise faults.FileTooLarge(name, limit=limits.file_bytes, size=len(data))
    kind = detect(data, name=name)
    if data.startswith(_OLE):
        _check_ole(data, name=name)
    if kind in _CONTAINERS and not data.startswith(_OLE):
        archives.check(data, name=name, label=LABELS[kind], limits=limits)
    suffix = pathlib.PurePath(name).suffix.lower()
    claimed = _SUFFIXES.get(suffix)
    if kind is None:
        if claimed not in (None, *_PLAIN):
            raise faults.DamagedFile(name, kind=LABELS[str(claimed)])
        raise faults.UnsupportedKind(name, found="无法识别的文件", advice="请改用 docx、xlsx、pdf、ofd、html 或 txt")
    if claimed is not None and claimed != kind and not (claimed in _PLAIN and kind in _PLAIN):
        raise faults.WrongKind(name, claimed=suffix, found=LABELS[kind])
    return kind


def check_readable(data: bytes, *, name: str, limits: paper.Limits | None = None) -> str:
    """As `check`, and raises UnsupportedKind for kinds that may be attached but have no reader."""
    kind = check(data, name=name, limits=limits)
    if kind not in READABLE:
        advice = _ADVICE.get(kind, "请上传 docx、xlsx、pdf、ofd、html 或 txt")
        raise faults.UnsupportedKind(name, found=LABELS[kind], advice=advice)
    return kind


def _ole_kind(data: bytes) -> str | None:
    if _wide("WordDocument") in data:
        return DOC
    if _wide("Workbook") in data or _wide("Book") in data:
        return XLS
    return DOCX if _wide("EncryptedPackage") in data else None


def _check_ole(data: bytes, *, name: str) -> None:
    if _wide("EncryptedPackage") in data:
        raise faults.EncryptedFile(name)
    if _wide("_VBA_PROJECT") in data or _wide("Macros") in data:
        raise faults.MacroFile(name)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _archive_kind(data: bytes, *, name: str) -> str | None:
    try:
        names = set(archives.names_of(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        claimed = _SUFFIXES.get(pathlib.PurePath(name).suffix.lower(), ZIP)
        return claimed if claimed in _CONTAINERS else ZIP  # damaged: `check` will say so
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return XLSX
    if "ppt/presentation.xml" in names:
        return PPTX
    if "OFD.xml" in names:
        return OFD
    return ZIP


def _plain_kind(data: bytes, *, name: str) -> str | None:
    sample = data[:65536]
    if not _is_text(sample):
        return None
    claimed = _SUFFIXES.get(pathlib.PurePath(name).suffix.lower())
    narrow = sample.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _MARKUP.match(narrow) or (claimed == HTML and _ANY_MARKUP.search(narrow)):
        return HTML
    return CSV if claimed == CSV else TEXT


def _is_text(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or text_files.wide_encoding(sample):
        return True
    controls = sum(sample.count(bytes([code])) for code in range(32) if code not in (7, 8, 9, 10, 11, 12, 13, 26, 27))
    return controls * 50 <= len(sample)
