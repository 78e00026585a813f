"""Index numbers: how they are written, and giving out the next ones."""

import collections
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from gongkai.catalog import queries
from gongkai.catalog.actions.refusals import Refused
from gongkai.catalog.models import IndexTemplate
from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.rules import index_numbers

TEMPLATE_SET = events.declare(
    "index-template.set", gettext_lazy("Index numbers are written as {template} from {since}")
)


_ALLOCATE = (
    "INSERT INTO catalog_indexcounter (prefix, last) VALUES (%s, %s) "
    "ON CONFLICT (prefix) DO UPDATE SET last = catalog_indexcounter.last + excluded.last RETURNING last"
)


@transaction.atomic(savepoint=False)
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


def next_index_numbers(*, agency: Agency, on: date, count: int = 1) -> list[str]:
    """Give out index numbers of an agency by the template in force on a day.

    Raises MissingValue, UnusableValue, SerialOutOfRange, InvalidTemplate of `rules.index_numbers`.
    """
    return index_numbers_of(agencies=[agency] * count, on=on)


def index_numbers_of(*, agencies: Sequence[Agency], on: date) -> list[str]:
    """As `next_index_numbers`: one for each of these agencies, in the order given, which may name one repeatedly."""
    words = queries.index_templates(agencies, on=on)
    templates = {agency.pk: index_numbers.parse_template(words[agency.pk]) for agency in agencies}
    values = {agency.pk: queries.index_values(agency) for agency in agencies}
    prefixes = [index_numbers.prefix(templates[each.pk], values[each.pk], on) for each in agencies]
    counts = sorted(collections.Counter(prefixes).items())  # the order keeps two from waiting for each other
    serials = {prefix: iter(allocate(prefix=prefix, count=count)) for prefix, count in counts}
    return [
        index_numbers.render(templates[each.pk], values[each.pk], on, next(serials[prefix]))
        for each, prefix in zip(agencies, prefixes, strict=True)
    ]


@transaction.atomic
def set_index_template(*, agency: Agency | None, template: str, since: date, by: str, at: datetime) -> IndexTemplate:
    """Set how index numbers of an agency (or of all without their own) are written from a day on. Raises Refused."""
    try:
        parsed = index_numbers.parse_template(template)
        if agency is not None:
            index_numbers.prefix(parsed, queries.index_values(agency), since)
    except (index_numbers.InvalidTemplate, index_numbers.MissingValue, index_numbers.UnusableValue) as fault:
        raise Refused(str(fault), field="template") from fault
    row, _made = IndexTemplate.objects.update_or_create(agency=agency, since=since, defaults={"template": template})
    about = agency.reference if agency else "catalog:all"
    data = {"template": template, "since": since.isoformat()}
    events.record(TEMPLATE_SET, by=by, about=about, at=at, agency_id=agency.pk if agency else None, data=data)
    return row
