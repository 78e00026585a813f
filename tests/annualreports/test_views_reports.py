"""The list of annual reports: who sees what, filters, export, the way to the comparison."""

from typing import Any

import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from tests.annualreports import town
from tests.annualreports.town import Town, signed_in
from tests.factories.accounts import person_with
from tests.factories.annualreports import ReportFactory

pytestmark = pytest.mark.django_db
LIST = "/desk/reports/"


@pytest.fixture
def place() -> Town:
    return town.town()


def bodies(answer: Any) -> list[str]:
    return [line.row.body for line in answer.context["lines"]]


def test_the_list_shows_the_reports_of_my_agencies(place: Town) -> None:
    ReportFactory(agency=place.bureau)
    ReportFactory(agency=place.other)
    assert bodies(signed_in(place.officer).get(LIST)) == ["云州市教育局"]
    assert set(bodies(signed_in(place.superior).get(LIST))) == {"云州市教育局", "云州市财政局"}


def test_the_list_is_refused_to_who_has_no_business_with_reports(place: Town) -> None:
    assert signed_in(person_with(Role.OPERATOR, place.city)).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("year=2024", ["财政"]),
        ("findings=errors", ["教育"]),
        ("findings=open", ["教育", "财政"]),
        ("findings=none", ["邻市"]),
        ("form=form-2021", ["教育", "财政"]),
        ("q=教育", ["教育"]),
        ("state=withdrawn", ["旧"]),
        ("year=x&findings=x&state=x", ["教育", "邻市", "财政"]),
    ],
)
def test_the_list_is_narrowed(place: Town, query: str, expected: list[str]) -> None:
    ReportFactory(agency=place.bureau, body="教育", error_count=1)
    ReportFactory(agency=place.other, body="财政", year=2024, warning_count=1)
    ReportFactory(agency=None, keeper=place.city, body="邻市", edition="")
    ReportFactory(agency=place.bureau, body="旧", year=2020, state="withdrawn")
    assert sorted(bodies(signed_in(place.superior).get(f"{LIST}?{query}"))) == sorted(expected)


def test_the_list_runs_the_same_queries_for_any_number_of_rows(place: Town, django_assert_max_num_queries: Any) -> None:
    client = signed_in(place.superior)
    for year in range(2015, 2026):
        ReportFactory(agency=place.bureau, year=year)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert len(bodies(client.get(LIST))) == 11


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_exported(place: Town, kind: str) -> None:
    ReportFactory(agency=place.bureau, body="=云州市教育局")
    answer = signed_in(place.superior).get(f"{LIST}?export={kind}")
    content = b"".join(answer.streaming_content)
    assert content
    if kind == "csv":
        assert "'=云州市教育局,2025,2021" in content.decode()


def test_ticked_reports_are_compared_at_an_address_of_their_own(place: Town) -> None:
    rows = [ReportFactory(agency=place.bureau, year=year) for year in (2024, 2025)]
    client = signed_in(place.superior)
    answer = client.post(reverse("annualreports:compare-chosen"), {"row": [row.pk for row in rows]})
    assert answer["Location"] == f"/desk/reports/compare/?ids={rows[0].pk}%2C{rows[1].pk}"
    one = client.post(reverse("annualreports:compare-chosen"), {"row": [rows[0].pk], "next": "https://evil.example/"})
    assert one["Location"] == LIST
