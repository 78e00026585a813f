"""The worker: takes over from the dead, seals, delivers, runs tasks, beats, leaves in good order."""

import datetime
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gongkai.core.models import Worker as WorkerRow
from gongkai.events import actions
from gongkai.events.management.commands import worker as command
from gongkai.events.models import Event, Subscription
from tests.core import sample_tasks
from tests.events.conftest import Ear
from tests.factories.core import WorkerFactory
from tests.factories.events import SubscriptionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def working() -> Iterator[command.Worker]:
    """A worker at work in a thread of this process."""
    worker = command.Worker()
    errors: list[BaseException] = []

    def run() -> None:
        try:
            worker.run()
        except BaseException as error:  # noqa: BLE001  raised again below, in the thread of the test
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop.set()
        thread.join(60)
    if errors:
        raise errors[0]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_a_worker_seals_delivers_and_runs_tasks(kind: str, ear: Ear) -> None:
    sample_tasks.CALLS.clear()
    with working():
        with transaction.atomic():
            actions.record(kind, by="person:1", about="thing:1", at=timezone.now())
            sample_tasks.note.enqueue(number=4)
        wait_until(lambda: ear.heard == ["thing:1"] and sample_tasks.CALLS == [4])
    assert Event.objects.filter(seq__isnull=True).count() == 0


def test_a_worker_shows_itself_and_leaves_nothing_behind(kind: str, ear: Ear) -> None:
    with working() as worker:
        wait_until(lambda: bool(worker.name) and WorkerRow.objects.filter(name=worker.name).exists())
    assert not WorkerRow.objects.exists()


def test_a_worker_takes_over_what_a_dead_one_held(kind: str, ear: Ear) -> None:
    now = timezone.now()
    dead = WorkerFactory(host="elsewhere", seen_at=now - datetime.timedelta(minutes=5))
    SubscriptionFactory(name="ear", leased_by=dead.name, leased_until=now + datetime.timedelta(hours=1))
    with transaction.atomic():
        actions.record(kind, by="person:1", about="thing:1", at=now)
    with working():
        wait_until(lambda: ear.heard == ["thing:1"])
    assert not WorkerRow.objects.filter(name=dead.name).exists()


def test_a_worker_that_was_struck_off_stops(kind: str, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "BEAT_PAUSE", 0.05)
    with working() as worker:
        wait_until(lambda: bool(worker.name))
        WorkerRow.objects.all().delete()
        wait_until(worker.stop.is_set)


def test_a_failing_listener_does_not_stop_the_worker(kind: str, ear: Ear) -> None:
    ear.failures = 1
    with transaction.atomic():
        actions.record(kind, by="person:1", about="thing:1", at=timezone.now())
    with working():
        wait_until(lambda: ear.heard == ["thing:1"])
    assert Subscription.objects.get(name="ear").leased_by == ""
