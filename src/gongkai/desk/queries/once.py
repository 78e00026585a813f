"""Statements put together once for all who hold the same roles, as Django takes longer over them than the database.

They are made for a stand-in and a moment that nothing else names; whoever asks is put in their place.
"""

import datetime
from collections.abc import Hashable, Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access, Held

# Nobody's key and home, and moments far from any that the records know.
_NOBODY, _NOWHERE = -987_654_321, -987_654_322
MOMENT = datetime.datetime(1901, 2, 3, 4, 5, 6, 789, tzinfo=datetime.UTC)
SINCE = datetime.datetime(1902, 3, 4, 5, 6, 7, 891, tzinfo=datetime.UTC)


def stand_in(held: tuple[Held, ...]) -> Access:
    """Somebody who holds these roles, for whom a statement is put together."""
    return Access(Person(pk=_NOBODY, home_id=_NOWHERE), held)


def filled(
    parameters: Iterable[Any], person: Person, *, at: datetime.datetime, since: datetime.datetime | None = None
) -> list[Any]:
    """The parameters of a statement with a person in the place of the stand-in, and moments in those of theirs."""
    pairs = zip(_told(_NOBODY, _NOWHERE, MOMENT, SINCE), _told(person.pk, person.home_id, at, since or at), strict=True)
    places = dict(pairs)
    return [places.get(each, each) if isinstance(each, Hashable) else each for each in parameters]


def _told(key: int, home: int | None, at: datetime.datetime, since: datetime.datetime) -> tuple[Any, ...]:
    """A person and moments as the database wants them in a statement; of the first moment its day too."""
    ops = connection.ops
    day = ops.adapt_datefield_value(timezone.localdate(at))
    moments = (ops.adapt_datetimefield_value(at), ops.adapt_datetimefield_value(since))
    return key, home, Person(pk=key).reference, day, *moments
