"""Working days at their edges: holidays, make-up days, year ends, unannounced years."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import calendars

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
