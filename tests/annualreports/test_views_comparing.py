"""Reports side by side on a page and as files."""

from typing import Any

import pytest

from tests.annualreports import town
from tests.annualreports.town import Town, signed_in
from tests.factories.annualreports import ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Town:
    return town.town()


@pytest.fixture
def address(place: Town) -> str:
    ids = [place.report(year=2024).pk, place.report(year=2025, cells=town.cells(seed=2)).pk]
    return f"/desk/reports/compare/?ids={ids[0]},{ids[1]}"


def test_years_stand_side_by_side_with_charts(place: Town, address: str) -> None:
    shown = signed_in(place.superior).get(address).content.decode()
    assert "<svg" in shown
    assert "云州市教育局<br>2024" in shown
    assert "自然人" not in shown
    assert "自然人" in signed_in(place.superior).get(f"{address}&all=1").content.decode()


@pytest.mark.parametrize(
    ("kind", "beginning"), [("csv", "\ufeffid,".encode()), ("xlsx", b"PK"), ("html", b"<!doctype html>")]
)
def test_a_comparison_is_downloaded(place: Town, address: str, kind: str, beginning: bytes) -> None:
    answer = signed_in(place.superior).get(f"{address}&as={kind}")
    assert answer.content.startswith(beginning)
    assert answer["Content-Disposition"].endswith(f'.{kind}"')


@pytest.mark.parametrize("ids", ["", "1", "x,y", "999999,999998"])
def test_too_little_is_not_compared(place: Town, ids: str) -> None:
    answer = signed_in(place.superior).get(f"/desk/reports/compare/?ids={ids}", follow=True)
    assert "Tick at least two reports" in answer.content.decode()


def test_reports_of_others_are_not_compared(place: Town, address: str) -> None:
    stranger = ReportFactory()
    answer = signed_in(place.officer).get(f"/desk/reports/compare/?ids={stranger.pk},{stranger.pk}")
    assert answer.status_code == 302


def test_a_comparison_runs_the_same_queries_for_any_number_of_reports(
    place: Town, address: str, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(place.superior)
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
