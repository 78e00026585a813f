"""Rebuilding an item's current state from its append-only history."""

import datetime

from django.db import transaction

from gongkai.disclosures.actions import chains, drafting, kinds
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import integrity


@transaction.atomic
def rebuild(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Set what an item caches to what its publications, endings and revisions say; recorded as one event."""
    row = drafting.locked(item)
    truth = integrity.rebuilt_fields(row)
    newest = row.revisions.order_by("-number").first()
    row.revision = newest
    if truth["is_withdrawn"]:
        row.state, row.amendment = Item.State.WITHDRAWN, ""
    elif truth["is_public"]:
        pending = newest is not None and newest.pk != truth["public_revision_id"]
        row.amendment = (row.amendment or Item.State.DRAFT) if pending else ""
        row.state = Item.State.PUBLISHED
    elif row.state in {Item.State.PUBLISHED, Item.State.WITHDRAWN}:
        row.state, row.amendment = Item.State.DRAFT, ""
    for name in ("public_revision_id", "first_published_at", "published_at"):
        setattr(row, name, truth[name])
    row.changed_at = at
    row.save()
    chains.move_on(items=[row], at=at)
    drafting.record(kinds.REBUILT, row, by, at)
    return drafting.refresh(item, row)
