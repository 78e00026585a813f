"""`gongkai tick`: run once what is due by the clock, or go on doing so."""

import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core import schedule


class Command(BaseCommand):
    """Run the jobs of the clock."""

    help = "Do once what is due by the clock: scheduled publications, expiries, clean-up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Go on, once in so many seconds.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"]:
            self._go_on(options["every"])
            return
        done = schedule.tick(now=timezone.now())
        for name in done.ran:
            self.stdout.write(_("%(job)s: failed, see the log") % {"job": name} if name in done.failed else name)
        if not done.ran:
            self.stdout.write(_("Nothing was due."))
        if done.failed:
            sys.exit(1)

    def _go_on(self, seconds: int) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stop.set())
        while not stop.is_set():
            close_old_connections()
            schedule.tick(now=timezone.now())
            stop.wait(seconds)
