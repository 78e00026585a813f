"""The tour of the desk, and the small links that tell why."""

from typing import Any

import pytest
from django.test import Client

from gongkai.accounts.models import Role
from gongkai.desk.actions import touring
from gongkai.desk.models import Visited
from gongkai.desk.queries import tour
from gongkai.rules import articles
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db


def test_the_tour_takes_ten_minutes_and_explains_itself() -> None:
    assert sum(each.minutes for each in tour.STEPS) <= 12
    assert all(not each.topic or articles.topic(each.topic) for each in tour.STEPS)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.REVIEWER, Role.CASE_OFFICER, Role.INSPECTOR])
def test_everybody_is_led_to_pages_they_may_open(client: Client, role: str) -> None:
    client.force_login(person_with(role, AgencyFactory()))
    page = client.get("/desk/tour/")
    stops = [url for _stop, url, _is_next in page.context["stops"]]
    assert len(stops) >= 3
    assert [client.get(url).status_code for url in stops] == [200] * len(stops)


def test_progress_is_remembered(client: Client, django_assert_max_num_queries: Any) -> None:
    person = person_with(Role.OFFICER, AgencyFactory())
    client.force_login(person)
    client.post("/desk/tour/", {"step": "today"})
    client.post("/desk/tour/", {"step": "today"})
    with django_assert_max_num_queries(12):
        page = client.get("/desk/tour/")
    assert page.context["done"] == 1
    client.post("/desk/tour/", {"step": "today", "again": "1"})
    assert not Visited.objects.exists()
    assert client.post("/desk/tour/", {"step": "nowhere"}).status_code == 404


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(touring.NoStep):
        touring.visit(person=person_with(Role.OFFICER, AgencyFactory()), step="nowhere", at=clock.NOW)


def test_why_stands_beside_form_parts_and_on_its_own_page(client: Client) -> None:
    client.force_login(person_with(Role.OFFICER, AgencyFactory()))
    assert "条例第二十六条" in client.get("/desk/items/new/").content.decode()
    page = client.get("/desk/why/").content.decode()
    assert all(each.articles in page for each in articles.topics())
