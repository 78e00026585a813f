"""The public comparison: its address carries the choice, whatever is in it, and the CSV file says the same."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.annualreports.actions import amending
from gongkai.annualreports.models.reports import Report
from tests.annualreports import town as towns
from tests.factories import clock

pytestmark = pytest.mark.django_db
PAGE, CSV = "/reports/compare/", "/reports/compare/data.csv"
RECEIVED = "requests.received.total"


@pytest.fixture
def town() -> towns.Town:
    return towns.town()


def public(town: Any, **fields: Any) -> Report:
    report = town.report(**fields)
    amending.confirm(report=report, snapshot=report.snapshot, by=town.office, at=clock.NOW)
    return amending.publish(report=report, by=town.office, at=clock.NOW)


def number(report: Report, cell: str = "table3.new.total") -> int:
    return int(report.public_snapshot.figures.get(cell=cell).number)


def test_years_of_a_body_are_put_side_by_side(client: Client, town: Any) -> None:
    first = public(town, year=2024)
    second = public(town, year=2025, cells=towns.cells(seed=3))

    answer = client.get(PAGE, {"body": town.bureau.code, "year": [2024, 2025], "figure": RECEIVED})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{number(first):,}</a>" in page
    assert f"{number(second):,}</a>" in page
    assert 'class="ch"' in page
    assert " style=" not in page
    assert len(answer.content) < 60_000


def test_bodies_alone_are_compared_over_their_last_years(client: Client, town: Any) -> None:
    public(town, year=2024)
    public(town, year=2025)

    page = client.get(PAGE, {"body": town.bureau.code}).content.decode()

    assert page.count('class="chart cmp"') == 3


def test_nothing_chosen_shows_the_form_and_examples(client: Client, town: Any) -> None:
    public(town, year=2024)
    public(town, year=2025)

    page = client.get(PAGE).content.decode()

    assert f'value="{town.bureau.code}"' in page
    assert f"{PAGE}?body={town.bureau.code}" in page
    assert 'class="chart cmp"' not in page


def test_an_empty_library_says_nothing_wrong(client: Client, town: Any) -> None:
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE, {"body": "x", "year": "2025", "figure": RECEIVED}).status_code == 200


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"body": "nobody"}, "这里没有「nobody」这个机关的年报"),
        ({"body": "<script>alert(1)</script>"}, "&lt;script&gt;"),
        ({"year": "1999"}, "这里没有「1999」年的年报"),
        ({"year": "２０２５"}, "这里没有「２０２５」年的年报"),
        ({"year": "-1"}, "这里没有「-1」年的年报"),
        ({"year": "9" * 5000}, "这里没有「" + "9" * 40),
        ({"figure": "requests"}, "没有「requests」这项指标"),
        ({"figure": "' OR 1=1"}, "没有「&#x27; OR 1=1」这项指标"),
        ({"figure": "disclosed.by_org"}, "没有「disclosed.by_org」这项指标"),
        ({"body": "\x00"}, "网址中有几处没有采用"),
    ],
)
def test_what_is_unknown_is_left_out_and_named(client: Client, town: Any, query: dict[str, str], told: str) -> None:
    public(town, year=2025)

    answer = client.get(PAGE, query)

    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert client.get(CSV, query).status_code == 200


def test_too_much_is_cut_and_said(client: Client, town: Any) -> None:
    public(town, year=2025)
    names = ["requests.granted", "requests.partial", "requests.received", "requests.carried_in"]
    figures = [f"{name}.{column}" for name in names for column in ("total", "natural_person", "enterprise", "research")]

    page = client.get(PAGE, {"body": town.bureau.code, "figure": figures}).content.decode()

    assert "只比较前 12 项指标" in page
    assert page.count('class="chart cmp"') == 12


def test_what_is_not_public_is_not_compared(client: Client, town: Any) -> None:
    public(town, year=2025)
    withdrawn = public(town, year=2024)
    amending.withdraw(report=withdrawn, reason="有误", by=town.office, at=clock.NOW)
    town.report(year=2023)

    page = client.get(PAGE, {"body": town.bureau.code, "year": [2023, 2024, 2025]}).content.decode()

    assert "这里没有「2023」年的年报" in page
    assert "这里没有「2024」年的年报" in page


def test_a_body_without_a_report_on_a_year_is_told_from_one_that_states_nothing(client: Client, town: Any) -> None:
    public(town, year=2024)
    public(town, year=2025, body="云州市财政局")

    query = {"body": [town.bureau.code, town.other.code], "year": [2024, 2025], "figure": [RECEIVED, "disclosed.total"]}
    page = client.get(PAGE, query).content.decode()

    assert page.count("无年报") == 2


def test_numbers_are_given_for_inhabitants_where_these_are_known(client: Client, town: Any) -> None:
    report = public(town, year=2025)
    amending.describe(
        report=report, keeper=report.keeper, agency=report.agency, body=report.body, year=2025, filed_on=None,
        inhabitants=500_000, reason="补填常住人口", by=town.office, at=clock.NOW,
    )  # fmt: skip

    query = {"body": town.bureau.code, "year": 2025, "figure": RECEIVED, "per": "1"}
    row = next(csv.DictReader(io.StringIO(client.get(CSV, query).content.decode("utf-8-sig"))))

    assert float(row["per_10000_inhabitants"]) == round(number(report) / 50, 4)
    assert "／每万人" in client.get(PAGE, query).content.decode()


def test_the_file_says_what_the_page_says_with_its_evidence(client: Client, town: Any) -> None:
    report = public(town, year=2025)

    answer = client.get(CSV, {"body": town.bureau.code, "year": 2025, "figure": RECEIVED})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [(each["body"], each["year"], each["value"]) for each in rows] == [
        ("云州市教育局", "2025", str(number(report)))
    ]
    assert rows[0]["report"].endswith(f"/reports/2025/{town.bureau.code}/")
    assert rows[0]["evidence"]


def test_the_page_asks_few_questions_however_much_is_compared(client: Client, town: Any) -> None:
    for year in (2023, 2024, 2025):
        public(town, year=year)

    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE, {"body": town.bureau.code, "year": [2023, 2024, 2025], "figure": [RECEIVED]})

    assert len(queries) <= 6


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_comparison_can_only_be_read(client: Client, method: str) -> None:
    assert getattr(client, method)(PAGE).status_code == 405
