"""Whether items, which are a cache, still say what their append-only history says."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max, Prefetch

from gongkai.disclosures.models import Ending, Item, Publication


@dataclass(frozen=True)
class Difference:
    """One field of an item that its history contradicts."""

    field: str
    stored: object
    rebuilt: object


def drifted_items() -> Iterator[tuple[Item, list[Difference]]]:
    """Items that differ from what their history rebuilds, with the differences."""
    items = Item.objects.annotate(newest=Max("revisions__number")).prefetch_related(
        Prefetch("publications", Publication.objects.order_by("at", "id")),
        Prefetch("endings", Ending.objects.order_by("at", "id")),
        "revision",
    )
    items = items.select_related("open_step")
    for item in items.order_by("pk").iterator(chunk_size=500):
        differences = _differences(item)
        if differences:
            yield item, differences


def rebuilt_fields(item: Item) -> dict[str, object]:
    """What publications and endings say of the item's public face."""
    publications, endings = list(item.publications.all()), list(item.endings.all())
    withdrawn = any(ending.kind == Ending.Kind.WITHDRAW for ending in endings)
    last = publications[-1] if publications else None
    return {
        "public_revision_id": None if withdrawn or last is None else last.revision_id,
        "first_published_at": publications[0].at if publications else None,
        "published_at": last.at if last else None,
        "is_public": last is not None and not withdrawn,
        "is_withdrawn": withdrawn,
    }


def _differences(item: Item) -> list[Difference]:
    found = []
    rebuilt = rebuilt_fields(item)
    for name in ("public_revision_id", "first_published_at", "published_at", "is_public"):
        if getattr(item, name) != rebuilt[name]:
            found.append(Difference(name, getattr(item, name), rebuilt[name]))
    if rebuilt["is_withdrawn"] != (item.state == Item.State.WITHDRAWN):
        found.append(Difference("state", item.state, Item.State.WITHDRAWN))
    waits, is_in_review = getattr(item, "open_step", None) is not None, item.stage == Item.State.IN_REVIEW
    if waits != is_in_review:
        found.append(Difference("open_step", waits, is_in_review))
    newest = getattr(item, "newest", None)
    if item.revision is not None and newest is not None and item.revision.number != newest:
        found.append(Difference("revision", item.revision.number, newest))
    return found
