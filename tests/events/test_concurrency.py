"""Many writers at once: the chain stays whole, and on PostgreSQL nobody waits for anybody."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from gongkai.events import actions, queries
from gongkai.events.models import Event
from tests.events.conftest import Clock, Ear
from tests.factories import clock

pytestmark = pytest.mark.django_db(transaction=True)


def together(*jobs: Callable[[], None]) -> None:
    """Run jobs in threads of their own, each with its own connection; raise what the first of them raised."""
    errors: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001  raised again below, in the thread of the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


def _write(kind: str, name: str, count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            actions.record(kind, by="person:1", about=f"{name}:{number}", at=clock.NOW)


def test_writers_and_sealers_at_once_leave_a_whole_chain(kind: str) -> None:
    def seal() -> None:
        for _ in range(30):
            actions.seal(limit=7)

    together(*[lambda name=name: _write(kind, name, 25) for name in ("a", "b", "c")], seal, seal)
    actions.seal()
    assert Event.objects.filter(seq__isnull=True).count() == 0
    assert Event.objects.count() == 75
    assert queries.first_broken_link() is None


def test_two_workers_deliver_everything(kind: str, ear: Ear, ticking: Clock) -> None:
    _write(kind, "thing", 60)
    actions.seal()

    def work(name: str) -> None:
        for _ in range(20):
            actions.deliver(worker=name, clock=ticking)

    together(lambda: work("one"), lambda: work("two"))
    assert {f"thing:{number}" for number in range(60)} <= set(ear.heard)


def test_a_writer_does_not_wait_for_another_that_has_not_committed(kind: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    first_wrote, second_done = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            actions.record(kind, by="person:1", about="slow:1", at=clock.NOW)
            first_wrote.set()
            assert second_done.wait(30), "the second writer waited for the first"

    def quick() -> None:
        assert first_wrote.wait(30)
        _write(kind, "quick", 1)
        actions.seal()
        second_done.set()

    together(slow, quick)
    actions.seal()
    assert list(Event.objects.order_by("seq").values_list("about", flat=True)) == ["quick:0", "slow:1"]
    assert queries.first_broken_link() is None
