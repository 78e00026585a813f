"""Following a search by e-mail: asked for, confirmed, told of, left."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from gongkai.core import challenge
from gongkai.search import tasks
from gongkai.search.actions import following
from gongkai.search.models import Watch
from tests.factories import clock
from tests.factories.search import WatchFactory
from tests.search import town as towns

pytestmark = pytest.mark.django_db
ADDRESS = "/search/follow/?q=%E9%A2%84%E7%AE%97"


def answered(client: Client, email: str = "reader@example.org", answer: str = "") -> Any:
    page = client.get(ADDRESS).content.decode()
    token = re.search(r'name="question" value="([^"]+)"', page)[1]  # type: ignore[index]
    first, second = re.search(r"([零一二三四五六七八九])加([零一二三四五六七八九])等于几", page).groups()  # type: ignore[union-attr]
    digits = "零一二三四五六七八九"
    right = str(digits.index(first) + digits.index(second))
    return client.post(ADDRESS, {"email": email, "question": token, "answer": answer or right})


def link(kind: str, text: str) -> str:
    return re.search(rf"/search/{kind}/[^/\s]+/", text)[0]  # type: ignore[index]


def test_a_reader_asks_confirms_is_told_and_leaves(
    client: Client, town: towns.Town, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert answered(client).status_code == 302
    (asked,) = mail.outbox
    assert asked.to == ["reader@example.org"]
    confirmation = link("confirm", asked.body)
    assert client.get(confirmation).status_code == 200
    assert Watch.objects.get().confirmed_at is None
    client.post(confirmation)
    watch = Watch.objects.get()
    assert watch.confirmed_at is not None

    Watch.objects.update(told_until=clock.NOW - datetime.timedelta(days=4000))
    tasks.tell_of_news(watch.confirmed_at)
    told = mail.outbox[1]
    assert "云州市财政局2026年部门预算" in told.body
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    tasks.tell_of_news(watch.confirmed_at)
    assert len(mail.outbox) == 2

    leaving = link("leave", told.body)
    assert client.get(leaving).status_code == 200
    assert Client(enforce_csrf_checks=True).post(leaving, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Watch.objects.exists()
    assert client.get(leaving).status_code == 404


def test_without_news_there_is_no_mail(town: towns.Town) -> None:
    WatchFactory(told_until=clock.NOW + datetime.timedelta(days=4000))
    tasks.tell_of_news(clock.NOW + datetime.timedelta(days=4001))
    assert mail.outbox == []


def test_what_holds_only_some_of_the_words_is_no_news(town: towns.Town) -> None:
    WatchFactory(parameters="q=预算 火星移民 木星", told_until=clock.NOW - datetime.timedelta(days=4000))
    tasks.tell_of_news(clock.NOW)
    assert mail.outbox == []


def test_the_address_lies_sealed_and_one_wish_is_kept_once(
    db: None, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    wish = {"parameters": "q=a", "words": "a", "at": clock.NOW}
    with django_capture_on_commit_callbacks(execute=True):
        following.ask(email="Reader@example.org", **wish)  # type: ignore[arg-type]
        following.ask(email="reader@example.org ", **wish)  # type: ignore[arg-type]
    assert Watch.objects.count() == 1
    assert len(mail.outbox) == 2


def test_who_follows_already_gets_no_second_mail(db: None) -> None:
    watch = following.ask(email="reader@example.org", parameters="q=a", words="a", at=clock.NOW)
    Watch.objects.update(confirmed_at=clock.NOW)
    assert following.ask(email="reader@example.org", parameters="q=a", words="a", at=clock.NOW) == watch
    assert mail.outbox == []


def test_what_is_not_confirmed_in_time_is_forgotten(db: None) -> None:
    watch = WatchFactory(confirmed_at=None)
    late = clock.NOW + datetime.timedelta(days=3)
    with pytest.raises(following.UnknownWatch):
        following.confirm(token=following.confirm_address(watch).split("/")[-2], at=late)
    assert following.forget(at=late) == 1


@pytest.mark.parametrize("token", ["1", "1:forged", "x", "1:"])
def test_a_link_that_is_not_ours_leads_nowhere(client: Client, token: str) -> None:
    WatchFactory()
    for kind in ("confirm", "leave"):
        assert client.post(f"/search/{kind}/{token}/").status_code == 404
    assert Watch.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "answer"), [("nobody", ""), ("", ""), ("reader@example.org", "99"), ("reader@example.org", "x")]
)
def test_a_wrong_form_is_said_and_sends_nothing(client: Client, town: towns.Town, email: str, answer: str) -> None:
    response = answered(client, email=email, answer=answer)
    assert response.status_code == 422
    assert not Watch.objects.exists()


def test_without_a_mail_server_only_feeds_are_offered(client: Client, town: towns.Town, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    text = client.get(ADDRESS).content.decode()
    assert "/search/feed.xml?q=" in text
    assert "本站不发电子邮件" in text


def test_the_question_is_bound_to_the_search() -> None:
    asked = challenge.question("search.follow\nq=a", at=clock.NOW)
    assert not challenge.is_right("4", asked.token, "search.follow\nq=b", at=clock.NOW)
