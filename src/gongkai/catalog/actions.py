"""What can be done with the directory: give out index numbers; open, edit, move and close columns; keep lists."""

import datetime

from django.db import connection, transaction

from gongkai.catalog import queries
from gongkai.orgs.models import Agency
from gongkai.rules import index_numbers

_ALLOCATE = (
    "INSERT INTO catalog_indexcounter (prefix, last) VALUES (%s, %s) "
    "ON CONFLICT (prefix) DO UPDATE SET last = catalog_indexcounter.last + excluded.last RETURNING last"
)


@transaction.atomic
def allocate(*, prefix: str, count: int = 1) -> range:
    """Give out the next serials under a prefix: unique, without gap, never twice. One statement, whatever the count.

    Within a caller's transaction that is rolled back nothing was given out; others under the same prefix wait.
    Who needs several prefixes in one transaction asks for them in sorted order, so that nobody waits in a circle.
    """
    if count < 1:
        raise ValueError(count)
    with connection.cursor() as cursor:
        cursor.execute(_ALLOCATE, [prefix, count])
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)


def next_index_numbers(*, agency: Agency, on: datetime.date, count: int = 1) -> list[str]:
    """Give out index numbers of an agency by the template in force on a day.

    Raises MissingValue, UnusableValue, SerialOutOfRange, InvalidTemplate of `rules.index_numbers`.
    """
    template = index_numbers.parse_template(queries.index_template(agency, on=on))
    values = queries.index_values(agency)
    serials = allocate(prefix=index_numbers.prefix(template, values, on), count=count)
    return [index_numbers.render(template, values, on, serial) for serial in serials]
