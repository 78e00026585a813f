"""Tables told by their rules: from straight strokes and placed letters to lines of text and grids of cells."""

import bisect
import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from gongkai.documents import composing, placed_pages

_NEAR = 2.0
_GAP = 0.6
_MOST_CROSSINGS = 120_000
_MOST_CELLS = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """One letter in points: its left end on the base line, width and height."""

    text: str
    x: float
    y: float
    width: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """About the middle of what is seen of it."""
        return self.x + self.width / 2, self.y - self.size * 0.35


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke: level at a height from left to right, or upright at a distance from top to bottom."""

    is_level: bool
    at: float
    start: float
    end: float


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """The rules that hang together: where the lines of a possible table are."""

    levels: tuple[float, ...]
    columns: tuple[float, ...]
    level_rules: tuple[Rule, ...]
    upright_rules: tuple[Rule, ...]

    def holds(self, letter: Letter) -> bool:
        """Whether a letter stands inside."""
        x, y = letter.middle
        return self.columns[0] <= x <= self.columns[-1] and self.levels[0] <= y <= self.levels[-1]


def lines(letters: Iterable[Letter]) -> list[placed_pages.Line]:
    """Letters on one base line as a line of text, wide gaps as one blank; the same letter printed twice counts once."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda each: (each.y, each.x)):
        near = rows and abs(letter.y - rows[-1][0].y) < 0.45 * max(letter.size, rows[-1][0].size)
        if near:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [_line(sorted(row, key=lambda each: each.x)) for row in rows]


def _line(row: Sequence[Letter]) -> placed_pages.Line:
    text, last = "", None
    for letter in row:
        if last is not None:
            if letter.text == last.text and abs(letter.x - last.x) < 0.15 * letter.size:
                continue
            text += " " if letter.x - (last.x + last.width) > _GAP * letter.size else ""
        text += letter.text
        last = letter
    size = max(each.size for each in row)
    return placed_pages.Line(text, row[0].x, row[-1].x + row[-1].width, min(each.y for each in row) - size, size)


def frames(rules: Iterable[Rule]) -> tuple[list[Frame], bool]:
    """What hangs together and has at least two columns and a row; and whether there were too many rules to tell."""
    level, upright = _merged(rules, True), _merged(rules, False)
    if len(level) * len(upright) > _MOST_CROSSINGS:
        return [], True
    groups = _groups(level, upright)
    found = []
    for levels, uprights in groups:
        frame = Frame(
            placed_pages.edges(each.at for each in levels),
            placed_pages.edges(each.at for each in uprights),
            tuple(levels),
            tuple(uprights),
        )
        if len(frame.levels) > 1 and len(frame.columns) > 2:
            found.append(frame)
    return found, False


def _merged(rules: Iterable[Rule], is_level: bool) -> list[Rule]:
    """Rules of one direction, those that continue each other as one."""
    found: list[Rule] = []
    for rule in sorted(
        (each for each in rules if each.is_level == is_level), key=lambda each: (round(each.at), each.start)
    ):
        last = found[-1] if found else None
        if last is not None and abs(rule.at - last.at) < _NEAR and last.start - _NEAR <= rule.start <= last.end + _NEAR:
            found[-1] = Rule(is_level, last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Sets of rules that cross or touch, directly or through others."""
    parent = list(range(len(level) + len(upright)))

    def top(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, across in enumerate(level):
        for other, down in enumerate(upright):
            meets = across.start - _NEAR <= down.at <= across.end + _NEAR
            if meets and down.start - _NEAR <= across.at <= down.end + _NEAR:
                parent[top(one)] = top(len(level) + other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for place, rule in enumerate([*level, *upright]):
        groups.setdefault(top(place), ([], []))[0 if rule.is_level else 1].append(rule)
    return [each for each in groups.values() if each[0] and each[1]]


def grid(frame: Frame, letters: Iterable[Letter], *, page: int) -> placed_pages.Grid | None:
    """The table of a frame with its letters, None for a mere border: it needs two filled columns."""
    height, width = len(frame.levels) - 1, len(frame.columns) - 1
    if height * width > _MOST_CELLS:
        return None
    spans = dict(_spans(frame, height, width))
    owner = {
        (row + down, column + right): (row, column)
        for (row, column), (rowspan, colspan) in spans.items()
        for down in range(rowspan)
        for right in range(colspan)
    }
    inside: dict[tuple[int, int], list[Letter]] = {}
    for letter in letters:
        x, y = letter.middle
        row = min(max(bisect.bisect_right(frame.levels, y) - 1, 0), height - 1)
        column = min(max(bisect.bisect_right(frame.columns, x) - 1, 0), width - 1)
        inside.setdefault(owner[row, column], []).append(letter)
    if len({column for _row, column in inside}) < 2:
        return None
    rows: list[list[composing.RawCell]] = [[] for _ in range(height)]
    for (row, column), (rowspan, colspan) in sorted(spans.items()):
        text = "\n".join(line.text for line in lines(inside.get((row, column), ())))
        rows[row].append(composing.RawCell(placed_pages.cell_text(text), rowspan, colspan, page=page))
    return placed_pages.Grid(rows, frame.columns, frame.levels[0], page, page)


def _spans(frame: Frame, height: int, width: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each cell at its first row and column with its reach: it ends where a rule is drawn."""
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            colspan = 1
            while column + colspan < width and (row, column + colspan) not in taken:
                if _is_ruled(frame.upright_rules, frame.columns[column + colspan], frame.levels, row):
                    break
                colspan += 1
            rowspan = 1
            while row + rowspan < height and not any(
                _is_ruled(frame.level_rules, frame.levels[row + rowspan], frame.columns, each)
                for each in range(column, column + colspan)
            ):
                rowspan += 1
            taken.update((row + down, column + right) for down in range(rowspan) for right in range(colspan))
            yield (row, column), (rowspan, colspan)


def _is_ruled(rules: Sequence[Rule], at: float, across: Sequence[float], place: int) -> bool:
    """Whether a rule at this line passes the middle between two others."""
    middle = (across[place] + across[place + 1]) / 2
    return any(abs(rule.at - at) <= 1.5 * _NEAR and rule.start <= middle <= rule.end for rule in rules)
