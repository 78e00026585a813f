"""The jobs of the clock: when due, once, and again after a failure."""

import datetime
import threading

import pytest
from django.db import connection

from gongkai.core import schedule
from gongkai.core.models import Appointment
from tests.factories import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[datetime.datetime]:
    """The moments at which the only job was called; it is due every minute."""
    heard: list[datetime.datetime] = []
    monkeypatch.setattr(schedule, "ENTRIES", {})
    schedule.every("tests.job", 60)(heard.append)
    return heard


def after(seconds: int) -> datetime.datetime:
    return clock.NOW + datetime.timedelta(seconds=seconds)


def test_a_job_runs_when_due_and_not_before(calls: list[datetime.datetime]) -> None:
    for seconds in (0, 30, 59, 60, 100, 121):
        schedule.tick(now=after(seconds))
    assert calls == [after(0), after(60), after(121)]


def test_a_tick_tells_what_ran(calls: list[datetime.datetime]) -> None:
    assert schedule.tick(now=after(0)) == schedule.Tick(ran=("tests.job",), failed=())
    assert schedule.tick(now=after(1)) == schedule.Tick(ran=(), failed=())


def test_a_failed_job_is_kept_to_be_read_tried_soon_and_does_not_stop_the_others(
    calls: list[datetime.datetime],
) -> None:
    def fail(now: datetime.datetime) -> None:
        raise ValueError("no such folder")

    calls_before = dict(schedule.ENTRIES)
    schedule.ENTRIES.clear()
    schedule.every("tests.failing", 86400)(fail)
    schedule.ENTRIES.update(calls_before)
    assert schedule.tick(now=after(0)).failed == ("tests.failing",)
    assert calls == [after(0)]
    row = Appointment.objects.get(name="tests.failing")
    assert "no such folder" in row.last_error
    assert row.next_at == after(300)


def test_a_success_clears_the_error(calls: list[datetime.datetime]) -> None:
    Appointment.objects.create(name="tests.job", next_at=after(0), last_error="broke")
    schedule.tick(now=after(0))
    assert Appointment.objects.get().last_error == ""


@pytest.mark.django_db(transaction=True)
def test_of_two_ticks_at_once_one_runs_the_job(calls: list[datetime.datetime]) -> None:
    schedule.tick(now=after(0))

    def tick() -> None:
        try:
            schedule.tick(now=after(60))
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert calls == [after(0), after(60)]
