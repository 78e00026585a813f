"""Taking items down in one go: ordered with a reason, withdrawn one by one by the one door, recorded line by line."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from gongkai.disclosures.actions import publishing, refusals
from gongkai.disclosures.models import Item
from gongkai.events import actions as events
from gongkai.language import personal_data
from gongkai.portal.models import Takedown, TakedownLine

ORDERED = events.declare("takedown.ordered", gettext_lazy("Ordered {count} items taken down at once: {reason}"))
FINISHED = events.declare("takedown.finished", gettext_lazy("Took {count} items down at once: {reason}"))
MOST = 500


class NothingChosen(ValueError):
    """No item was ticked."""


@transaction.atomic
def order(
    *,
    items: Sequence[Item],
    reason: str,
    by: str,
    at: datetime.datetime,
    public_note: str = "",
    title_shown: bool = False,
    sought: str = "",
) -> Takedown:
    """Write down what is to go and why; nothing is withdrawn yet. Personal data in `sought` is masked.

    Raises NothingChosen, and refusals.ReasonMissing.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    if not items:
        raise NothingChosen
    masked = personal_data.mask(sought, personal_data.find(sought))
    row = Takedown.objects.create(
        reason=reason.strip(),
        public_note=public_note.strip(),
        title_shown=title_shown,
        sought=masked[:300],
        ordered_by=by,
        ordered_at=at,
    )
    TakedownLine.objects.bulk_create([TakedownLine(takedown=row, item=item) for item in items])
    _record(ORDERED, row, len(items), at)
    return row


def waiting(takedown: Takedown) -> list[TakedownLine]:
    """The lines that are neither removed nor refused."""
    rows = takedown.lines.filter(removed_at__isnull=True, refused="")
    return list(rows.select_related("item").order_by("pk"))


def withdraw(*, takedown: Takedown, lines: Iterable[TakedownLine], at: datetime.datetime) -> list[TakedownLine]:
    """Withdraw the items of these lines, each by itself; what refuses is told in its line. Returns those withdrawn."""
    done = []
    for line in lines:
        try:
            publishing.withdraw(
                item=line.item,
                by=takedown.ordered_by,
                reason=takedown.reason,
                at=at,
                public_note=takedown.public_note,
                title_shown=takedown.title_shown,
            )
        except refusals.Refused as refusal:
            line.refused = refusal.sentence[:300]
            line.save(update_fields=["refused"])
        else:
            done.append(line)
    return done


def note(
    *, lines: Iterable[TakedownLine], places: Mapping[int, Sequence[dict[str, Any]]], at: datetime.datetime
) -> None:
    """Write into lines what was removed where, and when it was seen to be gone."""
    for line in lines:
        line.places, line.removed_at = list(places.get(line.item_id, [])), at
        line.save(update_fields=["places", "removed_at"])


@transaction.atomic
def finish(*, takedown: Takedown, at: datetime.datetime) -> None:
    """Close a takedown whose lines are all done."""
    row = Takedown.objects.select_for_update().get(pk=takedown.pk)
    if row.finished_at is None:
        row.finished_at = at
        row.save(update_fields=["finished_at"])
        _record(FINISHED, row, row.lines.filter(removed_at__isnull=False).count(), at)


def _record(kind: str, row: Takedown, count: int, at: datetime.datetime) -> None:
    data = {"count": count, "reason": row.reason}
    events.record(kind, by=row.ordered_by, about=row.reference, at=at, data=data)
