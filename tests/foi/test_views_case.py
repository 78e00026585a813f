"""The page of a case: what it shows, how little it asks the database, who may see whom."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Person, Role
from gongkai.events.models import Event
from gongkai.foi.actions import consulting, handling
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import clocks
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory
from tests.foi import journey

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def some_days_ago(count: int) -> datetime.date:
    """A working day so many working days before today."""
    return clocks.calendar().add_working_days(timezone.localdate(), -count)


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


@pytest.fixture
def case(office: journey.Office) -> InfoRequest:
    return office.received(some_days_ago(6))


def url(name: str, *words: Any) -> str:
    return reverse(f"foi:{name}", args=words)


def test_the_page_shows_the_clock_and_what_comes_next(office: journey.Office, case: InfoRequest) -> None:
    text = signed_in(office.officer).get(url("case", case.pk)).content.decode()

    assert case.number in text
    assert "第三十条" in text
    assert url("act", case.pk, "ask_correction") in text
    assert url("act", case.pk, "record_search") in text


def test_the_applicant_is_masked_until_somebody_says_why(office: journey.Office, case: InfoRequest) -> None:
    client = signed_in(office.officer)

    before = client.get(url("case", case.pk)).content.decode()
    shown = client.post(url("applicant", case.pk), {"why": "核对身份"})

    assert case.applicant.name not in before
    assert case.applicant.masked_name in before
    assert case.applicant.name in shown.content.decode()
    event = Event.objects.filter(kind="request.looked").latest("pk")
    assert event.data["why"] == "核对身份"


def test_a_look_without_a_reason_shows_nothing(office: journey.Office, case: InfoRequest) -> None:
    answer = signed_in(office.officer).post(url("applicant", case.pk), {"why": " "})

    assert answer.status_code == 422
    assert case.applicant.name not in answer.content.decode()


def test_a_reviewer_sees_the_case_and_no_applicant(office: journey.Office, case: InfoRequest) -> None:
    client = signed_in(office.legal)

    assert client.get(url("case", case.pk)).status_code == 200
    assert client.get(url("applicant", case.pk)).status_code == 403


def test_a_full_case_asks_at_most_twelve_questions(office: journey.Office, case: InfoRequest) -> None:
    today = timezone.localdate()
    asked = consulting.ask_third_party(
        info_request=case, party_name="云州建工", matter="报价", on=today, by=office.officer, at=timezone.now()
    )
    consulting.record_opinion(
        consultation=asked, opinion="objects", reason="秘密", on=today, by=office.officer, at=timezone.now()
    )
    handling.add_note(info_request=case, text="等法制意见", by=office.officer, at=timezone.now())
    for _ in range(3):
        office.letter(case, "third_party_tell_applicant", today)
        office.received(today)
    client = signed_in(office.officer)
    client.get(url("case", case.pk))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(url("case", case.pk))

    assert answer.status_code == 200
    assert len(queries) <= 12, "\n".join(each["sql"][:150] for each in queries.captured_queries)


def test_somebody_of_another_agency_finds_nothing(case: InfoRequest) -> None:
    stranger = person_with(Role.DISCLOSURE_OFFICE, AgencyFactory())

    assert signed_in(stranger).get(url("case", case.pk)).status_code == 404
    assert signed_in(stranger).get(url("clock", case.pk)).status_code == 404


def test_the_clock_is_explained_step_by_step_with_articles(office: journey.Office, case: InfoRequest) -> None:
    text = signed_in(office.officer).get(url("clock", case.pk)).content.decode()

    assert "第三十三条" in text
    assert "20个工作日" in text or "20 个工作日" in text


@pytest.mark.parametrize("name", ["list", "new", "calendar", "below", "repeated", "queue", "remedies", "templates"])
def test_the_pages_of_the_desk_open(office: journey.Office, case: InfoRequest, name: str) -> None:
    person = office.legal if name == "queue" else office.desk

    assert signed_in(person).get(url(name)).status_code == 200


def test_every_act_on_offer_has_a_page(office: journey.Office, case: InfoRequest) -> None:
    from gongkai.foi.views import act_specs

    for name, spec in act_specs.SPECS.items():
        answer = signed_in(office.desk).get(url("act", case.pk, name))
        assert answer.status_code == 200, (name, spec)
