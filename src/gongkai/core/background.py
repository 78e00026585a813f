"""Background tasks in the database: declared here, run by workers, tried again with back-off, kept when dead.

Several workers may run side by side. A task is run at least once, so it must bear being repeated: a worker
that dies leaves its task marked as running, and `reap` gives it to another.
"""

import datetime
import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import django_tasks
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django_tasks_db import compat, models, utils

from gongkai.core.checkup import Finding
from gongkai.core.models import Worker

logger = logging.getLogger(__name__)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Status = compat.TaskResultStatus
TaskRow = models.DBTaskResult

FIRST_RETRY = datetime.timedelta(seconds=2)
LONGEST_RETRY = datetime.timedelta(minutes=10)
SILENCE = datetime.timedelta(seconds=60)
KEPT = datetime.timedelta(days=7)
DEFAULT_ATTEMPTS = 5

_attempts: dict[str, int] = {}


class TaskNotDead(LookupError):
    """Only a task that has used up its attempts can be retried by hand."""


@dataclass(frozen=True)
class Reaped:
    """What was taken back from workers that died."""

    workers: tuple[str, ...]
    tasks: int


def background(*, attempts: int = DEFAULT_ATTEMPTS, priority: int = 0) -> Callable[[Callable[Parameters, Result]], Any]:
    """Make a function a background task: `send.enqueue(letter_id=3)` queues it in the caller's transaction.

    Arguments are keyword-only and fit for JSON. After `attempts` failures the task is dead and waits for a person.
    """

    def decorate(function: Callable[Parameters, Result]) -> Any:
        made = django_tasks.task(priority=priority)(function)
        _attempts[made.module_path] = attempts
        return made

    return decorate


def attempts_of(row: Any) -> int:
    """How often a task may be tried."""
    return _attempts.get(row.task_path, DEFAULT_ATTEMPTS)


def run_due_tasks(worker_name: str, stop: threading.Event | None = None) -> int:
    """Run what is due, one task after the other, until nothing is or `stop` is set. Returns how many were run."""
    count = 0
    while not (stop and stop.is_set()):
        row = _claim(worker_name)
        if row is None:
            return count
        _run(row)
        count += 1
    return count


def _claim(worker_name: str) -> Any:
    ready = TaskRow.objects.ready().filter(backend_name=django_tasks.DEFAULT_TASK_BACKEND_ALIAS)
    if not ready.exists():
        return None
    with utils.exclusive_transaction(ready.db):
        try:
            row = ready.get_locked()
        except OperationalError as error:
            if not utils.is_locked_database_exception(error):
                raise
            return None
        if row is not None:
            row.claim(worker_name)
        return row


def _run(row: Any) -> None:
    try:
        value = row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.set_successful(value)
    except Exception as error:
        logger.exception("task failed", extra={"task": row.task_path, "attempt": len(row.worker_ids)})
        with transaction.atomic():
            row.set_failed(error)
            _put_back(row, now=timezone.now())


def _put_back(row: Any, *, now: datetime.datetime) -> bool:
    tried = len(row.worker_ids)
    if tried >= attempts_of(row):
        return False
    wait = min(FIRST_RETRY * 2 ** (tried - 1), LONGEST_RETRY)
    return bool(TaskRow.objects.filter(pk=row.pk).update(status=Status.READY, run_after=now + wait, finished_at=None))


def enlist(*, now: datetime.datetime) -> Worker:
    """Enter this process as a worker under a name of its own."""
    host, pid = socket.gethostname()[:200], os.getpid()
    name = f"{host[:40]}-{pid}-{get_random_string(8)}"
    return Worker.objects.create(name=name, host=host, pid=pid, started_at=now, seen_at=now)


def beat(name: str, *, now: datetime.datetime) -> bool:
    """Tell that a worker is alive. False if others took it for dead and struck it off."""
    return bool(Worker.objects.filter(name=name).update(seen_at=now))


def discharge(name: str) -> None:
    """Strike off a worker that stops in good order."""
    Worker.objects.filter(name=name).delete()


def is_dead(worker: Worker, *, now: datetime.datetime) -> bool:
    """Tell whether a worker has fallen silent, or its process on this machine is gone."""
    if worker.seen_at < now - SILENCE:
        return True
    return worker.host == socket.gethostname()[:200] and not _process_lives(worker.pid)


def _process_lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def held_by_the_dead(*, now: datetime.datetime) -> list[Any]:
    """Tasks marked as running whose worker is dead or was struck off."""
    alive = {worker.name for worker in Worker.objects.all() if not is_dead(worker, now=now)}
    return [row for row in TaskRow.objects.running() if not row.worker_ids or row.worker_ids[-1] not in alive]


def reap(*, now: datetime.datetime) -> Reaped:
    """Strike off dead workers and give their tasks to others; a task that has used up its attempts becomes dead."""
    count = 0
    for row in held_by_the_dead(now=now):
        with transaction.atomic():
            # Somebody else may reap at the same moment, or the task may just have ended: only one may win.
            held = TaskRow.objects.filter(pk=row.pk, status=Status.RUNNING, worker_ids=row.worker_ids)
            if held.update(status=Status.FAILED, finished_at=now, traceback="The worker died while it ran this task."):
                _put_back(row, now=now)
                count += 1
    dead = tuple(worker.name for worker in Worker.objects.all() if is_dead(worker, now=now))
    Worker.objects.filter(name__in=dead).delete()
    return Reaped(workers=dead, tasks=count)


def dead_tasks() -> QuerySet[Any]:
    """Tasks that have used up their attempts, the latest first."""
    return TaskRow.objects.failed().order_by("-finished_at", "pk")


def waiting_tasks() -> QuerySet[Any]:
    """Tasks that wait or run, the oldest first."""
    return TaskRow.objects.filter(status__in=[Status.READY, Status.RUNNING]).order_by("enqueued_at", "pk")


def retry(task_id: str, *, now: datetime.datetime) -> Any:
    """Queue a dead task again, with all its attempts. Raises TaskNotDead."""
    changed = TaskRow.objects.filter(pk=task_id, status=Status.FAILED).update(
        status=Status.READY, run_after=now, finished_at=None, worker_ids=[]
    )
    if not changed:
        raise TaskNotDead(task_id)
    return TaskRow.objects.get(pk=task_id)


def last_error(row: Any) -> str:
    """The last line of a failed task's traceback, for lists."""
    lines = row.traceback.strip().splitlines()
    return lines[-1] if lines else ""


def prune(*, now: datetime.datetime) -> int:
    """Forget successes that are older than a week. Returns how many."""
    deleted, _ = TaskRow.objects.successful().filter(finished_at__lt=now - KEPT).delete()
    return deleted


def examine(repair: bool) -> list[Finding]:
    """For the doctor: tasks that are dead, or held by workers that are; repairing gives both another chance."""
    now = timezone.now()
    findings = []
    for row in dead_tasks():
        if repair:
            retry(row.pk, now=now)
        findings.append(
            Finding(_("Task %(task)s is dead: %(error)s") % {"task": row.task_path, "error": last_error(row)}, repair)
        )
    stuck = held_by_the_dead(now=now)
    if stuck and repair:
        reap(now=now)
    findings += [
        Finding(_("Task %(task)s is held by a worker that died.") % {"task": row.task_path}, repair) for row in stuck
    ]
    return findings
