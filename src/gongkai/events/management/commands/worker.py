"""`gongkai worker`: seals and delivers events, runs background tasks, and shows that it is alive."""

import logging
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core import background
from gongkai.events import actions

logger = logging.getLogger(__name__)

EVENT_PAUSE = 0.1
TASK_PAUSE = 0.5
BEAT_PAUSE = 5.0
DATABASE_PAUSE = 2.0


class Worker:
    """One worker: three loops, each in a thread with its own connection, until `stop` is set."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.name = ""

    def run(self) -> None:
        """Take back what dead workers held, work until told to stop, then finish the batch in hand and leave."""
        now = timezone.now()
        release_dead(now=now)
        self.name = background.enlist(now=now).name
        logger.info("worker started", extra={"worker": self.name})
        others = [
            threading.Thread(target=self._loop, args=(self.do_tasks, TASK_PAUSE), name="tasks"),
            threading.Thread(target=self._loop, args=(self.show_life, BEAT_PAUSE), name="heartbeat"),
        ]
        for thread in others:
            thread.start()
        try:
            self._loop(self.do_events, EVENT_PAUSE)
        finally:
            self.stop.set()
            for thread in others:
                thread.join()
            actions.release_leases_of(worker=self.name)
            background.discharge(self.name)
            logger.info("worker stopped", extra={"worker": self.name})

    def do_events(self) -> bool:
        """Seal what was committed and give every listener its next batch. True if more may be waiting."""
        sealed = actions.seal()
        moved = actions.deliver(worker=self.name, clock=timezone.now)
        return bool(sealed or moved)

    def do_tasks(self) -> bool:
        """Run the tasks that are due. Never more at once: new ones wake the loop half a second later."""
        background.run_due_tasks(self.name, self.stop)
        return False

    def show_life(self) -> bool:
        """Beat, and take back what others held who died. Struck off by mistake, the worker stops and starts anew."""
        now = timezone.now()
        if not background.beat(self.name, now=now):
            logger.error("this worker was taken for dead; it stops", extra={"worker": self.name})
            self.stop.set()
        release_dead(now=now)
        return False

    def _loop(self, step: Callable[[], bool], pause: float) -> None:
        try:
            while not self.stop.is_set():
                try:
                    close_old_connections()
                    busy = step()
                except DatabaseError:
                    # The database is away or busy: nothing is lost by waiting, what was begun is rolled back.
                    logger.exception("the database does not answer; waiting")
                    connections.close_all()
                    self.stop.wait(DATABASE_PAUSE)
                else:
                    if not busy:
                        self.stop.wait(pause)
        except BaseException:
            self.stop.set()
            raise
        finally:
            if threading.current_thread() is not threading.main_thread():
                connections.close_all()


def release_dead(*, now: Any) -> background.Reaped:
    """Give what dead workers held, tasks and leases, to those who live."""
    reaped = background.reap(now=now)
    for name in reaped.workers:
        actions.release_leases_of(worker=name)
        logger.warning("a worker died; what it held goes on elsewhere", extra={"worker": name})
    return reaped


class Command(BaseCommand):
    """Run one worker until SIGTERM."""

    help = "Run the worker alone: deliver events, run background tasks. Several may run side by side."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: worker.stop.set())
        self.stdout.write(_("The worker is running. Stop with Ctrl+C."))
        worker.run()
        sys.exit(0)
