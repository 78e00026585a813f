"""Who does a whole bake: this process alone, or several at once where nobody else writes into the folder."""

import contextlib
import datetime
import multiprocessing
from collections.abc import Iterable, Iterator, Sized
from concurrent import futures
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from django.db import connections
from django.utils import translation

from gongkai.core import pages
from gongkai.portal.actions import baking, writing
from gongkai.portal.pages import site

Part = TypeVar("Part", bound=Sized, contravariant=True)


class Work(Protocol[Part]):
    """Bakes one part of the portal, such as the pages of some items."""

    def __call__(
        self, part: Part, /, *, common: dict[str, Any], target: baking.Target, at: datetime.datetime
    ) -> object: ...


@dataclass(frozen=True)
class Alone:
    """This process does everything, one part after the other."""

    common: dict[str, Any]
    target: baking.Target
    at: datetime.datetime

    def do(self, work: Work[Part], parts: Iterable[Part]) -> Iterator[int]:
        """Do each part and count its things."""
        for part in parts:
            work(part, common=self.common, target=self.target, at=self.at)
            yield len(part)


@dataclass(frozen=True)
class Together:
    """Several processes, each with its own connection; what they did is added up in `target`."""

    pool: futures.Executor
    target: baking.Target
    at: datetime.datetime

    def do(self, work: Work[Part], parts: Iterable[Part]) -> Iterator[int]:
        """Do the parts in any order and count their things in the order given."""
        blank = replace(self.target, hashes={}, written=0, same=0, removed=0)
        waiting = [(len(part), self.pool.submit(_do, work, part, blank, self.at)) for part in parts]
        for size, done in waiting:
            self.target.add(done.result())
            yield size


@contextlib.contextmanager
def crew(
    *, processes: int, common: dict[str, Any], target: baking.Target, at: datetime.datetime
) -> Iterator[Alone | Together]:
    """A crew of so many processes. More than one hold our own folder until they are through; takedowns wait so long."""
    if processes == 1:
        yield Alone(common, target, at)
        return
    with writing.throughout(is_elsewhere=not target.is_recorded), forked(processes) as pool:
        yield Together(pool, target, at)


@contextlib.contextmanager
def forked(processes: int) -> Iterator[futures.Executor]:
    """Processes like this one, each with its own connection to the database. Not within a transaction."""
    connections.close_all()  # else they would share ours
    kind = multiprocessing.get_context("fork")
    pool = futures.ProcessPoolExecutor(processes, mp_context=kind)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _do(work: Work[Part], part: Part, target: baking.Target, at: datetime.datetime) -> baking.Target:
    with translation.override(pages.LANGUAGE):
        work(part, common=site.common(), target=target, at=at)
    return target
