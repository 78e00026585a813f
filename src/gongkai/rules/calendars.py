"""Chinese working days: weekends, public holidays and make-up days, year by year from dated notices.

A calendar has a version, the day of the newest notice in it; `Calendar.known_on` gives an earlier one,
`Calendar.announcing` one with a year more.
"""

import bisect
import dataclasses
import datetime
import functools
import pathlib
from typing import Any, Self

from gongkai.rules import datafiles

FIRST_YEAR = 2008
LAST_YEAR = 2060

_DATA = pathlib.Path(__file__).parent / "data"
_ONE_DAY = datetime.timedelta(days=1)

_SPAN: datafiles.Shape = {"name": str, "from": datetime.date, "to": datetime.date}
_WORKED: datafiles.Shape = {"day": datetime.date, "for": str}

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
    @functools.cache
    def load(cls) -> Self:
        """The calendar of our data files, read once."""
        return cls(_years(None))

    @classmethod
    def known_on(cls, day: datetime.date) -> Self:
        """The calendar of the notices issued by the end of a day; later years are provisional in it."""
        return cls(_years(day))

    def announcing(self, year: Year) -> Self:
        """This calendar with the arrangement of one year put in or replaced (see `parse_year`)."""
        if year.year not in self.years:
            raise UncoveredDay(datetime.date(year.year, 1, 1))
        return type(self)({**self.years, year.year: year})

    @functools.cached_property
    def version(self) -> str:
        """The day the newest notice in it was issued, as 2025-11-04; empty without any notice."""
        issued = [each.issued_on for year in self.years.values() for each in year.notices if each.issued_on]
        return max(issued).isoformat() if issued else ""

    def changed_days(self, other: Self) -> tuple[datetime.date, ...]:
        """The days that are working days in one calendar and not in the other."""
        changed = set(self._ordinals) ^ set(other._ordinals)
        return tuple(datetime.date.fromordinal(each) for each in sorted(changed))

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

    def exceptions_between(
        self, start: datetime.date, end: datetime.date
    ) -> tuple[tuple[str, ...], tuple[datetime.date, ...]]:
        """Names of holidays that take weekdays, and weekend days worked, after `start` up to and including `end`."""
        ordinals, days = self._exceptions
        first = bisect.bisect_right(ordinals, start.toordinal())
        last = bisect.bisect_right(ordinals, end.toordinal())
        found = days[first:last]
        names = dict.fromkeys(name for _, name in found if name)
        return tuple(names), tuple(day for day, name in found if not name)

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
    def _exceptions(self) -> tuple[list[int], list[tuple[datetime.date, str]]]:
        found = [
            (day, name) for year in self.years.values() for day, name in year.holidays.items() if day.weekday() < 5
        ]
        found += [(day, "") for year in self.years.values() for day in year.working_weekends]
        found.sort()
        return [day.toordinal() for day, _ in found], found

    @functools.cached_property
    def _ordinals(self) -> tuple[int, ...]:
        first = datetime.date(min(self.years), 1, 1).toordinal()
        last = datetime.date(max(self.years), 12, 31).toordinal()
        off = {day.toordinal() for year in self.years.values() for day in year.holidays}
        worked = {day.toordinal() for year in self.years.values() for day in year.working_weekends}
        # Ordinal 1 is a Monday.
        return tuple(
            each for each in range(first, last + 1) if each in worked or ((each - 1) % 7 < 5 and each not in off)
        )


def parse_year(raw: Any, known_on: datetime.date | None = None) -> Year | None:
    """One year's arrangement from the content of a holidays file, checked; as known on a day, when one is given.

    None when the year's own notice had not been issued by that day. Raises datafiles.DataFault for a day outside the
    year, a working weekend that is no weekend or a day off, a notice without a number, and the like.
    """
    parts = {"year": int, "notices": list, "holidays": list}
    data = datafiles.checked(raw, "holidays", required=parts, optional={"working_weekends": (list, type(None))})
    where = f"holidays of {data['year']}"
    notices = [_notice(each, where) for each in data["notices"]]
    issued = {each.number for each in notices if known_on is None or (each.issued_on and each.issued_on <= known_on)}
    if not notices:
        raise datafiles.DataFault(f"{where}: no notice")
    if notices[0].number not in issued:
        return None
    by = {each.number for each in notices}
    holidays: dict[datetime.date, str] = {}
    working: dict[datetime.date, str] = {}
    for raw_span in data["holidays"]:
        span = datafiles.checked(raw_span, where, required=_SPAN, optional={"by": str})
        if _arranged(span, "by", notices[0].number, known=by, where=where) in issued:
            day = span["from"]
            while day <= span["to"]:
                holidays[day] = span["name"]
                day += _ONE_DAY
    for raw_day in data.get("working_weekends") or ():
        each = datafiles.checked(raw_day, where, required=_WORKED, optional={"by": str, "cancelled_by": str})
        cancelled = _arranged(each, "cancelled_by", "", known=by, where=where)
        if _arranged(each, "by", notices[0].number, known=by, where=where) in issued and cancelled not in issued:
            working[each["day"]] = each["for"]
    outside = {each.year for each in (*holidays, *working)} - {data["year"]}
    if outside or set(holidays) & set(working) or any(each.weekday() < 5 for each in working):
        raise datafiles.DataFault(f"{where}: a day of another year, or a working weekend that is none")
    return Year(data["year"], holidays, working, tuple(each for each in notices if each.number in issued))


def _arranged(raw: dict[str, Any], key: str, default: str, *, known: set[str], where: str) -> str:
    number = str(raw.get(key, default))
    if number and number not in known:
        raise datafiles.DataFault(f"{where}: there is no notice {number}")
    return number


def _notice(raw: Any, where: str) -> Notice:
    each = datafiles.checked(raw, where, required={"title": str, "number": str, "issued_on": datetime.date})
    return Notice(each["title"], each["number"], each["issued_on"])


@functools.lru_cache(maxsize=64)
def _years(known_on: datetime.date | None) -> dict[int, Year]:
    announced = {each.year: each for each in (parse_year(raw, known_on) for raw in _arrangements()) if each}
    return {
        year: announced[year] if year in announced else _provisional(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)
    }


@functools.cache
def _arrangements() -> tuple[Any, ...]:
    paths = sorted(_DATA.glob("holidays-*.yaml"))
    return tuple(datafiles.plain(path.read_text(encoding="utf-8")) for path in paths)


@functools.cache
def _festivals() -> dict[str, Any]:
    return datafiles.read("festivals.yaml", "fixed", "spring_festival", "lunar")


def _provisional(year: int) -> Year:
    """A year by the statutory holidays alone, before its notice moves days about."""
    festivals = _festivals()
    holidays = {
        datetime.date.fromisoformat(f"{year}-{each['day']}"): each["name"]
        for each in festivals["fixed"]
        if year >= each["since"]
    }
    spring = max(
        (each for each in festivals["spring_festival"] if year >= each["since"]), key=lambda each: each["since"]
    )
    for name, day in festivals["lunar"].get(year, {}).items():
        for offset in spring["days"] if name == "春节" else [0]:
            holidays.setdefault(day + offset * _ONE_DAY, name)
    return Year(year, holidays, {}, ())
