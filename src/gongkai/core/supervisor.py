"""Keeping processes alive: starts children, starts again those that die, and stops all when told to."""

import ctypes
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

logger = logging.getLogger(__name__)

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
STEADY = 20.0
GRACE = 25.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process under supervision."""

    name: str
    argv: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_at: float = 0.0
    wait: float = FIRST_WAIT
    restarts: int = 0


class Supervisor:
    """Runs children until a signal comes. `argv` of each is a whole command line; the environment is shared."""

    def __init__(self, children: Mapping[str, Sequence[str]]) -> None:
        self.children = [Child(name, argv) for name, argv in children.items()]
        self.stopping = threading.Event()

    def run(self) -> int:
        """Start all, keep them running until SIGTERM or SIGINT, stop them in good order. Returns an exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            while not self.stopping.is_set():
                self.look_after()
                self.stopping.wait(0.2)
        finally:
            clean = self.stop_all()
        return 0 if clean else 1

    def look_after(self) -> None:
        """Start what is not running and due; note what has died and when it may start again."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.start_at:
                    self._start(child, now)
            elif child.process.poll() is not None:
                code = child.process.returncode
                child.wait = FIRST_WAIT if now - child.started > STEADY else min(child.wait * 2, LONGEST_WAIT)
                child.process, child.start_at, child.restarts = None, now + child.wait, child.restarts + 1
                logger.error(
                    "%s ended with code %s; it is started again in %.0f s",
                    child.name,
                    code,
                    child.wait,
                    extra={"child": child.name, "code": code},
                )

    def _start(self, child: Child, now: float) -> None:
        # The argv is our own; a child gets SIGTERM when this process dies, so that nobody is left holding the port.
        child.process = subprocess.Popen(child.argv, preexec_fn=_die_with_parent, start_new_session=True)  # noqa: S603
        child.started = now

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def stop_all(self) -> bool:
        """Ask every child to stop, wait, and end by force what does not. True if nobody had to be forced."""
        running = [child for child in self.children if child.process is not None and child.process.poll() is None]
        for child in running:
            assert child.process is not None
            child.process.terminate()
        deadline, clean = time.monotonic() + GRACE, True
        for child in running:
            assert child.process is not None
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                logger.error("%s did not stop and is ended by force", child.name, extra={"child": child.name})
                child.process.kill()
                child.process.wait()
                clean = False
        return clean


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
