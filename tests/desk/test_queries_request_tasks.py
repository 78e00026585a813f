"""What requests ask of a person on the day's page."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.accounts.queries import access_of
from gongkai.desk.queries import request_tasks
from gongkai.foi.actions import handling, letters
from gongkai.foi.queries import clocks
from tests.foi import journey

pytestmark = pytest.mark.django_db


def ago(days: int) -> Any:
    return clocks.calendar().add_working_days(timezone.localdate(), -days)


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def tasks(person: Any) -> list[str]:
    today = timezone.localdate()
    mine, others = request_tasks.of(access_of(person, on=today), on=today)
    return [f"{each.title} {each.when} {each.when_note} {each.do}" for each in [*mine, *others]]


def test_what_is_due_and_what_must_be_confirmed_stands_there_in_the_words_of_the_office(
    office: journey.Office,
) -> None:
    office.received(ago(18), description="公租房分配结果")
    office.received(ago(7), description="有关东湖的全部材料")
    office.received(ago(1), channel="email", confirmed=False, description="校车合同")

    found = "\n".join(tasks(office.officer))

    assert "个工作日内到期" in found
    assert "须发补正告知" in found
    assert "待确认收到" in found
    assert tasks(office.legal) == []


def test_a_letter_waits_for_the_one_whose_step_is_open(office: journey.Office) -> None:
    row = office.received(ago(3))
    letter = office.letter(row, "reply_disclosed", ago(1), outcome="DISCLOSED")
    letters.submit_letter(letter=letter, by=office.officer, at=timezone.now())

    assert any("答复书" in each for each in tasks(office.legal))
    assert tasks(office.secrecy) == []


def test_the_page_of_the_day_asks_at_most_twelve_questions(
    office: journey.Office, django_assert_max_num_queries: Any
) -> None:
    for days in range(12):
        row = office.received(ago(days + 8))
        handling.assign(info_request=row, officer=office.officer, by=office.desk, at=timezone.now())
    client = Client()
    client.force_login(office.officer)
    client.get("/desk/")

    with django_assert_max_num_queries(12):
        assert client.get("/desk/").status_code == 200
