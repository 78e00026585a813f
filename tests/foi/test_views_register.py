"""The register, its export without anything personal, giving many cases away; the month, the roll-up, repeats."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Person, Role
from gongkai.foi.models.cases import SavedView
from gongkai.foi.queries import clocks
from tests.factories.accounts import RoleHoldingFactory, person_with
from tests.factories.orgs import AgencyFactory
from tests.foi import journey

pytestmark = pytest.mark.django_db
LIST = "/desk/requests/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def body(answer: Any) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(data.decode())


def ago(days: int) -> datetime.date:
    return clocks.calendar().add_working_days(timezone.localdate(), -days)


def test_words_and_numbers_find_requests(office: journey.Office) -> None:
    one = office.received(description="青石路片区改造资金")
    office.received(description="公租房分配结果")
    client = signed_in(office.officer)

    by_words = body(client.get(LIST, {"q": "改造资金"}))
    by_number = body(client.get(LIST, {"q": one.number}))

    assert "青石路" in by_words and "公租房" not in by_words
    assert "青石路" in by_number and "公租房" not in by_number


def test_filters_by_clock_state_and_officer(office: journey.Office) -> None:
    office.received(ago(30), description="逾期的一件")
    office.received(ago(1), description="刚到的一件")
    client = signed_in(office.officer)

    assert "逾期的一件" in body(client.get(LIST, {"clock": "late"}))
    assert "刚到的一件" not in body(client.get(LIST, {"clock": "late"}))
    assert "刚到的一件" in body(client.get(LIST, {"state": "open", "officer": "none"}))


def test_the_export_holds_no_words_of_the_request_and_no_applicant(office: journey.Office) -> None:
    row = office.received(description="青石路片区改造资金")

    text = body(signed_in(office.desk).get(LIST, {"export": "csv"}))

    assert row.number in text
    assert "青石路" not in text and row.applicant.name not in text


def test_the_export_needs_its_own_right(office: journey.Office) -> None:
    office.received()

    assert signed_in(office.officer).get(LIST, {"export": "csv"}).status_code == 302


def test_many_cases_are_given_to_one_officer(office: journey.Office) -> None:
    rows = [office.received(), office.received()]
    client = signed_in(office.desk)
    ids = [row.pk for row in rows]

    asked = body(client.post(reverse("foi:bulk"), {"action": "give", "row": ids}))
    client.post(reverse("foi:bulk"), {"action": "give", "row": ids, f"officer_{office.agency.pk}": office.officer.pk})

    for row in rows:
        row.refresh_from_db()
    assert office.officer.name in asked
    assert {row.officer_id for row in rows} == {office.officer.pk}


def test_nobody_gives_away_cases_of_others(office: journey.Office) -> None:
    row = office.received()
    stranger = person_with(Role.DISCLOSURE_OFFICE, AgencyFactory())

    signed_in(stranger).post(reverse("foi:bulk"), {"row": [row.pk], f"officer_{row.agency_id}": stranger.pk})

    row.refresh_from_db()
    assert row.officer_id is None


def test_cases_of_several_agencies_go_to_people_of_each(
    office: journey.Office, django_assert_max_num_queries: Any
) -> None:
    city = AgencyFactory()
    two = [journey.office(AgencyFactory(parent=city)) for _n in range(2)]
    head = person_with(Role.DISCLOSURE_OFFICE, city, with_subtree=True)
    rows = [each.received() for each in two]
    ids, client = [row.pk for row in rows], signed_in(head)

    with django_assert_max_num_queries(12):
        asked = body(client.post(reverse("foi:bulk"), {"action": "give", "row": ids}))
    wrong = {f"officer_{two[0].agency.pk}": two[1].officer.pk, f"officer_{two[1].agency.pk}": two[1].officer.pk}
    client.post(reverse("foi:bulk"), {"action": "give", "row": ids, **wrong})

    for row in rows:
        row.refresh_from_db()
    assert all(f'name="officer_{each.agency.pk}"' in asked and each.officer.name in asked for each in two)
    assert [row.officer_id for row in rows] == [None, two[1].officer.pk], "nobody gets cases of an agency not theirs"


def test_a_view_is_saved_and_removed(office: journey.Office) -> None:
    client = signed_in(office.officer)
    client.post(reverse("foi:view-save"), {"name": "逾期", "query": "clock=late&q="})
    view = SavedView.objects.get()
    client.post(reverse("foi:view-remove", args=[view.pk]))

    assert view.query == "clock=late"
    assert not SavedView.objects.exists()


def test_the_list_asks_the_same_for_any_number_of_rows(office: journey.Office, django_assert_num_queries: Any) -> None:
    client = signed_in(office.officer)
    office.received()
    client.get(LIST)
    with django_assert_num_queries(10):
        client.get(LIST)
    for _number in range(6):
        office.received()
    with django_assert_num_queries(10):
        client.get(LIST)


def test_the_month_shows_what_ends_on_each_day(office: journey.Office) -> None:
    row = office.received(ago(2))
    assert row.due_on is not None

    text = body(signed_in(office.officer).get(reverse("foi:calendar"), {"month": f"{row.due_on:%Y-%m}"}))

    assert row.number in text
    assert body(signed_in(office.officer).get(reverse("foi:calendar"), {"month": "1-1-1"}))


def test_the_roll_up_adds_the_agencies_below(office: journey.Office) -> None:
    child = AgencyFactory(parent=office.agency)
    above = office.desk
    RoleHoldingFactory(person=above, agency=office.agency, role=Role.SUPERIOR, with_subtree=True)
    below = journey.office(child)
    below.received(ago(30))
    office.received(ago(1))

    text = body(signed_in(above).get(reverse("foi:below")))

    assert child.short_name in text
    assert "逾期" in text


def test_wishes_of_several_applicants_suggest_publication(office: journey.Office) -> None:
    for _number in range(3):
        office.answered("DISCLOSED", ago(1), received=ago(5), description="2025 年公租房分配结果")

    text = body(signed_in(office.officer).get(reverse("foi:repeated")))

    assert "2025 年公租房分配结果" in text
    assert "/publish/" in text


def test_an_answer_becomes_a_public_draft_without_the_applicant(
    office: journey.Office, django_assert_max_num_queries: Any
) -> None:
    from tests.factories.catalog import ColumnFactory

    column = ColumnFactory(owner=office.agency)
    row = office.answered("DISCLOSED", ago(1), received=ago(5))
    client = signed_in(office.officer)
    url = reverse("foi:publish", args=[row.pk])
    typed = {"title": "公租房分配结果", "column": column.pk, "body": f"{row.applicant.name}要求公开"}

    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200
    refused = client.post(url, typed)
    done = client.post(url, typed | {"body": "2025 年公租房分配结果如下。"})

    assert refused.status_code == 422
    assert done.status_code == 302 and "/desk/items/" in done["Location"]
