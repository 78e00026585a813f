"""Many reports at a time: read in several processes, in order, with progress for the one who waits."""

import concurrent.futures
import os
import pathlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO, TypeVar

Answer = TypeVar("Answer")

_FEW = 8  # for fewer files starting processes costs more than it saves
_QUIET_UP_TO = 20
_CHUNK = 4
_MOST_PROCESSES = 8


def each_of(
    files: Sequence[pathlib.Path], *, work: Callable[[pathlib.Path], Answer], jobs: int | None = None
) -> Iterator[Answer]:
    """`work(file)` of every file in order. `work` must be a function of a module, and its answer must be picklable.

    `jobs` processes, or as many as there are processors; one for a few files.
    """
    count = min(jobs or os.cpu_count() or 1, _MOST_PROCESSES, len(files) or 1)
    if count < 2 or len(files) < _FEW:
        yield from map(work, files)
        return
    with concurrent.futures.ProcessPoolExecutor(count) as pool:
        yield from pool.map(work, files, chunksize=_CHUNK)


class Progress:
    """Says on `stream` how many of `total` are done: in place on a terminal, else a line every tenth."""

    def __init__(self, total: int, *, stream: TextIO | None = None) -> None:
        self._total = total
        self._stream = stream or sys.stderr
        self._done = 0
        self._said_at = 0.0
        self._is_terminal = self._stream.isatty()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._total <= _QUIET_UP_TO:
            return
        is_last = self._done == self._total
        if self._is_terminal and (is_last or time.monotonic() - self._said_at > 0.2):
            self._said_at = time.monotonic()
            self._say("\r", "\n" if is_last else "")
        elif not self._is_terminal and (is_last or self._done % max(1, self._total // 10) == 0):
            self._say("", "\n")

    def _say(self, before: str, after: str) -> None:
        share = self._done * 100 // self._total
        self._stream.write(f"{before}已读 {self._done}/{self._total} 份（{share}%）{after}")
        self._stream.flush()
