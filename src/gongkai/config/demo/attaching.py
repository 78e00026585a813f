"""The files that go with items: made and looked into by a process beside the one that writes the records."""

import contextlib
import datetime
from collections.abc import Iterator
from concurrent import futures

from gongkai.config.demo import files
from gongkai.config.demo.paper import Letter, Sheet
from gongkai.disclosures.actions import files as stored
from gongkai.documents import kinds
from gongkai.portal.tasks import crews

Made = tuple[bytes, stored.Seen]


class Bench:
    """Where files are made: beside, when they were ordered there, else here and now."""

    def __init__(self, pool: futures.Executor | None = None) -> None:
        self.pool = pool
        self._ordered: dict[int, futures.Future[Made]] = {}

    def order(self, plan: Sheet | Letter, at: datetime.datetime) -> None:
        """Have a file made that will be wanted later."""
        if self.pool is not None:
            self._ordered[id(plan)] = self.pool.submit(_made, plan, at)

    def take(self, plan: Sheet | Letter, at: datetime.datetime) -> Made:
        """The bytes of a planned file, and what is seen by looking into it."""
        ordered = self._ordered.pop(id(plan), None)
        return ordered.result() if ordered else _made(plan, at)


def _made(plan: Sheet | Letter, at: datetime.datetime) -> Made:
    data = files.made(plan, at=at)
    return data, stored.look_into(data=data, name=plan.name, kind=kinds.check(data, name=plan.name))


@contextlib.contextmanager
def bench(*, processes: int) -> Iterator[Bench]:
    """A place where files are made, with a process of its own where there may be several. Not within a transaction."""
    if processes == 1:
        yield Bench()
        return
    with crews.forked(1) as pool:
        pool.submit(int).result()  # it begins before the records do, whose transaction it must not share
        yield Bench(pool)
