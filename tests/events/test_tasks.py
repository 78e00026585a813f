"""The doctor's look at the trail."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from gongkai.core import checkup
from gongkai.core.checkup import Finding
from gongkai.events import actions, queries, tasks
from gongkai.events.models import Event
from tests.events.conftest import Ear
from tests.events.test_queries import tamper
from tests.factories.events import DeadLetterFactory, EventFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db


def test_the_doctor_names_the_first_broken_link(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        EventFactory()
    actions.seal()
    second = Event.objects.get(seq=2)
    tamper(f"UPDATE events_event SET about = 'thing:other' WHERE id = {second.pk}")
    with pytest.raises(SystemExit) as end:
        call_command("doctor", "--only", "trail")
    assert end.value.code == 1
    said = capsys.readouterr().out
    assert f"第 2 环断裂（事件 {second.pk}）：内容被改动" in said
    assert connection.vendor in {"sqlite", "postgresql"}


def test_the_doctor_is_content_with_an_unbroken_trail(capsys: pytest.CaptureFixture[str]) -> None:
    EventFactory()
    actions.seal()
    call_command("doctor", "--only", "trail", "--only", "letters", "--only", "backlog")
    assert "一切正常" in capsys.readouterr().out


def test_the_doctor_delivers_dead_letters_again(only_listeners: dict[str, Any], kind: str) -> None:
    ear = Ear()
    actions.subscribe("ear", [kind], ear)
    letter = DeadLetterFactory(subscription=SubscriptionFactory(name="ear"))
    assert [finding.repaired for finding in tasks.examine_letters(False)] == [False]
    assert [finding.repaired for finding in tasks.examine_letters(True)] == [True]
    assert ear.heard == [letter.event.about]
    assert not queries.dead_letters().exists()


def test_a_letter_that_fails_again_stays(only_listeners: dict[str, Any], kind: str) -> None:
    actions.subscribe("ear", [kind], Ear(failures=1))
    DeadLetterFactory(subscription=SubscriptionFactory(name="ear"))
    assert [finding.repaired for finding in tasks.examine_letters(True)] == [False]
    assert queries.dead_letters().exists()


def test_a_letter_of_a_listener_that_is_no_more_stays(only_listeners: dict[str, Any]) -> None:
    DeadLetterFactory()
    assert [finding.repaired for finding in tasks.examine_letters(True)] == [False]


def test_a_listener_that_keeps_failing_is_named_with_its_error() -> None:
    SubscriptionFactory(name="ear", attempts=2, last_error="Traceback\nRuntimeError: deaf")
    SubscriptionFactory(name="fine")
    (finding,) = tasks.examine_backlog(False)
    assert "ear" in finding.text
    assert "RuntimeError: deaf" in finding.text


def test_a_check_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(checkup, "CHECKS", {})
    checkup.check("tests.wrong", "Something")(lambda repair: [Finding("it is wrong", repaired=repair)])
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert "[待处理] it is wrong" in capsys.readouterr().out
    call_command("doctor", "--repair")
    assert "[已修复] it is wrong" in capsys.readouterr().out
