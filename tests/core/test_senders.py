"""Texts and mails leave the desk once, failures are kept and tried again; our fake gateway keeps the contract."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from gongkai.core import senders
from gongkai.notices import actions
from gongkai.notices.models import Message
from tests.core import gateway as gateways
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.notices import MessageFactory

pytestmark = pytest.mark.django_db
BOTH = ("email", "sms")


@pytest.fixture
def gateway(settings: Any) -> Iterator[gateways.Gateway]:
    with gateways.running("token") as running:
        settings.SMS_URL, settings.SMS_TOKEN = running.address, "token"
        yield running


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def send(minutes: int = 0) -> int:
    return actions.send_due(clock=lambda: clock.NOW + datetime.timedelta(minutes=minutes))


def told(**person: str) -> None:
    who = PersonFactory(**{"email": "wang@example.com", "phone": "13800138000", **person})
    for _again in range(2):
        actions.tell(people=[who], text="今天到期", link="/desk/", event_id=7, at=clock.NOW, ways=BOTH)


def test_a_reminder_goes_out_once_by_each_way(gateway: gateways.Gateway) -> None:
    told()
    assert (send(), send()) == (2, 0)

    (text,) = gateway.taken.values()
    assert (text["to"], text["text"]) == ("13800138000", "今天到期")
    assert mail.outbox[0].to == ["wang@example.com"] and "/desk/" in mail.outbox[0].body
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_who_has_no_address_and_what_has_no_gateway_waits_for_nothing(settings: Any) -> None:
    told(email="")
    assert not Message.objects.exists()


@pytest.mark.parametrize("fault", ["down", "token", "gone"])
def test_a_failure_is_seen_tried_again_and_sent_by_hand(gateway: gateways.Gateway, settings: Any, fault: str) -> None:
    told(email="")
    gateway.is_down = fault == "down"
    settings.SMS_TOKEN = "wrong" if fault == "token" else "token"
    settings.SMS_URL = "http://127.0.0.1:9/send" if fault == "gone" else gateway.address

    assert (send(), send()) == (0, 0), "it waits before it is tried again"
    message = Message.objects.get()
    assert message.state == "waiting" and message.error and "13800138000" not in message.error
    for day in range(1, 6):
        send(day * 1500)
    message.refresh_from_db()
    assert (message.state, message.tries) == ("failed", 6)

    gateway.is_down, settings.SMS_TOKEN, settings.SMS_URL = False, "token", gateway.address
    client = Client()
    client.force_login(message.notice.person)
    page = client.get("/desk/notices/sent/?state=failed").content.decode()
    client.post("/desk/notices/sent/again/", {"row": [message.pk], "action": "again"})

    assert message.error in page
    assert send(60 * 24 * 365 * 2) == 1
    assert len(gateway.taken) == 1


def test_a_sender_of_the_office_is_used_instead(settings: Any) -> None:
    settings.SMS_SENDER = "tests.core.test_senders.Own"
    told(email="")
    assert send() == 1
    assert Own.sent == [("13800138000", "今天到期")]


class Own:
    """A sender as an office may write one."""

    sent: list[tuple[str, str]] = []

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Keep it."""
        self.sent.append((to, text))


@pytest.mark.parametrize(
    ("body", "token", "status"),
    [
        ({"to": "1", "text": "x", "reference": "a"}, "token", None),
        ({"to": "1", "text": "x", "reference": "a"}, "other", 401),
        ({"to": "", "text": "x", "reference": "a"}, "token", 400),
    ],
)
def test_the_gateway_of_the_tests_keeps_the_contract(
    gateway: gateways.Gateway, settings: Any, body: dict[str, str], token: str, status: int | None
) -> None:
    settings.SMS_TOKEN = token
    if status is None:
        senders.UrlSender().send(**body)
        senders.UrlSender().send(**body)
        assert gateway.taken == {"a": body}, "the same reference is the same text"
    else:
        with pytest.raises(senders.SendFailed, match=str(status)):
            senders.UrlSender().send(**body)


def test_others_see_no_messages_of_strangers() -> None:
    message = MessageFactory()
    client = Client()
    client.force_login(PersonFactory())
    client.post("/desk/notices/sent/again/", {"row": [message.pk]})
    assert message.notice.text not in client.get("/desk/notices/sent/").content.decode()
