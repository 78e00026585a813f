"""Holiday notices at the desk: read as people type them, looked at, applied by a second person at the top."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Person, Role
from gongkai.foi.forms import holidays
from gongkai.foi.models.calendars import CalendarNotice
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
YEAR = 2029


def typed(**changes: Any) -> dict[str, Any]:
    plain = {
        "year": YEAR,
        "title": "关于2029年部分节假日安排的通知",
        "number": "国办发明电〔2028〕9号",
        "issued_on": timezone.localdate().isoformat(),
        "holidays": "元旦 1月1日\n国庆节 10月1日至10月7日",
        "worked": "9月29日 国庆节",
    }
    return plain | changes


@pytest.fixture
def top() -> Any:
    return AgencyFactory(parent=None)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def clerk(top: Any) -> Client:
    person = person_with(Role.DISCLOSURE_OFFICE, top, with_subtree=True)
    return signed_in(person)


def test_lines_of_a_notice_are_read_as_people_write_them(clerk: Client) -> None:
    clerk.post(reverse("foi:holiday-new"), typed())

    days = CalendarNotice.objects.get().days
    assert {"name": "国庆节", "from": "2029-10-01", "to": "2029-10-07"} in days["holidays"]
    assert days["working_weekends"] == [{"day": "2029-09-29", "for": "国庆节"}]


@pytest.mark.parametrize(
    "changes",
    [
        {"holidays": "国庆节"},
        {"holidays": "国庆节 13月1日"},
        {"worked": "国庆节 9月29日"},
        {"worked": "10月2日 国庆节"},
    ],
)
def test_a_line_that_cannot_be_a_day_is_told(clerk: Client, changes: dict[str, str]) -> None:
    answer = clerk.post(reverse("foi:holiday-new"), typed(**changes))

    assert answer.status_code == 422
    assert not CalendarNotice.objects.exists()


def test_who_entered_it_does_not_apply_it(clerk: Client, top: Any) -> None:
    clerk.post(reverse("foi:holiday-new"), typed())
    notice = CalendarNotice.objects.get()
    apply = reverse("foi:holiday-act", args=[notice.pk, "apply"])

    clerk.post(apply)
    notice.refresh_from_db()
    own = notice.state
    signed_in(person_with(Role.DISCLOSURE_OFFICE, top, with_subtree=True)).post(apply)
    notice.refresh_from_db()

    assert own == "proposed"
    assert notice.state == "applied"


def test_only_the_top_of_the_tree_enters_notices(top: Any) -> None:
    below = person_with(Role.DISCLOSURE_OFFICE, AgencyFactory(parent=top), with_subtree=True)

    assert signed_in(below).get(reverse("foi:holidays")).status_code == 403


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("元旦 1月1日", "2029-01-01"),
        ("春节：2029年2月12日到2月18日", "2029-02-18"),
        ("国庆节 10.1-10.7", "2029-10-07"),
    ],
)
def test_a_holiday_is_read_in_several_ways(line: str, ends: str) -> None:
    form = holidays.NoticeForm(typed(holidays=line))

    assert form.is_valid(), form.errors
    assert form.days["holidays"][0]["to"] == ends
