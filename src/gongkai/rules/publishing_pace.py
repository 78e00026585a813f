"""Sudden publishing (突击公开): days on which far more is published than usual, and dates that do not fit each other.

The Regulation knows no number for either; the thresholds here only say what an office should look at.
"""

import dataclasses
import datetime
import enum
from collections.abc import Mapping

WINDOW_DAYS = 2
COMPARED_DAYS = 180
AT_LEAST = 10
TIMES_USUAL = 5
LONG_BEFORE_DAYS = 180

_ONE_DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Surge:
    """Days on which much was published at once, and what that was compared with.

    `usual` is what the compared days would have brought in as many days; `compared_count` what they brought in all.
    """

    first_on: datetime.date
    last_on: datetime.date
    count: int
    usual: float
    compared_from: datetime.date
    compared_to: datetime.date
    compared_count: int


class DateFault(enum.StrEnum):
    """What is odd about the day a document bears beside the day it became public."""

    FORMED_AFTER = "formed-after"
    FORMED_LONG_BEFORE = "formed-long-before"


def surges(by_day: Mapping[datetime.date, int], *, since: datetime.date, until: datetime.date) -> list[Surge]:
    """The days between two days, both included, that stand out from the half year before them, newest first.

    `by_day` gives how much was published on each day, also on the days before `since`. Days that lie beside each
    other and stand out are told together.
    """
    days = sorted(day for day, count in by_day.items() if count and since <= day <= until)
    found: list[Surge] = []
    for day in days:
        start = day - (WINDOW_DAYS - 1) * _ONE_DAY
        before = found[-1] if found and found[-1].last_on >= start - _ONE_DAY else None
        surge = _surge(by_day, before.first_on if before else _first(by_day, start, day), day)
        if surge is None:
            continue
        if before is not None:
            found.pop()
        found.append(surge)
    return found[::-1]


def date_fault(formed_on: datetime.date, published_on: datetime.date) -> DateFault | None:
    """What is odd when a document formed on one day became public on another; None when they fit."""
    if formed_on > published_on:
        return DateFault.FORMED_AFTER
    if (published_on - formed_on).days > LONG_BEFORE_DAYS:
        return DateFault.FORMED_LONG_BEFORE
    return None


def _first(by_day: Mapping[datetime.date, int], start: datetime.date, day: datetime.date) -> datetime.date:
    """The first day of a window on which anything was published."""
    while start < day and not by_day.get(start):
        start += _ONE_DAY
    return start


def _surge(by_day: Mapping[datetime.date, int], first_on: datetime.date, last_on: datetime.date) -> Surge | None:
    count = _between(by_day, first_on, last_on)
    compared_from, compared_to = first_on - COMPARED_DAYS * _ONE_DAY, first_on - _ONE_DAY
    before = _between(by_day, compared_from, compared_to)
    length = (last_on - first_on).days + 1
    usual = before * length / COMPARED_DAYS
    if count < AT_LEAST or count < TIMES_USUAL * usual:
        return None
    return Surge(first_on, last_on, count, usual, compared_from, compared_to, before)


def _between(by_day: Mapping[datetime.date, int], first_on: datetime.date, last_on: datetime.date) -> int:
    return sum(count for day, count in by_day.items() if first_on <= day <= last_on)
