"""Tallies of callers: counted in the database, forgotten, blind to addresses."""

import datetime

import pytest
from django.test import RequestFactory

from gongkai.core import throttle
from gongkai.core.models import Tally
from tests.factories import clock

pytestmark = pytest.mark.django_db
LIMIT = throttle.Limit("test", 2, 600)


def test_beyond_the_limit_one_waits_until_the_span_ends() -> None:
    throttle.pass_through(LIMIT, "a", at=clock.NOW)
    throttle.pass_through(LIMIT, "a", at=clock.NOW)
    throttle.pass_through(LIMIT, "b", at=clock.NOW)
    with pytest.raises(throttle.TooMany) as refused:
        throttle.pass_through(LIMIT, "a", at=clock.NOW)
    assert 1 <= refused.value.minutes <= 10
    throttle.pass_through(LIMIT, "a", at=clock.NOW + datetime.timedelta(seconds=600))


def test_looking_counts_nothing() -> None:
    throttle.look(LIMIT, "a", at=clock.NOW)
    assert not Tally.objects.exists()


def test_spans_that_are_over_are_forgotten() -> None:
    throttle.count(LIMIT, "a", at=clock.NOW)
    assert throttle.forget(now=clock.NOW) == 0
    assert throttle.forget(now=clock.NOW + datetime.timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("meta", "proxies", "caller"),
    [
        ({"REMOTE_ADDR": "192.0.2.7"}, 0, "192.0.2.7"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 192.0.2.7"}, 1, "192.0.2.7"),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "1.1.1.1"}, 0, "192.0.2.7"),
        ({"REMOTE_ADDR": "2001:db8::1:2:3:4"}, 0, "2001:db8::/64"),
        ({"REMOTE_ADDR": ""}, 0, ""),
        ({"REMOTE_ADDR": "rubbish"}, 0, ""),
    ],
)
def test_a_caller_is_the_last_address_that_we_can_trust(
    meta: dict[str, str], proxies: int, caller: str, settings: object
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies  # type: ignore[attr-defined]
    assert throttle.caller(RequestFactory().get("/", **meta)) == caller  # type: ignore[arg-type]
