"""Chinese working days: weekends, public holidays and make-up days, year by year from dated notices."""

import bisect
import dataclasses
import datetime
import functools
import pathlib
from typing import Any, Self

import yaml

FIRST_YEAR = 2008
LAST_YEAR = 2060

_DATA = pathlib.Path(__file__).parent / "data"
_ONE_DAY = datetime.timedelta(days=1)

WEEKEND = "周末"
WORKING_WEEKEND = "调休上班"
WORKING_DAY = "工作日"


class UncoveredDay(ValueError):
    """A day outside the years the calendar knows; `day` is the day asked for."""

    def __init__(self, day: datetime.date) -> None:
        super().__init__(f"工作日历只包含{FIRST_YEAR}年至{LAST_YEAR}年，不能计算{day.isoformat()}")
        self.day = day


@dataclasses.dataclass(frozen=True, slots=True)
class Notice:
    """The paper a year's arrangement comes from."""

    title: str
    number: str
    issued_on: datetime.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Year:
    """One year's days off and working weekends; provisional while no notice has announced them."""

    year: int
    holidays: dict[datetime.date, str]
    working_weekends: dict[datetime.date, str]
    notices: tuple[Notice, ...]

    @property
    def provisional(self) -> bool:
        return not self.notices


@dataclasses.dataclass(frozen=True)
class Calendar:
    """Working days from 2008 to 2060; years without a notice count weekends and statutory holidays only."""

    years: dict[int, Year]

    @classmethod
    def load(cls) -> Self:
        """The calendar of our data files, read once."""
        return cls(_years())

    def is_working_day(self, day: datetime.date) -> bool:
        year = self._year(day)
        if day in year.working_weekends:
            return True
        return day.weekday() < 5 and day not in year.holidays

    def working_days_between(self, start: datetime.date, end: datetime.date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`.

        The day of receipt is not counted, so `working_days_between(day, add_working_days(day, n)) == n`.
        """
        self._year(start)
        self._year(end)
        return self._position(end) - self._position(start)

    def add_working_days(self, day: datetime.date, count: int) -> datetime.date:
        """The `count`-th working day after `day`, `day` itself not counted; 0 gives `day` back.

        A negative count gives the working day that many working days before `day`.
        """
        self._year(day)
        if count == 0:
            return day
        if count > 0:
            position = self._position(day) + count - 1
        else:
            position = bisect.bisect_left(self._ordinals, day.toordinal()) + count
        if not 0 <= position < len(self._ordinals):
            raise UncoveredDay(day)
        return datetime.date.fromordinal(self._ordinals[position])

    def provisional(self, day: datetime.date) -> bool:
        """True while the arrangement of the day's year has not been announced."""
        return self._year(day).provisional

    def provisional_between(self, start: datetime.date, end: datetime.date) -> bool:
        """True when any year touched by the span is not yet announced."""
        self._year(start)
        self._year(end)
        return any(self.years[each].provisional for each in range(start.year, end.year + 1))

    def reason(self, day: datetime.date) -> str:
        """Why the day is what it is: the holiday's name, 周末, 调休上班 or 工作日."""
        year = self._year(day)
        if day in year.working_weekends:
            return WORKING_WEEKEND
        if day in year.holidays:
            return year.holidays[day]
        return WEEKEND if day.weekday() >= 5 else WORKING_DAY

    def notices(self, day: datetime.date) -> tuple[Notice, ...]:
        """The notices that arrange the day's year; empty for a provisional year."""
        return self._year(day).notices

    def _year(self, day: datetime.date) -> Year:
        if day.year not in self.years:
            raise UncoveredDay(day)
        return self.years[day.year]

    def _position(self, day: datetime.date) -> int:
        return bisect.bisect_right(self._ordinals, day.toordinal())

    @functools.cached_property
    def _ordinals(self) -> tuple[int, ...]:
        first = datetime.date(min(self.years), 1, 1).toordinal()
        last = datetime.date(max(self.years), 12, 31).toordinal()
        days = ((ordinal, datetime.date.fromordinal(ordinal)) for ordinal in range(first, last + 1))
        return tuple(ordinal for ordinal, day in days if self.is_working_day(day))


@functools.cache
def _years() -> dict[int, Year]:
    announced = {}
    for path in sorted(_DATA.glob("holidays-*.yaml")):
        year = _announced(yaml.safe_load(path.read_text(encoding="utf-8")))
        announced[year.year] = year
    festivals = yaml.safe_load((_DATA / "festivals.yaml").read_text(encoding="utf-8"))
    return {
        year: announced[year] if year in announced else _provisional(year, festivals)
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
    }


def _announced(data: dict[str, Any]) -> Year:
    holidays = {}
    for span in data["holidays"]:
        day = span["from"]
        while day <= span["to"]:
            holidays[day] = span["name"]
            day += _ONE_DAY
    working = {each["day"]: each["for"] for each in data["working_weekends"] or ()}
    notices = tuple(Notice(each["title"], each["number"], each.get("issued_on")) for each in data["notices"])
    return Year(data["year"], holidays, working, notices)


def _provisional(year: int, festivals: dict[str, Any]) -> Year:
    holidays = {datetime.date.fromisoformat(f"{year}-{each['day']}"): each["name"] for each in festivals["fixed"]}
    for name, day in festivals["lunar"].get(year, {}).items():
        offsets = festivals["spring_festival_days"] if name == "春节" else [0]
        for offset in offsets:
            holidays.setdefault(day + offset * _ONE_DAY, name)
    return Year(year, holidays, {}, ())
