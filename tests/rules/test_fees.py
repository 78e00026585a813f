"""Fees at the edges of their bands, after others in the month, and the local tariffs of the first years."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import fees

BY_ITEMS = [
    # now, already this month, yuan
    (0, 0, 0),
    (1, 0, 0),
    (10, 0, 0),
    (11, 0, 100),
    (12, 0, 200),
    (30, 0, 2000),
    (31, 0, 2200),
    (35, 0, 3000),
    (40, 0, 4000),
    (41, 0, 4300),
    (50, 0, 7000),
    (51, 0, 7400),
    (100, 0, 37000),
    (1, 9, 0),
    (1, 10, 100),
    (5, 9, 400),
    (2, 29, 300),
    (1, 40, 300),
    (0, 50, 0),
    (25, 10, 3000),
]

BY_PAGES = [
    *((0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (120, 1100), (200, 2700), (201, 2740), (250, 4700)),
    (1000, 34700),
]


@pytest.mark.parametrize(("items", "already", "yuan"), BY_ITEMS)
def test_the_fee_by_items(items: int, already: int, yuan: int) -> None:
    fee = fees.by_items(items, already=already)
    assert fee.amount_yuan == yuan
    assert sum(each.count for each in fee.steps) == items


@pytest.mark.parametrize(("pages", "yuan"), BY_PAGES)
def test_the_fee_by_pages(pages: int, yuan: int) -> None:
    assert fees.by_pages(pages).amount_yuan == yuan


def test_the_steps_are_a_table_that_adds_up() -> None:
    fee = fees.by_items(35)
    assert [(each.first, each.last, each.rate_yuan, each.amount_yuan) for each in fee.steps] == [
        (1, 10, 0, 0),
        (11, 30, 100, 2000),
        (31, 35, 200, 1000),
    ]
    assert fee.steps[1].what == "第11件至第30件，共20件，每件100元，计2000元。"
    assert fees.to_plain(fee)["steps"][0]["what"] == "第1件至第10件，共10件，不收费。"


@pytest.mark.parametrize(("items", "already"), [(-1, 0), (1, -1)])
def test_a_negative_count_is_refused(items: int, already: int) -> None:
    with pytest.raises(ValueError, match="不能小于0"):
        fees.by_items(items, already=already)
    with pytest.raises(ValueError, match="不能小于0"):
        fees.by_pages(-1)


def test_there_was_no_processing_fee_before_2021() -> None:
    with pytest.raises(fees.NoTariff, match="2021-01-01"):
        fees.by_items(12, on=datetime.date(2020, 12, 31))
    assert fees.by_items(12, on=datetime.date(2021, 1, 1)).amount_yuan == 200


LOCAL = [
    ("fujian", {"search": 1, "copy_a4": 12, "colour_a3": 1}, "9.4"),
    ("shanghai", {"search": 2, "disk": 1}, "12"),
    ("taiyuan", {"search": 1, "copy_a4_both": 3}, "4.05"),
    ("guangxi", {"search": 1}, "5"),
]


@pytest.mark.parametrize(("place", "counts", "yuan"), LOCAL)
def test_local_cost_fees(place: str, counts: dict[str, int], yuan: str) -> None:
    bill = fees.local(place, counts, on=datetime.date(2010, 3, 1))
    assert bill.due_yuan == bill.full_yuan == Decimal(yuan)
    assert bill.source


def test_a_waiver_frees_from_local_cost_fees() -> None:
    bill = fees.local("fujian", {"search": 1}, on=datetime.date(2010, 3, 1), waiver="minimum_allowance")
    assert (bill.full_yuan, bill.due_yuan) == (Decimal(5), Decimal(0))


@pytest.mark.parametrize(
    ("place", "counts", "on", "waiver"),
    [
        ("fujian", {"search": 1}, "2017-04-01", ""),
        ("atlantis", {"search": 1}, "2010-03-01", ""),
        ("fujian", {"gold": 1}, "2010-03-01", ""),
        ("fujian", {"search": -1}, "2010-03-01", ""),
        ("fujian", {"search": 1}, "2010-03-01", "friend"),
    ],
)
def test_what_no_tariff_knows_is_refused(place: str, counts: dict[str, int], on: str, waiver: str) -> None:
    with pytest.raises(ValueError, match=r"没有|不能小于"):
        fees.local(place, counts, on=datetime.date.fromisoformat(on), waiver=waiver)


def test_the_places_of_a_day() -> None:
    assert {each for each, _ in fees.places(datetime.date(2010, 3, 1))} == {"fujian", "shanghai", "taiyuan", "guangxi"}
    assert fees.places(datetime.date(2020, 3, 1)) == ()


@given(first=st.integers(0, 120), second=st.integers(0, 120))
def test_charging_in_two_parts_costs_the_same(first: int, second: int) -> None:
    whole = fees.by_items(first + second).amount_yuan
    assert fees.by_items(first).amount_yuan + fees.by_items(second, already=first).amount_yuan == whole


@given(pages=st.integers(0, 2000))
def test_another_page_never_makes_it_cheaper(pages: int) -> None:
    assert fees.by_pages(pages).amount_yuan <= fees.by_pages(pages + 1).amount_yuan
