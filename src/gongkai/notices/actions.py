"""Telling people things, once per event, and noting that they have seen them."""

import datetime
from collections.abc import Sequence

from gongkai.accounts.models import Person
from gongkai.notices.models import Notice

_LONGEST = 300


def tell(
    *, people: Sequence[Person], text: str, at: datetime.datetime, link: str = "", event_id: int | None = None
) -> None:
    """Give each person one notice; the same event is told to a person once, however often this is called.

    A text too long for a notice is cut with an ellipsis: the link leads to the whole.
    """
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    told = {person.pk: person for person in people}
    rows = [Notice(person=person, text=text, link=link, event_id=event_id, at=at) for person in told.values()]
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def mark_seen(*, person: Person, at: datetime.datetime, up_to: int | None = None) -> int:
    """Note that a person has seen their notices, all or those up to one. Returns how many were new."""
    unseen = Notice.objects.filter(person=person, seen_at__isnull=True)
    if up_to is not None:
        unseen = unseen.filter(pk__lte=up_to)
    return unseen.update(seen_at=at)
