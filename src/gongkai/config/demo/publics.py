"""After the records stand: what is made from them — index, pages — and the listeners told that they know it all."""

import datetime
from collections.abc import Callable
from concurrent import futures

from gongkai.events import actions as events
from gongkai.portal.actions import baking
from gongkai.portal.tasks import crews, whole
from gongkai.search.actions import rebuilding

Out = Callable[[str], None]


def make(*, at: datetime.datetime, out: Out, processes: int = 1) -> None:
    """Seal the trail, build the index, bake every page, and let no listener do it all again.

    With more than one process, none of which may be within a transaction, the index is built while pages are baked.
    """
    out("sealing the trail")
    for name in sorted(events.LISTENERS):
        events.skip_to_end(name=name)
    if processes == 1:
        out("building the search index")
        rebuilding.rebuild(at=at)
        _bake(at, out, processes)
        return
    with crews.forked(1) as pool:
        index: futures.Future[object] = pool.submit(rebuilding.rebuild, at=at)
        _bake(at, out, processes)
        out("building the search index")
        index.result()


def _bake(at: datetime.datetime, out: Out, processes: int) -> None:
    out("baking the public pages")
    target = baking.own()
    whole.bake_everything(target=target, at=at, progress=lambda part, n: out(f"baked {part}: {n}"), processes=processes)
