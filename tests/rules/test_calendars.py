"""Working days at their edges: holidays, make-up days, year ends, unannounced years."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import calendars, datafiles

CALENDAR = calendars.Calendar.load()
DAYS = st.dates(datetime.date(2008, 1, 1), datetime.date(2050, 12, 31))

REASONS = [
    ("2008-02-06", "春节", False),
    ("2010-02-20", "调休上班", True),
    ("2011-12-31", "调休上班", True),
    ("2015-09-03", "抗战胜利70周年纪念日", False),
    ("2015-09-06", "调休上班", True),
    ("2018-12-29", "调休上班", True),
    ("2018-12-31", "元旦", False),
    ("2019-05-01", "劳动节", False),
    ("2019-05-05", "调休上班", True),
    ("2020-01-31", "春节", False),
    ("2020-02-01", "春节", False),
    ("2020-02-03", "工作日", True),
    ("2022-12-31", "元旦", False),
    ("2023-12-30", "周末", False),
    ("2024-02-09", "工作日", True),
    ("2025-01-28", "春节", False),
    ("2025-10-06", "中秋节", False),
    ("2026-02-14", "调休上班", True),
    ("2026-02-23", "春节", False),
    ("2026-02-24", "工作日", True),
    ("2026-11-21", "周末", False),
    ("2027-01-01", "元旦", False),
    ("2027-02-05", "春节", False),
    ("2027-06-09", "端午节", False),
    ("2040-05-02", "劳动节", False),
]

WORKING_DAYS_OF_YEARS = [
    (2008, 251),
    (2009, 250),
    (2010, 250),
    (2011, 250),
    (2012, 249),
    (2013, 250),
    (2014, 250),
    (2015, 249),
    (2016, 250),
    (2017, 249),
    (2018, 250),
    (2019, 250),
    (2020, 249),
    (2021, 250),
    (2022, 249),
    (2023, 249),
    (2024, 251),
    (2025, 248),
    (2026, 248),
]

TERMS = [
    # received, working days, due
    ("2025-01-02", 20, "2025-02-06"),  # 春节 and the make-up Sunday 26 January inside
    ("2026-02-13", 1, "2026-02-14"),  # a make-up Saturday counts
    ("2026-02-14", 1, "2026-02-24"),
    ("2025-12-31", 1, "2026-01-04"),  # year end, make-up Sunday
    ("2019-04-30", 1, "2019-05-05"),
    ("2026-09-30", 20, "2026-11-03"),
    ("2026-10-03", 1, "2026-10-08"),  # received on a holiday
]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(("on", "reason", "working"), REASONS)
def test_each_day_knows_its_reason(on: str, reason: str, working: bool) -> None:
    assert CALENDAR.reason(day(on)) == reason
    assert CALENDAR.is_working_day(day(on)) is working


@pytest.mark.parametrize(("year", "count"), WORKING_DAYS_OF_YEARS)
def test_a_year_has_its_number_of_working_days(year: int, count: int) -> None:
    last_before = datetime.date(year, 1, 1)
    counted = CALENDAR.working_days_between(last_before, datetime.date(year, 12, 31))
    assert counted + CALENDAR.is_working_day(last_before) == count


@pytest.mark.parametrize(("received", "count", "due"), TERMS)
def test_a_term_leaves_the_first_day_out(received: str, count: int, due: str) -> None:
    assert CALENDAR.add_working_days(day(received), count) == day(due)


def test_every_announced_year_names_its_notice() -> None:
    for year in range(2008, 2027):
        notices = CALENDAR.notices(datetime.date(year, 6, 1))
        assert notices[0].title == f"国务院办公厅关于{year}年部分节假日安排的通知"
        assert not CALENDAR.provisional(datetime.date(year, 6, 1))


def test_working_weekends_are_weekends_and_never_holidays() -> None:
    for year in CALENDAR.years.values():
        assert all(each.weekday() >= 5 for each in year.working_weekends)
        assert not set(year.working_weekends) & set(year.holidays)
        assert {each.year for each in [*year.holidays, *year.working_weekends]} == {year.year}


def test_an_unannounced_year_is_provisional() -> None:
    assert CALENDAR.provisional(day("2027-03-01"))
    assert CALENDAR.provisional_between(day("2026-12-20"), day("2027-01-20"))
    assert not CALENDAR.provisional_between(day("2025-12-20"), day("2026-01-20"))
    assert CALENDAR.notices(day("2027-03-01")) == ()


@pytest.mark.parametrize("on", ["2007-12-31", "2061-01-01", "1970-01-01"])
def test_a_day_outside_the_data_is_refused(on: str) -> None:
    with pytest.raises(calendars.UncoveredDay, match="工作日历"):
        CALENDAR.is_working_day(day(on))
    with pytest.raises(calendars.UncoveredDay):
        CALENDAR.add_working_days(day(on), 20)


@pytest.mark.parametrize(("on", "count"), [("2060-12-31", 1), ("2008-01-01", -1)])
def test_a_term_leaving_the_data_is_refused(on: str, count: int) -> None:
    with pytest.raises(calendars.UncoveredDay):
        CALENDAR.add_working_days(day(on), count)


@given(on=DAYS, count=st.integers(1, 300))
def test_adding_and_counting_agree(on: datetime.date, count: int) -> None:
    due = CALENDAR.add_working_days(on, count)
    assert due > on
    assert CALENDAR.is_working_day(due)
    assert CALENDAR.working_days_between(on, due) == count
    assert CALENDAR.working_days_between(due, on) == -count


@given(on=DAYS.filter(lambda each: each.year > 2009), count=st.integers(1, 100))
def test_going_back_arrives_at_a_working_day_before(on: datetime.date, count: int) -> None:
    back = CALENDAR.add_working_days(on, -count)
    assert back < on
    assert CALENDAR.is_working_day(back)
    if CALENDAR.is_working_day(on):
        assert CALENDAR.add_working_days(back, count) == on


# What a notice changed when it came: day of the calendar, day asked about, working day then.
VERSIONS = [
    ("2018-12-03", "2019-05-05", False),
    ("2018-12-04", "2019-05-05", False),
    ("2018-12-04", "2019-05-02", True),
    ("2019-03-22", "2019-05-02", False),
    ("2019-03-22", "2019-05-05", True),
    ("2019-11-21", "2020-02-01", True),
    ("2020-01-26", "2020-02-01", False),
    ("2019-11-21", "2020-01-31", True),
    ("2020-01-26", "2020-01-31", False),
    ("2014-12-16", "2015-09-03", True),
    ("2015-05-13", "2015-09-03", False),
    ("2015-05-13", "2015-09-06", True),
    ("2010-12-10", "2011-12-31", False),
    ("2011-12-06", "2011-12-31", True),
    ("2017-11-30", "2018-12-31", True),
    ("2018-12-04", "2018-12-31", False),
    ("2024-11-11", "2025-01-26", False),
    ("2024-11-12", "2025-01-26", True),
]


@pytest.mark.parametrize(("version", "on", "working"), VERSIONS)
def test_a_calendar_knows_only_the_notices_of_its_day(version: str, on: str, working: bool) -> None:
    assert calendars.Calendar.known_on(day(version)).is_working_day(day(on)) is working


def test_the_version_is_the_day_of_the_newest_notice() -> None:
    assert CALENDAR.version == "2025-11-04"
    assert calendars.Calendar.known_on(day("2025-11-03")).version == "2024-11-12"
    assert calendars.Calendar.known_on(day("2000-01-01")).version == ""
    assert calendars.Calendar.known_on(day("2025-11-04")).changed_days(CALENDAR) == ()


def test_a_year_is_provisional_until_its_notice() -> None:
    earlier = calendars.Calendar.known_on(day("2025-11-03"))
    assert earlier.provisional(day("2026-05-01"))
    assert not earlier.provisional(day("2025-05-01"))


@pytest.mark.parametrize(("year", "eve"), [(2013, True), (2014, False), (2024, False), (2025, True), (2026, True)])
def test_a_provisional_year_follows_the_holidays_of_its_law(year: int, eve: bool) -> None:
    unannounced = calendars.Calendar.known_on(day("2000-01-01"))
    spring = next(on for on, name in sorted(unannounced.years[year].holidays.items()) if name == "春节")
    new_year = {2013: "02-10", 2014: "01-31", 2024: "02-10", 2025: "01-29", 2026: "02-17"}[year]
    assert (spring < day(f"{year}-{new_year}")) is eve
    assert (day(f"{year}-05-02") in unannounced.years[year].holidays) is (year >= 2025)


NOTICE_2027 = """
year: 2027
notices: [{title: 2027年部分节假日安排, number: 国办发明电〔2026〕1号, issued_on: 2026-11-20}]
holidays: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}, {name: 春节, from: 2027-02-05, to: 2027-02-11}]
working_weekends: [{day: 2027-01-30, for: 春节}]
"""


def test_a_new_notice_makes_a_new_version() -> None:
    year = calendars.parse_year(datafiles.plain(NOTICE_2027))
    assert year is not None
    newer = CALENDAR.announcing(year)
    assert newer.version == "2026-11-20"
    assert not newer.provisional(day("2027-03-01"))
    assert newer.is_working_day(day("2027-01-30"))
    assert day("2027-01-30") in CALENDAR.changed_days(newer)
    assert CALENDAR.version == "2025-11-04"


DAMAGED = [
    ("day: 2027-01-30", "day: 2027-01-29"),
    ("day: 2027-01-30", "day: 2028-01-29"),
    ("day: 2027-01-30", "day: 2027-02-06"),
    ("to: 2027-01-03", "to: 2027-01-03, by: 国办发明电〔2026〕9号"),
    ("name: 元旦", "title: 元旦"),
    ("from: 2027-01-01", "from: 元旦"),
    ("year: 2027", "year: soon"),
    ("issued_on: 2026-11-20", "issued_on: yesterday"),
    ("notices: [{title: 2027年部分节假日安排, number: 国办发明电〔2026〕1号, issued_on: 2026-11-20}]", "notices: []"),
]


@pytest.mark.parametrize(("whole", "broken"), DAMAGED)
def test_a_damaged_notice_is_refused(whole: str, broken: str) -> None:
    assert whole in NOTICE_2027
    with pytest.raises(datafiles.DataFault):
        calendars.parse_year(datafiles.plain(NOTICE_2027.replace(whole, broken)))


def test_a_notice_for_a_year_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(calendars.UncoveredDay):
        CALENDAR.announcing(calendars.Year(2061, {}, {}, ()))


def test_exceptions_on_the_way_are_named() -> None:
    names, worked = CALENDAR.exceptions_between(day("2024-09-13"), day("2024-10-12"))
    assert names == ("中秋节", "国庆节")
    assert worked == (day("2024-09-14"), day("2024-09-29"), day("2024-10-12"))
    assert CALENDAR.exceptions_between(day("2024-11-04"), day("2024-11-29")) == ((), ())
