"""The boxes that stand in place of what is withheld: where they lie on a page, and how they look."""

import dataclasses
import functools
import pathlib
from collections.abc import Iterable, Sequence

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from gongkai.documents import pdfium

_FILL, _INK = 48, 255
_MARGIN = 1.0
_FONT_PLACES = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/noto", "/usr/share/fonts")
_FONT_NAMES = ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSerifCJK-Regular.ttc", "wqy-microhei.ttc")
_LEAST, _MOST = 7, 40


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """A box on a page in points from the top left corner, with the word printed on it."""

    place: pdfium.Box
    label: str

    def dots(self, scale: float, picture: PIL.Image.Image) -> tuple[int, int, int, int]:
        """The dots it covers, every touched one, within the picture."""
        left, top, right, bottom = self.place
        return (
            max(0, int(left * scale)),
            max(0, int(top * scale)),
            min(picture.width, int(right * scale) + 1),
            min(picture.height, int(bottom * scale) + 1),
        )


def draw(picture: PIL.Image.Image, boxes: Iterable[Box], *, scale: float, fill: int = _FILL) -> None:
    """Paint the boxes onto the picture, in this grey with white labels; what was under them is overwritten."""
    painter = PIL.ImageDraw.Draw(picture)
    ordered = [(each.dots(scale, picture), each.label) for each in boxes]
    ground: int | tuple[int, ...] = fill if picture.mode == "L" else (fill,) * 3
    for (left, top, right, bottom), _ in ordered:
        painter.rectangle((left, top, right - 1, bottom - 1), fill=ground)
    for dots, label in ordered:
        _draw_label(painter, dots, label, _INK if picture.mode == "L" else (_INK,) * 3)


def around(letters: Sequence[pdfium.Letter]) -> list[pdfium.Box]:
    """Boxes around letters, one for each line of them, a little larger than they are."""
    found: list[list[float]] = []
    for letter in letters:
        if letter.is_made:
            continue
        left, top, right, bottom = (
            min(letter.box[0], letter.loose[0]),
            min(letter.box[1], letter.loose[1]),
            max(letter.box[2], letter.loose[2]),
            max(letter.box[3], letter.loose[3]),
        )
        last = found[-1] if found else None
        high = bottom - top
        same_line = last is not None and min(bottom, last[3]) - max(top, last[1]) > 0.5 * min(high, last[3] - last[1])
        if last is not None and same_line and -high < left - last[2] < 1.5 * high:
            last[:] = [min(left, last[0]), min(top, last[1]), max(right, last[2]), max(bottom, last[3])]
        else:
            found.append([left, top, right, bottom])
    return [(each[0] - _MARGIN, each[1] - _MARGIN, each[2] + _MARGIN, each[3] + _MARGIN) for each in found]


def _draw_label(
    painter: PIL.ImageDraw.ImageDraw, dots: tuple[int, int, int, int], label: str, ink: int | tuple[int, ...]
) -> None:
    """The label in the largest size that fits; none where it would not be readable."""
    left, top, right, bottom = dots
    size = min(_MOST, int((bottom - top) * 0.7))
    while label and size >= _LEAST:
        font = _font(size)
        if font is None:
            return
        box = font.getbbox(label)
        if box[2] - box[0] <= (right - left) * 0.92:
            x = left + (right - left - (box[2] - box[0])) / 2 - box[0]
            y = top + (bottom - top - (box[3] - box[1])) / 2 - box[1]
            painter.text((x, y), label, font=font, fill=ink)
            return
        size = int(size * 0.85)


@functools.cache
def _font(size: int) -> PIL.ImageFont.FreeTypeFont | None:
    path = _font_file()
    return PIL.ImageFont.truetype(path, size) if path else None


@functools.cache
def _font_file() -> str | None:
    """A Chinese font of the system; without one the boxes bear no label, the schedule tells the grounds."""
    for folder in map(pathlib.Path, _FONT_PLACES):
        for name in _FONT_NAMES:
            found = next(folder.rglob(name), None) if folder.is_dir() else None
            if found is not None:
                return str(found)
    return None
