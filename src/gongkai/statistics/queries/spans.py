"""The time a figure speaks of, and whose records count for whom when agencies merged or were split."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.orgs.models import Agency, AgencyChange

DAY = datetime.timedelta(days=1)
_HEIRS = (AgencyChange.Kind.MERGE, AgencyChange.Kind.SPLIT)


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included, within one year."""

    first: datetime.date
    last: datetime.date

    @property
    def year(self) -> int:
        """The year it lies in; what holds for a year is that of this year."""
        return self.last.year

    @property
    def begins_at(self) -> datetime.datetime:
        """The first moment, where the office stands."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime.datetime:
        """The first moment after it."""
        return _midnight(self.last + DAY)


def year(number: int) -> Span:
    """A whole year."""
    return Span(datetime.date(number, 1, 1), datetime.date(number, 12, 31))


def month(number: int, of: int) -> Span:
    """A month of a year."""
    return Span(datetime.date(number, of, 1), datetime.date(number, of, calendar.monthrange(number, of)[1]))


def until(day: datetime.date) -> Span:
    """A year as far as a day."""
    return Span(datetime.date(day.year, 1, 1), day)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


@dataclass(frozen=True)
class Scope:
    """Whose figures: an agency, if wanted with all below it, in a span."""

    agency: Agency
    span: Span
    with_subtree: bool = False

    @property
    def bearers(self) -> QuerySet[Agency]:
        """The agencies whose own figures these are."""
        if self.with_subtree:
            return Agency.objects.within(self.agency)
        return Agency.objects.filter(pk=self.agency.pk)


class Place(NamedTuple):
    """An agency by its key, its path in the tree, the name it goes by, and the day it ended, if it did."""

    pk: int
    path: str
    name: str
    dissolved_on: datetime.date | None = None


def places(root: Agency | None = None) -> list[Place]:
    """Every agency there is, in tree order; with a root those below it and the roots of other trees. One query."""
    agencies = Agency.objects.all()
    if root is not None:
        agencies = agencies.filter(Q(path__startswith=root.path) | Q(parent=None))
    rows = agencies.in_tree_order().values_list("pk", "path", "short_name", "dissolved_on")
    return [Place(*row) for row in rows]


def heirs(on: datetime.date, *, places: Iterable[Place] | None = None) -> dict[int, int]:
    """Which agency counts the records of one that had ended by a day. One query; none if no one of `places` had.

    That is who succeeded it: of several the first in the tree, since a record counts once. Whoever ended without
    successor keeps its own records, which the agencies above it still add up.
    """
    if places is not None and not any(each.dissolved_on and each.dissolved_on <= on for each in places):
        return {}
    rows = (
        AgencyChange.objects.filter(kind__in=_HEIRS, on__lte=on, predecessors__dissolved_on__lte=on)
        .order_by("on", "id", "successors__sort_path", "successors__id")
        .values_list("predecessors", "predecessors__dissolved_on", "on", "successors")
    )
    # A split may leave the agency alive: then it keeps its records, whatever was founded out of it.
    direct: dict[int, int] = {}
    for before, dissolved_on, day, after in rows:
        if day == dissolved_on and after is not None and after != before:
            direct.setdefault(before, after)
    return {pk: _last(pk, direct) for pk in direct}


def _last(pk: int, direct: dict[int, int]) -> int:
    seen = {pk}
    while pk in direct and direct[pk] not in seen:
        pk = direct[pk]
        seen.add(pk)
    return pk
