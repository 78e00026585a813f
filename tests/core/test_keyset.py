"""Paging by key: forwards, backwards, ties, and addresses that were made up."""

import datetime

import pytest

from gongkai.core import keyset
from gongkai.core.models import Worker
from tests.factories import clock
from tests.factories.core import WorkerFactory

pytestmark = pytest.mark.django_db
ORDER = ("-seen_at", "-id")


@pytest.fixture
def workers() -> list[Worker]:
    """Seven workers, newest first; pairs of them share a moment."""
    rows = [WorkerFactory(seen_at=clock.NOW + datetime.timedelta(seconds=n // 2)) for n in range(7)]
    return sorted(rows, key=lambda row: (row.seen_at, row.pk), reverse=True)


def cut(cursor: str = "") -> keyset.Page[Worker]:
    return keyset.page(Worker.objects.all(), by=ORDER, size=3, cursor=cursor)


def test_pages_follow_one_another_and_come_back(workers: list[Worker]) -> None:
    first = cut()
    second = cut(first.older or "")
    third = cut(second.older or "")
    assert [*first.rows, *second.rows, *third.rows] == workers
    assert (first.newer, third.older) == (None, None)
    assert cut(third.newer or "").rows == second.rows
    assert cut(second.newer or "").rows == first.rows
    assert cut(second.newer or "").newer is None


def test_a_list_that_fits_has_no_neighbours(workers: list[Worker]) -> None:
    page = keyset.page(Worker.objects.all(), by=ORDER, size=7)
    assert (page.newer, page.older) == (None, None)


def test_an_empty_list_is_a_page(db: None) -> None:
    assert cut() == keyset.Page(rows=[], newer=None, older=None)


@pytest.mark.parametrize(
    "cursor",
    [
        ">",
        ">###",
        ">W10",
        ">bm9uc2Vuc2U",
        "<e30",
        ">WzFd",
        ">WyJ4IiwxXQ",
        ">W3t9LFtdXQ",
        ">W251bGwsbnVsbF0",
    ],
)
def test_a_made_up_address_is_refused(workers: list[Worker], cursor: str) -> None:
    with pytest.raises(keyset.BadCursor):
        cut(cursor)


def test_a_page_costs_two_queries(workers: list[Worker], django_assert_num_queries: object) -> None:
    first = cut()
    with django_assert_num_queries(2):  # type: ignore[operator]
        cut(first.older or "")
