"""After the records stand: what is made from them — index, pages — and the listeners told that they know it all."""

import datetime
from collections.abc import Callable

from gongkai.disclosures.models import Item
from gongkai.events import actions as events
from gongkai.portal.actions import baking
from gongkai.portal.tasks import whole
from gongkai.search.actions import file_texts, rebuilding

Out = Callable[[str], None]
_CHUNK = 500


def make(*, at: datetime.datetime, out: Out) -> None:
    """Seal the trail, build the index, bake every page, and let no listener do it all again."""
    out("sealing the trail")
    for name in sorted(events.LISTENERS):
        events.skip_to_end(name=name)
    out("reading attachments")
    ids = list(
        Item.objects.public().filter(public_revision__attachments__isnull=False).distinct().values_list("pk", flat=True)
    )
    for start in range(0, len(ids), _CHUNK):
        file_texts.read_unread(item_ids=ids[start : start + _CHUNK], at=at)
    out("building the search index")
    rebuilding.rebuild(at=at)
    out("baking the public pages")
    whole.bake_everything(target=baking.own(), at=at, progress=lambda part, count: out(f"baked {part}: {count}"))
