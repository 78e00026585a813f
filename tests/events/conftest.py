"""A clock that tests move, and a listener that keeps what it hears."""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest

from gongkai.events import actions
from gongkai.events.models import Event
from tests.factories import clock

KIND = "tests.happened"


class Clock:
    """Called for the moment; moved on by hand."""

    def __init__(self) -> None:
        self.now = clock.NOW

    def __call__(self) -> datetime.datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += datetime.timedelta(seconds=seconds)


class Ear:
    """A listener: keeps what it heard, and fails as often as `failures` says."""

    def __init__(self, failures: int = 0) -> None:
        self.heard: list[str] = []
        self.failures = failures

    def __call__(self, events: Sequence[Event]) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the ear is deaf")
        self.heard += [event.about for event in events]


@pytest.fixture
def ticking() -> Clock:
    return Clock()


@pytest.fixture
def ear(only_listeners: dict[str, Any], kind: str) -> Ear:
    """The only listener, and it hears of `tests.happened`."""
    made = Ear()
    actions.subscribe("ear", [kind], made)
    return made


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    """A declared kind of event."""
    monkeypatch.setitem(actions.KINDS, KIND, "something happened to {name}")
    return KIND
