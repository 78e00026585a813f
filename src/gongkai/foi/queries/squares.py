"""The term of a request as squares, one for each working day: counted, today, left out, still to come, the last."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.rules import calendars, explanations

Day = datetime.date
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Square:
    """One working day. `mark` is f (counted), p (left out), t (today), e (the last day), or nothing (to come)."""

    on: Day
    mark: str
    number: int

    @property
    def is_numbered(self) -> bool:
        """Whether its number is written into it: the first, every fifth, today and the last."""
        return self.number == 1 or self.number % 5 == 0 or self.mark in {"t", "e"}


@dataclass(frozen=True)
class Row:
    """The statutory term, or its extension: how many days it has, its first working day, its squares."""

    working_days: int
    since: Day
    squares: tuple[Square, ...]


@dataclass(frozen=True)
class Grid:
    """The rows with what they add up to. `until` is the last day drawn."""

    rows: tuple[Row, ...]
    counted: int
    left_out: int
    remaining: int
    until: Day

    @property
    def has_today(self) -> bool:
        """Whether today is one of the squares."""
        return any(each.mark == "t" for row in self.rows for each in row.squares)


def grid(told: explanations.Explanation, days: calendars.Calendar, on: Day) -> Grid | None:
    """The squares of a term as it stands on a day; None when not even one working day of it can be drawn."""
    ends = [day for day in (told.due_on, told.waiting_since if told.due_on is None else None) if day is not None]
    if not ends or max(ends) <= told.base_on:
        return None
    stopped = told.closed_on if told.closed_by else None
    squares = list(_squares(told, days, min(on, stopped) if stopped else on, max(ends)))
    first = [each for each in squares if each.number <= told.term_working_days]
    second = squares[len(first) :]
    rows = [Row(told.term_working_days, first[0].on, tuple(first))] if first else []
    if second:
        rows.append(Row(told.extension_working_days, second[0].on, tuple(second)))
    counted = sum(each.mark != "p" and each.on <= on for each in squares)
    left_out = sum(each.mark == "p" for each in squares)
    return Grid(tuple(rows), counted, left_out, len(squares) - counted - left_out, max(ends))


def _squares(told: explanations.Explanation, days: calendars.Calendar, on: Day, until: Day) -> Iterator[Square]:
    number, day = 0, told.base_on
    while day < until:
        day += _ONE_DAY
        if not days.is_working_day(day):
            continue
        left_out = any(start < day and (end is None or day <= end) for start, end in told.excluded)
        number += not left_out
        # A day left out belongs to the row of the day counted next.
        place = number + 1 if left_out else number
        yield Square(day, _mark(day, on, left_out=left_out, is_last=day == told.due_on), place)


def _mark(day: Day, on: Day, *, left_out: bool, is_last: bool) -> str:
    if left_out:
        return "p"
    if day == on:
        return "t"
    if day < on:
        return "f"
    return "e" if is_last else ""
