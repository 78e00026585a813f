"""Connectors keep the contract against the fake services, and against the real ones when their credentials are given.

`GONGKAI_TEST_WECHAT=appid,secret,cover-media-id` and `GONGKAI_TEST_WEIBO=token,address-within-the-domain` let the same
test post to real accounts and delete what it posted.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import pytest_socket
from django.core import mail
from django.core.exceptions import ValidationError

from gongkai.core.channels import bulletin, contract, known, wechat, weibo
from tests.core import services

ADDRESS = "http://127.0.0.1:8000/items/0/12.html"
Made = tuple[contract.Connector, contract.Article]


def article(**fields: str) -> contract.Article:
    plain = {
        "title": "关于印发#办法#的通知",
        "summary": "办法共八条。",
        "author": "市发展和改革委员会",
        "address": ADDRESS,
    }
    return contract.Article(**(plain | {"body": "<p>各有关单位：</p><img src='/x.png'>"} | fields))


@pytest.fixture
def fake(settings: Any) -> Iterator[services.Services]:
    wechat._tokens.clear()
    with services.running() as running:
        settings.WECHAT_URL = settings.WEIBO_URL = running.address
        yield running


def _wechat(given: str) -> Made:
    appid, secret, cover = given.split(",")
    return wechat.WeChat({"appid": appid, "secret": secret, "cover": cover}), article()


def _weibo(given: str) -> Made:
    token, address = given.split(",")
    return weibo.Weibo({"access_token": token}), article(address=address)


FAKES = {
    "wechat": f"{services.APPID},{services.SECRET},{services.COVER}",
    "weibo": f"{services.TOKEN},{ADDRESS}",
}
MAKERS: dict[str, Callable[[str], Made]] = {"wechat": _wechat, "weibo": _weibo}


@pytest.fixture(params=["wechat", "weibo", "real wechat", "real weibo"])
def service(request: Any, settings: Any) -> Iterator[Made]:
    """A connector with an article: against the fake always, against the service itself where it lets us in."""
    *is_real, name = request.param.split()
    if not is_real:
        request.getfixturevalue("fake")
        yield MAKERS[name](FAKES[name])
        return
    given = os.environ.get(f"GONGKAI_TEST_{name.upper()}")
    if not given:
        pytest.skip(f"GONGKAI_TEST_{name.upper()} is not given")
    settings.WECHAT_URL, settings.WEIBO_URL = "https://api.weixin.qq.com", "https://api.weibo.com"
    pytest_socket._remove_restrictions()
    yield MAKERS[name](given)


def run(connector: contract.Connector, told: contract.Article) -> contract.Step:
    """Step until it is out."""
    step = contract.Step("going-on")
    for _try in range(20):
        step = connector.post(told, step.progress)
        if step.state == "posted":
            return step
    raise AssertionError(step)


def test_an_article_goes_out_and_is_taken_back(service: Made) -> None:
    connector, told = service
    done = run(connector, told)
    assert done.address.startswith("https://")
    connector.delete(done.progress)
    connector.delete(done.progress)  # gone is gone


def test_the_draft_carries_text_source_and_cover_and_no_foreign_picture(fake: services.Services) -> None:
    connector, told = _wechat(FAKES["wechat"])
    run(connector, told)
    (draft,) = fake.drafts.values()
    assert (draft["title"], draft["thumb_media_id"]) == (told.title, services.COVER)
    assert draft["content_source_url"] == ADDRESS and ADDRESS in draft["content"]
    assert "<img" not in draft["content"] and len(draft["author"]) <= wechat.AUTHOR


def test_no_step_is_done_twice(fake: services.Services) -> None:
    connector, told = _wechat(FAKES["wechat"])
    first = connector.post(told, {})
    assert (first.state, dict(first.progress)) == ("going-on", {"media_id": "draft-1"})
    second = connector.post(told, first.progress)
    assert second.state == "waiting" and second.seconds > 0
    assert connector.post(told, second.progress).state == "waiting"
    assert connector.post(told, second.progress).state == "posted"
    assert (len(fake.drafts), len(fake.handed_in)) == (1, 1)


def test_an_old_token_is_replaced_once(fake: services.Services) -> None:
    connector, told = _wechat(FAKES["wechat"])
    connector.post(told, {})
    fake.expire()
    assert connector.post(told, {}).progress["media_id"] == "draft-2"
    assert fake.calls.count("/cgi-bin/stable_token") == 2


FAULTS = [
    ("wechat", "limit", contract.NotNow, "45009"),
    ("wechat", "content", contract.Refused, "87014"),
    ("wechat", "review", contract.Refused, "审核"),
    ("wechat", "down", contract.NotNow, "502"),
    ("wechat", "nonsense", contract.NotNow, "不能"),
    ("weibo", "limit", contract.NotNow, "10023"),
    ("weibo", "token", contract.Refused, "21327"),
    ("weibo", "content", contract.Refused, "20021"),
    ("weibo", "down", contract.NotNow, "502"),
]


@pytest.mark.parametrize(("name", "fault", "kind", "words"), FAULTS)
def test_a_fault_says_what_it_means_and_gives_nothing_away(
    fake: services.Services, name: str, fault: str, kind: type[contract.Trouble], words: str
) -> None:
    fake.fault = fault
    connector, told = MAKERS[name](FAKES[name])
    with pytest.raises(kind, match=words) as met:
        run(connector, told)
    secrets = (services.SECRET, services.TOKEN, services.APPID, *fake.tokens)
    assert not any(secret in met.value.reason for secret in secrets)


@pytest.mark.parametrize(
    ("given", "code"),
    [("x,y,z", "40013"), (f"{services.APPID},y,z", "40125"), (f"{services.APPID},{services.SECRET},z", "40007")],
)
def test_wrong_credentials_are_named(fake: services.Services, given: str, code: str) -> None:
    connector, told = _wechat(given)
    with pytest.raises(contract.Refused, match=code):
        connector.post(told, {})


def test_nobody_there_is_not_now(settings: Any) -> None:
    settings.WEIBO_URL = "http://127.0.0.1:9"
    connector, told = _weibo(FAKES["weibo"])
    with pytest.raises(contract.NotNow):
        connector.post(told, {})


def test_a_post_has_140_characters_with_its_address() -> None:
    text = weibo.text_of(article(summary="长" * 400))
    assert len(text) == 140 and text.endswith(f"… {ADDRESS}") and "#" not in text


@pytest.mark.parametrize(("mid", "short"), [("3501756485200075", "z0JH2lOMb"), ("35", "z")])
def test_the_address_of_a_post_is_its_number_in_base_62(mid: str, short: str) -> None:
    assert weibo.short_of(mid) == short


def test_the_bulletin_reaches_everybody_once(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    addresses = "\n".join(f"reader{n}@example.com" for n in range(45))
    connector = bulletin.Bulletin({"recipients": addresses + "\nreader0@example.com"})
    done = run(connector, article())
    assert [each.to for each in mail.outbox] == [[f"reader{n}@example.com"] for n in range(45)]
    assert ADDRESS in mail.outbox[0].body
    assert connector.post(article(), done.progress).state == "posted"
    assert len(mail.outbox) == 45
    with pytest.raises(contract.Refused):
        connector.delete(done.progress)


def test_a_bulletin_without_server_or_readers_is_refused(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    with pytest.raises(contract.Refused):
        bulletin.Bulletin({"recipients": "a@example.com"}).post(article(), {})
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with pytest.raises(contract.Refused):
        bulletin.Bulletin({}).post(article(), {})
    with pytest.raises(ValidationError):
        bulletin.addresses_of("a@example.com\nnobody")


def test_the_feed_has_it_already() -> None:
    assert known.connector("feed")({}).post(article(), {}).state == "posted"
    with pytest.raises(known.UnknownConnector):
        known.connector("pigeon")
