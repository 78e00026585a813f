"""Sudden publishing: what stands out from the usual pace, and dates that do not fit."""

import datetime

import pytest

from gongkai.rules import publishing_pace as pace

DAY = datetime.date(2026, 6, 10)


def days_before(count: int) -> datetime.date:
    return DAY - datetime.timedelta(days=count)


def surges(by_day: dict[datetime.date, int]) -> list[pace.Surge]:
    return pace.surges(by_day, since=days_before(90), until=DAY)


STEADY = {days_before(n): 2 for n in range(1, 270)}


@pytest.mark.parametrize(
    ("by_day", "counts"),
    [
        ({}, []),
        (STEADY, []),
        ({DAY: 9}, []),
        ({DAY: 10}, [10]),
        (STEADY | {DAY: 17}, []),
        (STEADY | {DAY: 18}, [20]),
        ({days_before(1): 6, DAY: 6}, [12]),
        ({days_before(3): 6, DAY: 6}, []),
        ({days_before(2): 12, days_before(1): 12, DAY: 12}, [36]),
        ({days_before(60): 12, DAY: 30}, [30, 12]),
        ({days_before(120): 40}, []),
    ],
)
def test_days_stand_out_by_count_and_by_the_half_year_before(by_day, counts):
    assert [each.count for each in surges(by_day)] == counts


def test_a_surge_says_what_it_was_compared_with():
    (found,) = surges({days_before(100): 18, DAY: 40})
    assert (found.first_on, found.last_on, found.compared_count) == (DAY, DAY, 18)
    assert (found.compared_from, found.compared_to) == (days_before(180), days_before(1))
    assert found.usual == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("formed", "published", "fault"),
    [
        ("2026-03-02", "2026-03-02", None),
        ("2026-03-03", "2026-03-02", "formed-after"),
        ("2026-01-01", "2026-06-30", None),
        ("2026-01-01", "2026-07-01", "formed-long-before"),
    ],
)
def test_a_document_formed_after_or_long_before_it_was_public_is_odd(formed, published, fault):
    assert pace.date_fault(datetime.date.fromisoformat(formed), datetime.date.fromisoformat(published)) == fault
