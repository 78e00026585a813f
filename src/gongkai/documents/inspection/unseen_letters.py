"""Letters of a pdf page that no reader sees: under boxes, in the colour of the paper, drawn by nothing, off the page.

A page is drawn as a viewer shows it, and for every letter the dots where it should stand are looked at: where all are
of one colour, no letter is seen, however it was hidden.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

import PIL.Image

from gongkai.documents import pdfium

OUTSIDE, COVERED, WHITE, UNDRAWN = "outside_text", "covered_text", "white_text", "hidden_text"
_SCALE = 2.0
_FLAT = 24
_DARK = 110
_LEAST = 0.4
_RECOGNISED = 0.5
# A mark that fills less of its place than this, as a full stop, moves with the font a viewer puts in for one not sent.
_SMALL = 0.15
_INVISIBLE_MODES = (3, 7)


@dataclasses.dataclass(frozen=True, slots=True)
class Unseen:
    """A run of letters hidden in one way, and the places of its letters in the list given."""

    kind: str
    text: str
    indexes: tuple[int, ...]


def find(page: Any, letters: Sequence[pdfium.Letter]) -> list[Unseen]:
    """Runs of unseen letters in the order of the text; a text layer over a scanned picture is none."""
    drawn = [letter for letter in letters if _is_shape(letter)]
    if not drawn:
        return []
    width, height = page.get_size()
    picture = pdfium.picture(page, scale=_SCALE)
    kinds: list[str | None] = [_kind(letter, picture, width, height) for letter in letters]
    over_picture = [place for place, letter in enumerate(letters) if letter.mode in _INVISIBLE_MODES]
    missed = sum(kinds[place] == UNDRAWN for place in over_picture)
    if over_picture and missed < len(over_picture) * _RECOGNISED:
        # Most of it lies on dark marks: the recognised text of a scan, a little askew.
        for place in over_picture:
            kinds[place] = None if kinds[place] == UNDRAWN else kinds[place]
    runs = _runs(letters, kinds)
    return [run for run in runs if not all(_is_moved(letters[place], picture) for place in run.indexes)]


def _is_moved(letter: pdfium.Letter, picture: PIL.Image.Image) -> bool:
    """Whether a small mark is seen beside its box, in the place of a whole letter; so is whatever is no shape."""
    if not _is_shape(letter):
        return True
    if _extent(letter.box) >= _SMALL * _extent(letter.loose):
        return False
    extremes: Any = picture.crop(_area(letter.loose, picture)).getextrema()
    return any(high - low > _FLAT for low, high in extremes)


def _extent(box: pdfium.Box) -> float:
    left, top, right, bottom = box
    return (right - left) * (bottom - top)


def _area(box: pdfium.Box, picture: PIL.Image.Image) -> tuple[int, int, int, int]:
    """The dots of a box, with one around it, within the picture."""
    left, top, right, bottom = box
    return (
        max(0, int(left * _SCALE) - 1),
        max(0, int(top * _SCALE) - 1),
        min(picture.width, int(right * _SCALE) + 2),
        min(picture.height, int(bottom * _SCALE) + 2),
    )


def _is_shape(letter: pdfium.Letter) -> bool:
    left, top, right, bottom = letter.box
    wide = right - left > _LEAST and bottom - top > _LEAST
    return wide and not letter.is_made and bool(letter.text.strip())


def _kind(letter: pdfium.Letter, picture: PIL.Image.Image, width: float, height: float) -> str | None:
    if not _is_shape(letter):
        return None
    left, top, right, bottom = letter.box
    if right < 0 or bottom < 0 or left > width or top > height:
        return OUTSIDE
    area = _area(letter.box, picture)
    if area[2] - area[0] < 2 or area[3] - area[1] < 2:
        return OUTSIDE
    extremes: Any = picture.crop(area).getextrema()
    if any(high - low > _FLAT for low, high in extremes):
        return None
    ground = tuple((low + high) // 2 for low, high in extremes)
    if sum(ground) < 3 * _DARK:
        return COVERED
    if letter.mode in _INVISIBLE_MODES or letter.colour[3] < _FLAT:
        return UNDRAWN
    same = all(abs(one - other) <= 2 * _FLAT for one, other in zip(ground, letter.colour, strict=False))
    return WHITE if same else COVERED


def _runs(letters: Sequence[pdfium.Letter], kinds: Sequence[str | None]) -> list[Unseen]:
    found: list[Unseen] = []
    run: list[int] = []
    kind: str | None = None
    for place, (letter, own) in enumerate(zip(letters, kinds, strict=True)):
        if own is None and kind is not None and not _is_shape(letter):
            run.append(place)  # blanks and line ends within
            continue
        if own != kind:
            _close(found, letters, run, kind)
            run, kind = [], own
        if own is not None:
            run.append(place)
    _close(found, letters, run, kind)
    return found


def _close(found: list[Unseen], letters: Sequence[pdfium.Letter], run: list[int], kind: str | None) -> None:
    text = "".join(letters[place].text for place in run).strip()
    if kind is not None and text:
        found.append(Unseen(kind, text, tuple(run)))
