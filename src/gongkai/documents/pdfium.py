"""Pdf pages as a viewer sees them, by PDFium: letters with their boxes, and pictures of pages.

PDFium must not be used by two threads at once: all use of it goes through `opened`, which holds a lock. Places are
in points from the top left corner of the page as it is shown, cropped and turned.
"""

import contextlib
import ctypes
import dataclasses
import threading
from collections.abc import Iterator
from typing import Any

import PIL.Image
import pypdfium2
import pypdfium2.raw

from gongkai.documents import faults

_LOCK = threading.RLock()
_UNIT = 1000
Box = tuple[float, float, float, float]


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """One character: its tight box, the box of its whole line height, and how it is drawn.

    `mode` is the text rendering mode (3 and 7 draw nothing); `colour` is red, green, blue and opacity, 0-255.
    `is_made` marks a blank or line end that stands in no file but between what does.
    """

    text: str
    box: Box
    loose: Box
    mode: int
    colour: tuple[int, int, int, int]
    is_made: bool


@contextlib.contextmanager
def opened(data: bytes, *, name: str) -> Iterator[Any]:
    """The open document; raises EncryptedFile or DamagedFile."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
            pages = len(document)
            document.init_forms()
        except pypdfium2.PdfiumError as fault:
            if "password" in str(fault).lower() or "security" in str(fault).lower():
                raise faults.EncryptedFile(name) from fault
            raise faults.DamagedFile(name, kind="PDF") from fault
        try:
            if not pages:
                raise faults.DamagedFile(name, kind="PDF")
            yield document
        finally:
            document.close()


@contextlib.contextmanager
def page_of(document: Any, number: int, *, name: str) -> Iterator[Any]:
    """One page, counted from 1; raises DamagedFile when it cannot be loaded."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as fault:
        raise faults.DamagedFile(name, kind="PDF") from fault
    try:
        yield page
    finally:
        page.close()


def picture(page: Any, *, scale: float, grey: bool = False, annotations: bool = True) -> PIL.Image.Image:
    """The page drawn, `scale` dots a point. Forms and annotations are drawn as a viewer shows them."""
    bitmap = page.render(scale=scale, grayscale=grey, may_draw_forms=annotations, draw_annots=annotations)
    try:
        image: PIL.Image.Image = bitmap.to_pil()
        return image.convert("L" if grey else "RGB")
    finally:
        bitmap.close()


def letters(page: Any) -> list[Letter]:
    """Every character of the page in the order of its text, also what cannot be seen.

    A letter whose box has no height or width has no shape in its font: it is not drawn.
    """
    raw = pypdfium2.raw
    text_page = page.get_textpage()
    try:
        place = _places(page)
        number = raw.FPDFText_CountChars(text_page)
        found = []
        corners = [ctypes.c_double() for _ in range(4)]
        colour = [ctypes.c_uint() for _ in range(4)]
        loose = raw.FS_RECTF()
        for index in range(number):
            code = raw.FPDFText_GetUnicode(text_page, index)
            if not code:
                continue
            left, right, bottom, top = corners
            raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
            box = place(left.value, bottom.value, right.value, top.value)
            raw.FPDFText_GetLooseCharBox(text_page, index, loose)
            wide = place(loose.left, loose.bottom, loose.right, loose.top)
            made = raw.FPDFText_IsGenerated(text_page, index) == 1
            raw.FPDFText_GetFillColor(text_page, index, *colour)
            shape = None if made else raw.FPDFText_GetTextObject(text_page, index)
            mode = raw.FPDFTextObj_GetTextRenderMode(shape) if shape else 0
            red, green, blue, opacity = (each.value for each in colour)
            drawn = (red, green, blue, opacity)
            found.append(Letter(_character(code), box, wide, mode, drawn, made))
        return found
    finally:
        text_page.close()


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _places(page: Any) -> Any:
    """The function from page space to the shown page, in points from the top left."""
    raw = pypdfium2.raw
    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()

    def shown(x: float, y: float) -> tuple[float, float]:
        size = (round(width * _UNIT), round(height * _UNIT))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _UNIT, down.value / _UNIT

    # The way is affine: three points tell it, and save a call for every corner.
    (x0, y0), (x1, y1), (x2, y2) = shown(0, 0), shown(100, 0), shown(0, 100)
    a, b, c, d = (x1 - x0) / 100, (x2 - x0) / 100, (y1 - y0) / 100, (y2 - y0) / 100

    def place(left: float, bottom: float, right: float, top: float) -> Box:
        one = (x0 + a * left + b * bottom, y0 + c * left + d * bottom)
        other = (x0 + a * right + b * top, y0 + c * right + d * top)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

    return place


def has_pictures(page: Any) -> bool:
    """Whether a picture stands on the page."""
    return any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def notes(page: Any) -> list[tuple[str, Box]]:
    """What annotations and form fields on the page say, and where they lie."""
    raw = pypdfium2.raw
    place = _places(page)
    found = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            area = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, area)
            box = place(area.left, area.bottom, area.right, area.top)
            said = " ".join(text for key in (b"Contents", b"V") if (text := _value(annotation, key)))
            if said:
                found.append((said, box))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _value(annotation: Any, key: bytes) -> str:
    raw = pypdfium2.raw
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
