"""What the first page asks for in one statement: what waits for a person, all figures, what is owed, imports."""

import datetime
import functools
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.accounts.queries import Access, Held
from gongkai.core.permissions import Permission
from gongkai.desk.queries import once
from gongkai.disclosures.queries import desk, duty_board
from gongkai.foi.queries import register
from gongkai.foi.queries import worklist as requests
from gongkai.rules import calendars

LATELY = datetime.timedelta(days=3)
Row = tuple[str, str, int]


def rows(access: Access, days: calendars.Calendar, *, on: datetime.date, at: datetime.datetime) -> list[Row]:
    """The rows behind `desk.today`, all figures, `duty_board.owed_of` and `desk.imports_of`. One query.

    Its statement is put together once a day for all who hold the same roles.
    """
    soon = requests.soon(days, on=on)
    sql, parameters = _statement(access.held, on, soon, timezone.get_current_timezone_name())
    with connection.cursor() as cursor:
        cursor.execute(sql, once.filled(parameters, access.person, at=at, since=at - LATELY))
        return cursor.fetchall()


@functools.lru_cache(maxsize=256)
def _statement(
    held: tuple[Held, ...], on: datetime.date, soon: datetime.date, _zone: str
) -> tuple[str, tuple[Any, ...]]:
    access = once.stand_in(held)
    asked: list[QuerySet[Any, Row]] = list(desk.waiting(access, on=on, at=once.MOMENT))
    if access.anywhere(Permission.REQUEST_VIEW):
        asked.append(requests.counted(register.visible(access), on=on, soon=soon))
    if access.anywhere(Permission.ITEM_VIEW):
        asked.append(desk.counted(access, on=on))
    if access.anywhere(Permission.ITEM_DRAFT):
        asked.append(duty_board.counted(access))
    if access.anywhere(Permission.ITEM_IMPORT):
        asked.append(desk.recent_imports(access.person, since=once.SINCE))
    sql, parameters = asked[0].union(*asked[1:], all=True).query.sql_with_params()
    return sql, tuple(parameters)
