"""The year so far: figures by month against last year, their pictures, records and export, and who may look."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.accounts.models import Role
from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.statistics.queries import progress
from tests.factories.accounts import person_with
from tests.factories.activities import on_day, yearly
from tests.factories.disclosures import published_item
from tests.factories.events import EventFactory
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/figures/progress/"


@pytest.fixture
def bureau(client: Client) -> Agency:
    """A bureau with a school below it, seen by an inspector of both; something happened in 2024 and 2025."""
    agency: Agency = AgencyFactory(short_name="市教育局")
    school = AgencyFactory(parent=agency, short_name="某校")
    for year, month, whose in ((2024, 3, agency), (2025, 3, agency), (2025, 3, school), (2025, 4, agency)):
        on_day("interpretation", whose, datetime.date(year, month, 5))
    published_item(agency=agency, at=datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC))
    plenty.requests(agency, [{"received_on": datetime.date(2025, 5, 6)}])
    yearly("staff", agency, 2025, full_time=1, part_time=2)
    client.force_login(person_with(Role.INSPECTOR, agency, with_subtree=True))
    return agency


def test_figures_stand_by_month_beside_those_of_last_year(
    client: Client, bureau: Agency, django_assert_max_num_queries: Any
) -> None:
    client.get(ADDRESS)  # so that the session is there
    with django_assert_max_num_queries(12):
        page = client.get(ADDRESS, {"agency": bureau.pk, "year": 2025, "form": "form-2014", "subtree": "on"})
    words = page.content.decode()
    assert words.count("<figure") == words.count('role="img"') == words.count("<caption", 0, words.index("figtable"))
    assert "responses.interpretations/?until=2025-12-31&amp;subtree=1&amp;month=3" in words
    assert "responses.interpretations/?until=2024-12-31&amp;subtree=1" in words
    assert "<script" not in words[words.index("<main") :]


def test_a_month_opens_onto_its_records(client: Client, bureau: Agency) -> None:
    for query, rows in (("month=3&subtree=1", 2), ("month=3", 1), ("subtree=1", 3), ("month=13&subtree=1", 3)):
        page = client.get(f"/desk/figures/{bureau.pk}/2025/responses.interpretations/?until=2025-12-31&{query}")
        assert page.content.decode().count("data-row") == rows, query


@pytest.mark.parametrize(("until", "rows"), [("2025-03-31", 1), ("2025-12-31", 2), ("2024-03-31", 2), ("x", 2)])
def test_records_end_with_the_day_and_a_wrong_day_is_none(
    client: Client, bureau: Agency, until: str, rows: int
) -> None:
    page = client.get(f"/desk/figures/{bureau.pk}/2025/responses.interpretations/?until={until}").content.decode()
    assert page.count("data-row") == rows


def test_the_export_has_every_figure_by_month(client: Client, bureau: Agency) -> None:
    answer = client.get(ADDRESS, {"agency": bureau.pk, "year": 2025, "subtree": "on", "export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert "2025-12-31,2024-12-31" in lines[0]
    (row,) = (line for line in lines if line.startswith("政策解读,"))
    assert row == "政策解读,篇,3,1,2,0,0,2,1,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0"
    book = client.get(ADDRESS, {"agency": bureau.pk, "export": "xlsx"})
    assert b"".join(book.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_without_a_choice_it_is_ones_own_agency_up_to_today(client: Client, bureau: Agency) -> None:
    page = client.get(f"{ADDRESS}?agency=0&year=x&form=y").content.decode()
    assert timezone.localdate().isoformat() in page
    assert "两年均无记录" in client.get(ADDRESS, {"year": 2016}).content.decode()


def test_a_stranger_sees_ones_own_agency_alone(client: Client, bureau: Agency) -> None:
    other = AgencyFactory(short_name="市交通局")
    client.force_login(person_with(Role.OFFICER, other))
    page = client.get(ADDRESS, {"agency": bureau.pk, "year": 2025}).content.decode()
    assert "市交通局" in page
    assert "市教育局" not in page


def test_numbers_are_kept_until_an_act_can_have_changed_them(bureau: Agency) -> None:
    def disclosed() -> Any:
        found = progress.progress(agency=bureau, on=datetime.date(2025, 12, 31), with_subtree=True, edition="form-2014")
        return found.courses["disclosed.total"].now

    assert disclosed() == 1
    published_item(agency=bureau, at=datetime.datetime(2025, 5, 1, tzinfo=datetime.UTC))
    EventFactory(kind="person.added", agency_id=bureau.pk)
    assert disclosed() == 1  # what has left no act has not been done
    EventFactory(kind="item.published", agency_id=bureau.pk)
    assert disclosed() == 2
    events.seal()
    assert disclosed() == 2
