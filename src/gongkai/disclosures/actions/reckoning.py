"""Reckoning what agencies owe the public: written anew by the clock, cleared at once by what is published."""

import collections
import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Q

from gongkai.catalog.models import Obligation
from gongkai.core.models import Appointment
from gongkai.disclosures.duty_models import Shortfall, Sudden
from gongkai.disclosures.queries import duty_board, public, shortfalls, sudden

JOB = duty_board.JOB
Kind = Shortfall.Kind


@dataclass(frozen=True)
class Reckoned:
    """How many shortfalls and sudden days there are now, and how many shortfalls came and went."""

    shortfalls: int
    sudden: int
    fresh: int
    gone: int


@transaction.atomic
def reckon(*, on: datetime.date, at: datetime.datetime) -> Reckoned:
    """Bring the kept shortfalls and sudden days to what holds on a day; what stays keeps the day it was noticed."""
    known = {_key(row): row for row in Shortfall.objects.select_for_update().order_by("pk")}
    wanted = {need.key: need for need in shortfalls.needs(on=on)}
    gone = [row.pk for key, row in known.items() if key not in wanted]
    fresh, changed = [], []
    for key, need in wanted.items():
        row = known.get(key)
        if row is None:
            fresh.append(Shortfall(**asdict(need), noticed_on=on))
        elif (row.last_on, row.due_on, row.days) != (need.last_on, need.due_on, need.days):
            row.last_on, row.due_on, row.days = need.last_on, need.due_on, need.days
            changed.append(row)
    for start in range(0, len(gone), 400):
        Shortfall.objects.filter(pk__in=gone[start : start + 400]).delete()
    Shortfall.objects.bulk_create(fresh, batch_size=400)
    Shortfall.objects.bulk_update(changed, ["last_on", "due_on", "days"], batch_size=200)
    days = _reckon_sudden(on=on)
    Appointment.objects.filter(name=JOB).update(last_at=at)
    return Reckoned(len(wanted), days, len(fresh), len(gone))


def _reckon_sudden(*, on: datetime.date) -> int:
    rows = [Sudden(**asdict(finding)) for finding in sudden.found(on=on)]
    Sudden.objects.all().delete()
    Sudden.objects.bulk_create(rows, batch_size=200)
    return len(rows)


def _key(row: Shortfall) -> tuple[int, str, int | None, int | None]:
    return row.agency_id, row.kind, row.column_id, row.obligation_id


@transaction.atomic
def clear_published(*, item_ids: Iterable[int]) -> int:
    """Take out what these public items have just made good: their columns and duties. Three queries, whatever stands.

    As `queries.shortfalls` counts: the only duty of an agency in a column is met by whatever it publishes there.
    """
    places = public.places(item_ids)
    columns = {pk for place in places for pk in place.column_ids}
    duties = {place.obligation_id for place in places if place.obligation_id}
    leaves = {(place.agency_id, place.column_ids[-1]) for place in places if place.column_ids}
    rows = Obligation.objects.filter(agency__in={agency for agency, _column in leaves}, column__in=columns)
    alone: dict[tuple[int, int], list[int]] = collections.defaultdict(list)
    for pk, agency_id, column_id in rows.filter(ended_on__isnull=True).values_list("pk", "agency_id", "column_id"):
        alone[agency_id, column_id].append(pk)
    duties |= {found[0] for leaf in leaves if len(found := alone.get(leaf, [])) == 1}
    count, _each = Shortfall.objects.filter(Q(column__in=columns) | Q(obligation__in=duties)).delete()
    return count
