"""How many items wait for a person's review: the number beside the menu of every page of the desk.

The condition is `review.waiting_for`, whose statement takes Django longer to put together than the database to answer.
So it is put together once for all who hold the same roles, with stand-ins for the person and the moment.
"""

import datetime
import functools
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access, Held
from gongkai.disclosures.queries import review

# Nobody's key, and a moment nothing else in the statement names.
_NOBODY = -987_654_321
_MOMENT = datetime.datetime(1901, 2, 3, 4, 5, 6, 789, tzinfo=datetime.UTC)


def waiting(access: Access, *, at: datetime.datetime, most: int) -> int:
    """How many items wait for a step this person may take at a moment; counted up to `most`. One query."""
    sql, parameters = _statement(access.held, most, timezone.get_current_timezone_name())
    stand_ins, values = _told(_NOBODY, _MOMENT), _told(access.person.pk, at)
    filled = dict(zip(stand_ins, values, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql, [filled.get(each, each) for each in parameters])
        count: int = cursor.fetchone()[0]
    return count


@functools.lru_cache(maxsize=256)
def _statement(held: tuple[Held, ...], most: int, _zone: str) -> tuple[str, tuple[Any, ...]]:
    rows = review.waiting_for(Access(Person(pk=_NOBODY), held), at=_MOMENT).order_by().values("pk")[:most]
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:  # whoever holds no role sees nothing
        return "SELECT 0", ()
    return f"SELECT COUNT(*) FROM ({sql}) waiting", tuple(parameters)  # noqa: S608  Django's own statement


def _told(key: int, at: datetime.datetime) -> tuple[Any, ...]:
    """A key, a moment and its day as the database wants them in a statement."""
    ops = connection.ops
    return key, ops.adapt_datetimefield_value(at), ops.adapt_datefield_value(timezone.localdate(at))
