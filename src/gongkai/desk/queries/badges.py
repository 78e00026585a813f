"""What stands beside the menu of every page of the desk: reviews that wait for a person, notices not yet seen.

Which reviews wait is told by `review.waiting_for`, whose statement takes Django longer to put together than the
database to answer. So it is put together once for all who hold the same roles (`once`).
"""

import datetime
import functools
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.accounts.queries import Access, Held
from gongkai.desk.queries import navigation, once
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import review
from gongkai.notices.models import Notice

MOST = 100


@dataclass(frozen=True)
class Badges:
    """Items that wait for a step the person may take, and notices not yet seen; each counted up to `MOST`."""

    queue: int
    notices: int


def of(access: Access, *, at: datetime.datetime) -> Badges:
    """The numbers of one person at a moment. One query."""
    sql, parameters = _statement(access.held, timezone.get_current_timezone_name())
    with connection.cursor() as cursor:
        cursor.execute(sql, once.filled(parameters, access.person, at=at))
        return Badges(*cursor.fetchone())


@functools.lru_cache(maxsize=256)
def _statement(held: tuple[Held, ...], _zone: str) -> tuple[str, tuple[Any, ...]]:
    access = once.stand_in(held)
    has_queue = any(access.anywhere(each) for each in navigation.REVIEWS)
    queue, first = _counted(review.waiting_for(access, at=once.MOMENT) if has_queue else Item.objects.none())
    notices, second = _counted(Notice.objects.filter(person=access.person, seen_at__isnull=True))
    return f"SELECT ({queue}), ({notices})", (*first, *second)


def _counted(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    try:
        sql, parameters = rows.order_by().values("pk")[:MOST].query.sql_with_params()
    except EmptyResultSet:  # for whoever holds no role
        return "SELECT 0", ()
    return f"SELECT COUNT(*) FROM ({sql}) counted", tuple(parameters)  # noqa: S608  Django's own statement
