"""One writer at a time, in all processes: locks on files, which the system lets go of when their holder dies."""

import contextlib
import fcntl
import pathlib
import time
from collections.abc import Iterator

from gongkai.search.queries import generations

WRITER = "writer.lock"
REBUILD = "rebuild.lock"
_PAUSE = 0.02


class Busy(Exception):
    """Somebody else holds the lock."""


@contextlib.contextmanager
def held(name: str, *, patience: float) -> Iterator[None]:
    """Hold a lock of the index; wait for it as long as `patience` seconds. Raises Busy."""
    path = generations.root() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        _lock(file.fileno(), path, patience)
        yield


def _lock(descriptor: int, path: pathlib.Path, patience: float) -> None:
    waited = 0.0
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waited >= patience:
                raise Busy(path.name) from None
            time.sleep(_PAUSE)
            waited += _PAUSE
        else:
            return
