"""Telling people things, once per event, and noting that they have seen them."""

import datetime
from collections.abc import Sequence

from gongkai.accounts.models import Person
from gongkai.notices.models import Notice


def tell(
    *, people: Sequence[Person], text: str, at: datetime.datetime, link: str = "", event_id: int | None = None
) -> None:
    """Give each person one notice; the same event is told to a person once, however often this is called."""
    rows = [Notice(person=person, text=text, link=link, event_id=event_id, at=at) for person in people]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def mark_seen(*, person: Person, at: datetime.datetime, up_to: int | None = None) -> int:
    """Note that a person has seen their notices, all or those up to one. Returns how many were new."""
    unseen = Notice.objects.filter(person=person, seen_at__isnull=True)
    if up_to is not None:
        unseen = unseen.filter(pk__lte=up_to)
    return unseen.update(seen_at=at)
