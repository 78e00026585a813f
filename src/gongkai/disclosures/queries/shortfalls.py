"""What agencies have not kept up on a day: duties and columns that are empty or stale, yearly checks not made.

An item counts for the duty it names; where an agency has only one duty in a column, whatever it publishes there counts
for that duty too. A column counts whatever stands in it or below it, whoever published it.
"""

import collections
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from gongkai.catalog.models import Column, Obligation
from gongkai.disclosures.duty_models import Confirmation, Shortfall
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency
from gongkai.rules import terms

K = TypeVar("K")
Kind = Shortfall.Kind
YEAR = datetime.timedelta(days=365)
YEARLY = {Column.Block.GUIDE: Kind.GUIDE, Column.Block.RULES: Kind.RULES}
# Guide and rules are checked each year, reports come once a year: none has a limit by its kind.
_WITHOUT_LIMIT = (Column.Block.GUIDE, Column.Block.RULES, Column.Block.REPORTS)
ENDED = (Item.Validity.REPEALED, Item.Validity.EXPIRED, Item.Validity.VOID)


@dataclass(frozen=True)
class Need:
    """One thing an agency has not kept up; the fields are those of `Shortfall`."""

    agency_id: int
    kind: str
    column_id: int | None = None
    obligation_id: int | None = None
    last_on: datetime.date | None = None
    due_on: datetime.date | None = None
    days: int | None = None

    @property
    def key(self) -> tuple[int, str, int | None, int | None]:
        """What tells two needs apart."""
        return self.agency_id, self.kind, self.column_id, self.obligation_id


@dataclass(frozen=True)
class Shelf:
    """What stands together: how many items of an agency are in a column under a duty, and since when the newest is."""

    agency_id: int
    column_id: int
    obligation_id: int | None
    count: int
    last_on: datetime.date


def needs(*, on: datetime.date) -> list[Need]:
    """Everything that agencies have not kept up on a day. Seven queries; meant for the background."""
    held = shelves()
    alive = dict(Agency.objects.alive(on).values_list("pk", "contacts_checked_on"))
    return [
        *_columns(held, on=on),
        *_duties(held, alive, on=on),
        *_yearly(alive, on=on),
        *_contacts(alive, on=on),
    ]


def shelves(*, agency: Agency | None = None) -> list[Shelf]:
    """What is public, by agency, column and duty; a merged column counts as the one it went into. Two queries."""
    rows = Item.objects.public().filter(public_revision__column__isnull=False).order_by()
    rows = rows if agency is None else rows.filter(agency=agency)
    merged = dict(Column.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    keys = ("agency_id", "public_revision__column_id", "public_revision__obligation_id")
    found = rows.values_list(*keys).annotate(n=Count("pk"), last=Max("first_published_at"))
    return [
        Shelf(agency_id, merged.get(column_id) or column_id, duty_id, n, timezone.localtime(last).date())
        for agency_id, column_id, duty_id, n, last in found
        if column_id is not None and last is not None
    ]


def limit_of(column: Column, *, on: datetime.date) -> terms.FreshnessLimit | None:
    """The limit for the kind of a column without a term of its own; None where its kind has none."""
    return None if column.block in _WITHOUT_LIMIT else terms.freshness_limit(column.kind, on)


def due_day(column: Column, last_on: datetime.date, *, on: datetime.date, is_leaf: bool) -> datetime.date | None:
    """Until when a column must be updated again; only a column without others below it has the limit of its kind."""
    if column.fresh_days:
        return last_on + datetime.timedelta(days=column.fresh_days)
    limit = limit_of(column, on=on) if is_leaf else None
    return limit.last_day(last_on) if limit else None


def latest_by_duty(duties: Iterable[Obligation], held: Iterable[Shelf]) -> dict[int, tuple[int, datetime.date]]:
    """By duty how many items it has and the day of the newest; duties without any are left out. No query."""
    duties = list(duties)
    named: dict[int, tuple[int, datetime.date]] = {}
    placed: dict[tuple[int, int], tuple[int, datetime.date]] = {}
    for each in held:
        if each.obligation_id is not None:
            _add(named, each.obligation_id, each)
        _add(placed, (each.agency_id, each.column_id), each)
    together = collections.Counter((each.agency_id, each.column_id) for each in duties)
    found = {}
    for duty in duties:
        place = (duty.agency_id, duty.column_id)
        both = [named.get(duty.pk), placed.get(place) if together[place] == 1 else None]
        known = [each for each in both if each is not None]
        if known:
            found[duty.pk] = max(n for n, _last in known), max(last for _n, last in known)
    return found


def _add(sums: dict[K, tuple[int, datetime.date]], key: K, shelf: Shelf) -> None:
    count, last = sums.get(key, (0, shelf.last_on))
    sums[key] = count + shelf.count, max(last, shelf.last_on)


def _columns(held: Iterable[Shelf], *, on: datetime.date) -> Iterable[Need]:
    columns = list(Column.objects.open())
    ways = {column.pk: column.ancestor_ids for column in columns}
    parents = {column.parent_id for column in columns}
    latest: dict[int, datetime.date] = {}
    for each in held:
        for pk in ways.get(each.column_id, ()):
            latest[pk] = max(latest.get(pk, each.last_on), each.last_on)
    for column in columns:
        last, is_leaf = latest.get(column.pk), column.pk not in parents
        if last is None:
            if is_leaf or column.fresh_days:
                yield Need(column.owner_id, Kind.EMPTY_COLUMN, column_id=column.pk, days=column.fresh_days)
            continue
        due = due_day(column, last, on=on, is_leaf=is_leaf)
        if due is not None and due < on:
            days = column.fresh_days or (due - last).days
            yield Need(column.owner_id, Kind.STALE_COLUMN, column_id=column.pk, last_on=last, due_on=due, days=days)


def _duties(held: Iterable[Shelf], alive: Mapping[int, object], *, on: datetime.date) -> Iterable[Need]:
    duties = [each for each in Obligation.objects.exclude(ended_on__lte=on) if each.agency_id in alive]
    latest = latest_by_duty(duties, held)
    for duty in duties:
        if duty.pk not in latest:
            yield Need(duty.agency_id, Kind.EMPTY_DUTY, obligation_id=duty.pk, days=duty.fresh_days)
            continue
        _count, last = latest[duty.pk]
        due = last + datetime.timedelta(days=duty.fresh_days) if duty.fresh_days else None
        if due is not None and due < on:
            yield Need(
                duty.agency_id, Kind.STALE_DUTY, obligation_id=duty.pk, last_on=last, due_on=due, days=duty.fresh_days
            )


def _yearly(alive: Mapping[int, object], *, on: datetime.date) -> Iterable[Need]:
    rows = (
        Item.objects.public()
        .filter(public_revision__column__block__in=YEARLY)
        .exclude(validity__in=ENDED)
        .order_by()
        .values_list("agency_id", "public_revision__column__block")
        .annotate(oldest=Min("published_at"))
    )
    checked = confirmed_on()
    for agency_id, block, oldest in rows:
        if agency_id not in alive or oldest is None:
            continue
        kind = YEARLY[Column.Block(block)]
        last = max(timezone.localtime(oldest).date(), checked.get((agency_id, kind), datetime.date.min))
        if last + YEAR < on:
            yield Need(agency_id, kind, last_on=last, due_on=last + YEAR, days=YEAR.days)


def _contacts(alive: Mapping[int, datetime.date | None], *, on: datetime.date) -> Iterable[Need]:
    for agency_id, last in alive.items():
        if last is None or last + YEAR < on:
            due = last + YEAR if last else None
            yield Need(agency_id, Kind.CONTACTS, last_on=last, due_on=due, days=YEAR.days)


def confirmed_on(*, agency: Agency | None = None) -> dict[tuple[int, str], datetime.date]:
    """By agency and subject the last day somebody confirmed that it holds. One query."""
    wanted = Q() if agency is None else Q(agency=agency)
    rows = Confirmation.objects.filter(wanted).order_by().values_list("agency_id", "subject").annotate(last=Max("on"))
    return {(agency_id, subject): last for agency_id, subject, last in rows}
