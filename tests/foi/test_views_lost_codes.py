"""A lost query code: given anew at the desk or by mail, the old one void at once, the change in the trail."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.events.models import Event
from gongkai.foi import tasks
from gongkai.foi.actions import kinds, receiving, refusals, renewing
from gongkai.foi.queries import followed
from tests.foi import journey

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
KEY = "a-key-of-a-form-that-was-sent"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


@pytest.fixture
def receipt(office: journey.Office) -> receiving.Receipt:
    who = office.who(email="Shen@example.com", wants_updates=True)
    return receiving.receive(
        agency=office.agency, submission=office.submission(applicant=who), arrived_on=journey.DAY, by=office.desk,
        at=journey.NOW, key=KEY,
    )  # fmt: skip


def test_the_office_gives_a_new_code_and_the_old_one_is_void(
    office: journey.Office, receipt: receiving.Receipt
) -> None:
    address = reverse("foi:renew", args=[receipt.info_request.pk])

    page = signed_in(office.desk).post(address, {"how": "document", "note": "身份证"}).content.decode()

    code = CODE.findall(page)[0]
    assert followed.find(receipt.number, receipt.code) is None
    assert followed.find(receipt.number, code) is not None
    event = Event.objects.get(kind=kinds.CODE_RENEWED)
    assert "身份证" in event.data["checked"] and code not in str(event.data)
    assert receiving.receipt_of(key=KEY).code == "", "the form's key tells the void code to nobody"  # type: ignore[union-attr]


def test_without_a_word_on_who_asks_there_is_none(office: journey.Office, receipt: receiving.Receipt) -> None:
    address = reverse("foi:renew", args=[receipt.info_request.pk])
    assert signed_in(office.desk).post(address, {"note": "x"}).status_code == 422
    assert signed_in(office.legal).get(address).status_code in {403, 404}
    with pytest.raises(refusals.Incomplete):
        renewing.renew_code(info_request=receipt.info_request, checked=" ", by=office.desk, at=journey.NOW)
    assert followed.find(receipt.number, receipt.code) is not None


def test_the_mail_gives_a_code_once(client: Client, receipt: receiving.Receipt, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    asked = client.post("/requests/status/lost/", {"number": receipt.number, "email": "shen@EXAMPLE.com"})
    tasks.mail_lost_code.call(info_request_id=receipt.info_request.pk)
    (address,) = re.findall(r"/requests/status/lost/\S+", mail.outbox[0].body)

    looked = client.get(address).content.decode()
    code = CODE.findall(client.post(address).content.decode())[0]

    assert asked.status_code == 200
    assert not CODE.search(looked), "programs that open addresses change nothing"
    assert followed.find(receipt.number, code) is not None
    assert client.get(address).status_code == 410
    assert mail.outbox[0].to == ["Shen@example.com"]


@pytest.mark.parametrize(
    "typed", [{"number": "云公开申〔2026〕99号"}, {"email": "other@example.com"}, {"number": "", "email": "x"}]
)
def test_a_wrong_address_gets_the_same_answer_and_no_mail(
    client: Client, receipt: receiving.Receipt, typed: dict[str, str]
) -> None:
    right = {"number": receipt.number, "email": "shen@example.com"}
    page = client.post("/requests/status/lost/", {**right, **typed})
    assert page.status_code == (422 if typed.get("email") == "x" else 200)
    assert ("如果编号和邮箱" in page.content.decode()) == (page.status_code == 200)
    assert followed.by_email(typed.get("number", receipt.number), typed.get("email", "shen@example.com")) == []


def test_three_mails_an_hour_are_enough(client: Client, receipt: receiving.Receipt) -> None:
    typed = {"number": receipt.number, "email": "shen@example.com"}
    answers = [client.post("/requests/status/lost/", typed).status_code for _n in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert client.get("/requests/status/lost/no-such-pass/").status_code == 410
