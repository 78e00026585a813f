"""The board of duties, the lists behind it, an agency's coverage and its yearly check."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Role
from gongkai.catalog.models import Column
from gongkai.core import schedule
from gongkai.disclosures import tasks
from gongkai.disclosures.actions import reckoning
from gongkai.disclosures.duty_models import Confirmation, Shortfall
from gongkai.disclosures.queries import duty_board
from tests.disclosures import journey
from tests.factories.accounts import person_with
from tests.factories.catalog import ColumnFactory, ObligationFactory
from tests.factories.disclosures import draft_item, published_item
from tests.factories.duties import ShortfallFactory, SuddenFactory
from tests.factories.orgs import AgencyFactory
from tests.portal.conftest import event

pytestmark = pytest.mark.django_db
BOARD, OWED, SUDDEN = "/desk/items/duties/", "/desk/items/duties/owed/", "/desk/items/duties/sudden/"


@pytest.fixture
def place(client: Any) -> dict[str, Any]:
    """The office of a city signed in, a tidy and a slack agency below it, and a stranger's."""
    city = AgencyFactory(short_name="市政府")
    tidy, slack = AgencyFactory(parent=city, short_name="勤快局"), AgencyFactory(parent=city, short_name="拖拉局")
    other = AgencyFactory(short_name="外地局")
    for name in ("栏目一", "栏目二"):
        ShortfallFactory(agency=slack, column=ColumnFactory(owner=slack, name=name))
    ShortfallFactory(agency=tidy, kind=Shortfall.Kind.CONTACTS, column=None)
    ShortfallFactory(agency=other, column=ColumnFactory(owner=other, name="外地栏目"))
    draft_item(agency=slack, formed_on=timezone.localdate() - datetime.timedelta(days=60))
    SuddenFactory(
        agency=slack, first_on=timezone.localdate(), last_on=timezone.localdate(), count=40,
        compared={"from": "2026-01-01", "to": "2026-06-29", "count": 18, "usual": 0.1},
    )  # fmt: skip
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, city, with_subtree=True))
    return {"city": city, "tidy": tidy, "slack": slack, "other": other}


def test_the_board_puts_the_worst_first_and_leads_to_the_lists(client, place, django_assert_max_num_queries):
    client.get(BOARD)
    with django_assert_max_num_queries(12):
        answer = client.get(BOARD)
    lines = answer.context["board"].lines
    assert [(line.agency.short_name, line.total) for line in lines] == [("拖拉局", 3), ("勤快局", 1), ("市政府", 0)]
    text = answer.content.decode()
    assert f"?due=late&amp;agency={place['slack'].pk}" in text
    assert f"?kind=empty-column&amp;agency={place['slack'].pk}" in text
    assert "外地局" not in text


def test_the_board_is_exported_as_a_sheet(client, place):
    answer = client.get(BOARD, {"export": "csv"})
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 4 and rows[1].split(",")[0] == place["slack"].name


def test_the_list_behind_a_figure_is_filtered_found_and_exported(client, place, django_assert_max_num_queries):
    client.get(OWED)
    with django_assert_max_num_queries(12):
        answer = client.get(OWED, {"agency": place["slack"].pk, "kind": "empty-column"})
    assert len(answer.context["lines"]) == 2
    assert "外地栏目" not in client.get(OWED).content.decode()
    assert len(client.get(OWED, {"q": "栏目二"}).context["lines"]) == 1
    assert "栏目二" in b"".join(client.get(OWED, {"export": "csv"}).streaming_content).decode()


def test_sudden_days_say_what_they_were_compared_with(client, place, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        text = client.get(SUDDEN).content.decode()
    assert "2026-01-01至2026-06-29共发布18条" in text


def test_an_agencys_coverage_shows_what_has_items_and_what_not(client, place, django_assert_max_num_queries):
    column = ColumnFactory(owner=place["tidy"])
    ObligationFactory(agency=place["tidy"], column=column, title="有内容")
    ObligationFactory(agency=place["tidy"], title="没有内容")
    published_item(agency=place["tidy"], column=column)
    url = reverse("disclosures:coverage", args=[place["tidy"].pk])
    client.get(url)
    with django_assert_max_num_queries(12):
        answer = client.get(url)
    assert [(row.obligation.title, row.count) for row in answer.context["rows"]] == [("没有内容", 0), ("有内容", 1)]
    assert "没有内容" in b"".join(client.get(url, {"export": "csv"}).streaming_content).decode()


def test_an_officer_confirms_that_the_contacts_still_hold(client, place, django_assert_max_num_queries):
    officer = person_with(Role.OFFICER, place["tidy"])
    client.force_login(officer)
    url = reverse("disclosures:yearly", args=[place["tidy"].pk])
    with django_assert_max_num_queries(12):
        assert "仍然有效" in client.get(url).content.decode()
    client.post(url, {"subject": "contacts", "note": "电话已拨通"})
    row = Confirmation.objects.get()
    assert (row.agency, row.by, row.note) == (place["tidy"], officer.reference, "电话已拨通")
    place["tidy"].refresh_from_db()
    assert place["tidy"].contacts_checked_on == timezone.localdate()
    client.post(url, {"subject": "guide"})
    client.post(url, {"subject": "nonsense"})
    assert Confirmation.objects.count() == 1


def test_of_many_guides_the_oldest_are_shown_and_the_list_has_the_rest(client, place, monkeypatch):
    monkeypatch.setattr(duty_board, "OLDEST_SHOWN", 1)
    column = ColumnFactory(block=Column.Block.GUIDE)
    for year in (2024, 2025):
        at = datetime.datetime(year, 3, 1, tzinfo=datetime.UTC)
        published_item(agency=place["tidy"], column=column, at=at, title=f"{year}年指南")
    page = client.get(reverse("disclosures:yearly", args=[place["tidy"].pk])).content.decode()
    assert "2024年指南" in page and "2025年指南" not in page
    assert f"agency={place['tidy'].pk}&amp;column={column.pk}" in page and "另有较新的 1 件" in page


def test_who_only_reads_does_not_confirm_or_reckon(client, place):
    client.force_login(person_with(Role.INSPECTOR, place["city"], with_subtree=True))
    assert client.get(BOARD).status_code == 200
    url = reverse("disclosures:yearly", args=[place["tidy"].pk])
    assert client.post(url, {"subject": "contacts"}).status_code == 403
    assert client.post(reverse("disclosures:reckon")).status_code == 403


def test_the_office_reckons_anew_and_the_clock_does_it_each_hour(client, place):
    assert client.post(reverse("disclosures:reckon")).status_code == 302
    assert not Shortfall.objects.filter(column__name="不存在").exists()
    assert reckoning.JOB in schedule.ENTRIES


def test_a_published_item_is_heard_and_clears_its_column():
    office = journey.office()
    ShortfallFactory(agency=office.agency, column=office.column)
    tasks.clear_published([event("item.published", office.published().reference)])
    assert not Shortfall.objects.exists()
