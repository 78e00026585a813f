"""What is drawn on an OFD page: letters with their places, straight rules, pictures; what is not shown is counted."""

import dataclasses
import itertools
import math
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from gongkai.documents import ofd_package, ruled_tables

POINTS = 72 / 25.4
_MOST_RULES = 20_000
_LEAN = 0.05
_THIN = 1.5
_OPAQUE = 200
_MOST_BOXES = 500
_UNPLACED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_COMMANDS = re.compile(r"[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
Matrix = tuple[float, float, float, float, float, float]


@dataclasses.dataclass(slots=True)
class Drawing:
    """All of a page in points from its upper left corner.

    `leaning` is slanted text (watermarks), `covered` what a filled box was drawn over; it is among the letters too.
    """

    letters: list[ruled_tables.Letter] = dataclasses.field(default_factory=list)
    rules: list[ruled_tables.Rule] = dataclasses.field(default_factory=list)
    leaning: list[str] = dataclasses.field(default_factory=list)
    hidden: list[str] = dataclasses.field(default_factory=list)
    covered: list[str] = dataclasses.field(default_factory=list)
    pictures: int = 0
    boxes: int = 0


def of(sheet: ofd_package.Sheet) -> Drawing:
    """Everything a page shows, its templates included."""
    drawing = Drawing()
    for root in (*sheet.under, sheet.content, *sheet.over):
        for layer in root.iterfind("{*}Content/{*}Layer"):
            _add(layer, drawing)
    return drawing


def _add(parent: Any, drawing: Drawing) -> None:
    for element in parent.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject"):
        tag = element.tag.rpartition("}")[2]
        if tag == "TextObject":
            _add_text(element, drawing)
        elif tag == "ImageObject":
            drawing.pictures += 1
        elif not _is_hidden(element) and len(drawing.rules) < _MOST_RULES:
            drawing.rules.extend(itertools.islice(_rules(element), _MOST_RULES - len(drawing.rules)))
            drawing.boxes += element.get("Fill") == "true"
            if drawing.boxes <= _MOST_BOXES:
                drawing.covered.extend(_covered(element, drawing.letters))


def _is_hidden(element: Any) -> bool:
    return bool(element.get("Visible") == "false" or element.get("Alpha") == "0")


def _placing(element: Any) -> Matrix:
    """From an object's own millimetres to points on the page."""
    a, b, c, d, e, f = matrix if len(matrix := ofd_package.numbers(element.get("CTM"))) == 6 else _UNPLACED
    box = ofd_package.numbers(element.get("Boundary"))
    x, y = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    return (a * POINTS, b * POINTS, c * POINTS, d * POINTS, (e + x) * POINTS, (f + y) * POINTS)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _add_text(element: Any, drawing: Drawing) -> None:
    codes = [(each, each.text) for each in element.iterfind("{*}TextCode") if each.text and each.text.strip()]
    if _is_hidden(element):
        drawing.hidden.extend(text.strip() for _code, text in codes)
        return
    matrix = _placing(element)
    size = (ofd_package.numbers(element.get("Size")) or [3.5])[0]
    if abs(math.atan2(matrix[1], matrix[0])) > _LEAN:
        drawing.leaning.extend(text.strip() for _code, text in codes)
        return
    height = size * math.hypot(matrix[2], matrix[3])
    share = (ofd_package.numbers(element.get("HScale")) or [1.0])[0]
    x, y = 0.0, 0.0
    for code, text in codes:
        x = (ofd_package.numbers(code.get("X")) or [x])[0]
        y = (ofd_package.numbers(code.get("Y")) or [y])[0]
        for letter, left, base in _placed(code, text.strip("\r\n"), x, y, size * share):
            width = height * share * advance(letter)
            if not letter.isspace():
                drawing.letters.append(ruled_tables.Letter(letter, *_at(matrix, left, base), width, height))


def _placed(code: Any, text: str, x: float, y: float, size: float) -> Iterator[tuple[str, float, float]]:
    """Each letter with its place: by the written steps, else by its usual width."""
    rights, downs = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
    is_vertical = code.get("DeltaX") is None and code.get("DeltaY") is not None
    for letter in text:
        yield letter, x, y
        x += next(rights, 0.0 if is_vertical else size * advance(letter))
        y += next(downs, 0.0)


def _steps(written: str | None) -> Iterator[float]:
    """The steps of DeltaX and DeltaY; `g 3 5.2` stands for three times 5.2. Made one by one: a count may be huge."""
    words = iter((written or "").split())
    try:
        for word in words:
            if word == "g":
                count, step = int(next(words)), float(next(words))
                yield from itertools.repeat(step, count)
            else:
                yield float(word)
    except (ValueError, StopIteration):
        return


def advance(letter: str) -> float:
    """The usual width of a letter as a share of its size."""
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5


def _rules(element: Any) -> Iterator[ruled_tables.Rule]:
    """The straight level and upright strokes of a path; a filled strip that is thin enough is one too."""
    matrix = _placing(element)
    written = element.find("{*}AbbreviatedData")
    is_stroked = element.get("Stroke") != "false"
    for points in _polygons(written.text if written is not None and written.text else ""):
        placed = [_at(matrix, *point) for point in points]
        if is_stroked:
            for start, end in itertools.pairwise(placed):
                yield from _rule(start, end)
        elif element.get("Fill") == "true" and placed:
            xs, ys = [point[0] for point in placed], [point[1] for point in placed]
            if min(max(xs) - min(xs), max(ys) - min(ys)) < _THIN:
                yield from _rule((min(xs), min(ys)), (max(xs), max(ys)))


def _covered(element: Any, letters: list[ruled_tables.Letter]) -> Iterator[str]:
    """Letters drawn before a filled box that stand under it; a box one can see through covers nothing."""
    opaque = (ofd_package.numbers(element.get("Alpha")) or [255.0])[0]
    written = element.find("{*}AbbreviatedData")
    if element.get("Fill") != "true" or opaque < _OPAQUE or written is None or not written.text:
        return
    matrix = _placing(element)
    for points in _polygons(written.text):
        xs, ys = zip(*(_at(matrix, *point) for point in points), strict=True)
        if min(max(xs) - min(xs), max(ys) - min(ys)) < _THIN:
            continue
        under = [each for each in letters if min(xs) < each.middle[0] < max(xs) and min(ys) < each.middle[1] < max(ys)]
        if under:
            yield " ".join(line.text for line in ruled_tables.lines(under))


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[ruled_tables.Rule]:
    wide, high = abs(end[0] - start[0]), abs(end[1] - start[1])
    if high < _THIN and wide > 2 * _THIN:
        yield ruled_tables.Rule(True, (start[1] + end[1]) / 2, *sorted((start[0], end[0])))
    elif wide < _THIN and high > 2 * _THIN:
        yield ruled_tables.Rule(False, (start[0] + end[0]) / 2, *sorted((start[1], end[1])))


def _polygons(written: str) -> Iterator[list[tuple[float, float]]]:
    """Corners of each figure of a path; curves count as a gap."""
    points: list[tuple[float, float]] = []
    words = [match[0] for match in itertools.islice(_COMMANDS.finditer(written), _MOST_RULES * 3)]
    place = 0
    while place < len(words):
        command = words[place]
        wanted = _ARGUMENTS.get(command)
        if wanted is None:
            place += 1
            continue
        values = ofd_package.numbers(" ".join(words[place + 1 : place + 1 + wanted]))
        place += 1 + wanted
        if command == "C" and points:
            points.append(points[0])
        elif command in "MSQBA":
            if len(points) > 1:
                yield points
            points = [(values[-2], values[-1])] if len(values) >= 2 else []
        elif command == "L" and len(values) == 2:
            points.append((values[0], values[1]))
    if len(points) > 1:
        yield points
