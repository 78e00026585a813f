"""Background tasks: run once, tried again, dead, taken back from the dead, by several workers."""

import datetime
import os
import socket
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gongkai.core import background
from gongkai.core.models import Worker
from tests.core import sample_tasks
from tests.factories.core import WorkerFactory

pytestmark = pytest.mark.django_db

HERE = socket.gethostname()[:200]
Row = background.TaskRow
Status = background.Status


def make_due() -> None:
    """Let the time of every waiting task come."""
    Row.objects.filter(status=Status.READY).update(run_after=timezone.now() - datetime.timedelta(seconds=1))


def running_task(worker_name: str) -> Row:
    """A task as a worker leaves it that dies in the midst of it."""
    sample_tasks.note.enqueue(number=1)
    row = Row.objects.get()
    row.claim(worker_name)
    return row


def test_a_queued_task_runs_once() -> None:
    sample_tasks.note.enqueue(number=7)
    assert background.run_due_tasks("w") == 1
    assert background.run_due_tasks("w") == 0
    assert sample_tasks.CALLS == [7]
    assert Row.objects.get().status == Status.SUCCESSFUL


@pytest.mark.django_db(transaction=True)
def test_a_task_of_an_act_that_failed_is_not_queued() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sample_tasks.note.enqueue(number=7)
        raise ZeroDivisionError
    assert not Row.objects.exists()


def test_a_stopping_worker_begins_no_task() -> None:
    stop = threading.Event()
    stop.set()
    sample_tasks.note.enqueue(number=7)
    assert background.run_due_tasks("w", stop) == 0


def test_a_failed_task_waits_longer_each_time() -> None:
    sample_tasks.FAILURES.extend([ValueError(), ValueError()])
    sample_tasks.note.enqueue(number=7)
    waits = []
    for _ in range(2):
        before = timezone.now()
        assert background.run_due_tasks("w") == 1
        row = Row.objects.get()
        assert row.status == Status.READY
        waits.append(round((row.run_after - before).total_seconds()))
        assert background.run_due_tasks("w") == 0
        make_due()
    background.run_due_tasks("w")
    assert waits == [2, 4]
    assert sample_tasks.CALLS == [7]


def test_the_wait_never_exceeds_ten_minutes() -> None:
    row = Row(task_path="x", worker_ids=["w"] * 40)
    assert min(background.FIRST_RETRY * 2 ** (len(row.worker_ids) - 1), background.LONGEST_RETRY).total_seconds() == 600


def _kill_task() -> Row:
    sample_tasks.FAILURES.extend([ValueError(f"failure {n}") for n in range(3)])
    sample_tasks.note.enqueue(number=7)
    for _ in range(5):
        make_due()
        background.run_due_tasks("w")
    return Row.objects.get()


def test_a_task_that_keeps_failing_is_dead_and_keeps_its_error() -> None:
    row = _kill_task()
    assert list(background.dead_tasks()) == [row]
    assert len(row.worker_ids) == 3
    assert background.last_error(row) == "ValueError: failure 0"


def test_retry_gives_a_dead_task_all_its_attempts_again() -> None:
    row = _kill_task()
    background.retry(str(row.pk), now=timezone.now())
    sample_tasks.FAILURES.append(ValueError())
    background.run_due_tasks("w")
    make_due()
    background.run_due_tasks("w")
    assert sample_tasks.CALLS == [7]
    assert not background.dead_tasks().exists()


def test_retry_refuses_a_task_that_is_not_dead() -> None:
    sample_tasks.note.enqueue(number=7)
    with pytest.raises(background.TaskNotDead):
        background.retry(str(Row.objects.get().pk), now=timezone.now())


def test_a_task_that_is_gone_from_the_code_fails_like_any_other() -> None:
    sample_tasks.note.enqueue(number=7)
    Row.objects.update(task_path="tests.core.sample_tasks.forgotten")
    background.run_due_tasks("w")
    assert "ImportError" in background.last_error(Row.objects.get())


def test_the_attempts_are_those_of_the_declaration() -> None:
    sample_tasks.note.enqueue(number=1)
    assert background.attempts_of(Row.objects.get()) == 3
    Row.objects.all().delete()
    sample_tasks.note_five.enqueue(number=1)
    assert background.attempts_of(Row.objects.get()) == 5


def test_a_silent_workers_task_goes_to_another() -> None:
    now = timezone.now()
    worker = WorkerFactory(host="elsewhere", seen_at=now - datetime.timedelta(seconds=61))
    running_task(worker.name)
    assert background.reap(now=now) == background.Reaped(workers=(worker.name,), tasks=1)
    make_due()
    background.run_due_tasks("other")
    assert sample_tasks.CALLS == [1]
    assert not Worker.objects.exists()


def test_a_worker_whose_process_is_gone_from_this_machine_is_dead_at_once() -> None:
    now = timezone.now()
    worker = WorkerFactory(host=HERE, pid=2**22 - 1, seen_at=now)
    running_task(worker.name)
    assert background.reap(now=now).workers == (worker.name,)


def test_a_living_worker_keeps_its_task() -> None:
    now = timezone.now()
    worker = WorkerFactory(host=HERE, pid=os.getpid(), seen_at=now)
    running_task(worker.name)
    assert background.reap(now=now) == background.Reaped(workers=(), tasks=0)


def test_a_task_of_an_unknown_worker_is_taken_back() -> None:
    running_task("forgotten")
    assert background.reap(now=timezone.now()).tasks == 1


def test_a_task_that_kills_its_workers_is_dead_in_the_end() -> None:
    running_task("first")
    Row.objects.update(worker_ids=["first", "second", "third"])
    background.reap(now=timezone.now())
    assert background.last_error(background.dead_tasks().get()) == "The worker died while it ran this task."


def test_a_worker_enlists_beats_and_leaves() -> None:
    now = timezone.now()
    worker = background.enlist(now=now)
    later = now + datetime.timedelta(seconds=30)
    assert background.beat(worker.name, now=later)
    assert Worker.objects.get().seen_at == later
    background.discharge(worker.name)
    assert not background.beat(worker.name, now=later)


def test_prune_forgets_old_successes_and_keeps_failures() -> None:
    sample_tasks.note.enqueue(number=1)
    background.run_due_tasks("w")
    _kill_task_row = Row.objects.create(
        task_path="x",
        args_kwargs={},
        backend_name="default",
        run_after=timezone.now(),
        status=Status.FAILED,
        finished_at=timezone.now(),
        exception_class_path="",
        traceback="",
    )
    assert background.prune(now=timezone.now()) == 0
    assert background.prune(now=timezone.now() + datetime.timedelta(days=8)) == 1
    assert list(Row.objects.all()) == [_kill_task_row]


def test_the_doctor_names_dead_and_stuck_tasks_and_repairs_them() -> None:
    _kill_task()
    assert [finding.repaired for finding in background.examine(False)] == [False]
    assert [finding.repaired for finding in background.examine(True)] == [True]
    assert background.examine(False) == []
    Row.objects.all().delete()
    running_task("forgotten")
    assert len(background.examine(False)) == 1
    assert background.examine(True)[0].repaired
    assert background.examine(False) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_each_task_once() -> None:
    for number in range(20):
        sample_tasks.note.enqueue(number=number)

    def work(name: str) -> None:
        try:
            while background.run_due_tasks(name):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    background.run_due_tasks("last")
    assert sorted(sample_tasks.CALLS) == list(range(20))
