"""Bars of two years side by side, month by month: where each stands in the picture, and what is written on it."""

from dataclasses import dataclass
from decimal import Decimal

from gongkai.statistics.queries.counting import Number
from gongkai.statistics.queries.progress import Course

WIDTH, HEIGHT = 384, 210
_TOP, _FLOOR = 16, 188
_MONTHS = 12
_BAR = 11


@dataclass(frozen=True)
class Bar:
    """One bar: its corner and its height."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Month:
    """The bars of a month, this year's and last year's, the middle between them, and the words over both."""

    number: int
    middle: int
    now: Bar
    before: Bar
    words: str

    @property
    def top(self) -> int:
        """Where the higher bar ends."""
        return min(self.now.y, self.before.y)


@dataclass(frozen=True)
class Chart:
    """A picture of one figure over the year."""

    course: Course
    months: tuple[Month, ...]
    most: str
    width: int = WIDTH
    height: int = HEIGHT
    top: int = _TOP
    floor: int = _FLOOR
    bar: int = _BAR


def chart(course: Course) -> Chart:
    """The picture of a figure that has months; the highest bar reaches the top."""
    heights: list[Number] = [max(each, -each) for each in (*course.months, *course.months_before)]
    most: Number = max(heights, default=0) or 1
    group = WIDTH // _MONTHS
    months = []
    for number, now, before in course.lines:
        left = (number - 1) * group + (group - 2 * _BAR) // 2
        bars = _bar(left + _BAR, now, most), _bar(left, before, most)
        months.append(Month(number, left + _BAR, *bars, short(now) if now else ""))
    return Chart(course, tuple(months), short(most))


def short(number: Number) -> str:
    """A number that fits over a bar: 9999, 1.2万."""
    value = Decimal(number)
    if abs(value) < 10_000:
        return f"{value.quantize(Decimal(1)) if abs(value) >= 100 else value.normalize():f}"
    return f"{(value / 10_000).quantize(Decimal('0.1')):f}万"


def _bar(x: int, number: Number, most: Number) -> Bar:
    # What is there at all is seen, however small.
    height = round(max(number, -number) * (_FLOOR - _TOP) / most)
    height = max(height, 2) if number else 0
    return Bar(x, _FLOOR - height, height)
