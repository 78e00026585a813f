"""Keeping processes alive: what dies is started again, later each time; what will not stop is ended."""

import signal
import sys
import time
from pathlib import Path

import pytest

from gongkai.core import supervisor

# Python 3.12 and newer warn of forks beside threads; the supervisor has none, the test runner has.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
DIES = [sys.executable, "-c", "raise SystemExit(3)"]
STAYS = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_a_child_that_dies_is_noted_and_started_again_later_each_time() -> None:
    watch = supervisor.Supervisor({"child": DIES})
    (child,) = watch.children
    waits = []
    for _ in range(3):
        child.start_at = 0.0
        watch.look_after()
        assert child.process is not None
        child.process.wait(60)
        watch.look_after()
        assert child.process is None
        assert child.start_at > time.monotonic() - 1
        waits.append(child.wait)
    assert waits == [1.0, 2.0, 4.0]
    assert child.restarts == 3


def test_the_wait_has_an_end() -> None:
    watch = supervisor.Supervisor({"child": DIES})
    (child,) = watch.children
    child.wait = supervisor.LONGEST_WAIT
    watch.look_after()
    assert child.process is not None
    child.process.wait(60)
    watch.look_after()
    assert child.wait == supervisor.LONGEST_WAIT


def test_a_living_child_is_left_alone_and_stops_when_asked() -> None:
    watch = supervisor.Supervisor({"one": STAYS, "two": STAYS})
    watch.look_after()
    pids = [child.process.pid for child in watch.children if child.process]
    watch.look_after()
    assert [child.process.pid for child in watch.children if child.process] == pids
    assert watch.stop_all() is True
    assert all(child.process is not None and child.process.poll() is not None for child in watch.children)


def test_a_child_that_does_not_stop_is_ended_by_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.2)
    ready = tmp_path / "ready"
    deaf = f"import pathlib, signal, time; signal.signal(15, signal.SIG_IGN); pathlib.Path({str(ready)!r}).touch()"
    watch = supervisor.Supervisor({"child": [sys.executable, "-c", f"{deaf}; time.sleep(600)"]})
    watch.look_after()
    deadline = time.monotonic() + 60
    while not ready.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert watch.stop_all() is False
    (child,) = watch.children
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL
