"""What a holiday notice would do: the open cases whose due day it moves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from gongkai.foi.models.calendars import CalendarNotice
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.clock import Decision, Entry
from gongkai.foi.models.handling import Consultation
from gongkai.foi.queries import clocks
from gongkai.rules import calendars


@dataclass(frozen=True)
class Moved:
    """An open case with what its row would cache under the new calendar."""

    info_request: InfoRequest
    standing: clocks.Standing


def with_ledger(rows: QuerySet[InfoRequest]) -> QuerySet[InfoRequest]:
    """Requests with everything their clock needs, in three further queries for each batch."""
    return rows.prefetch_related(
        Prefetch("entries", queryset=Entry.objects.order_by("number")),
        Prefetch("consultations", queryset=Consultation.objects.defer("party_name", "party_contact", "opinion_reason")),
        Prefetch("decisions", queryset=Decision.objects.order_by("number")),
    )


def standing_of(row: InfoRequest, days: calendars.Calendar) -> clocks.Standing:
    """What a request loaded by `with_ledger` should cache. No query."""
    return clocks.standing(row, row.entries.all(), row.consultations.all(), row.decisions.all(), days=days)


def after(notice: CalendarNotice) -> calendars.Calendar:
    """The calendar in force with one more notice applied. Raises rules.datafiles.DataFault, calendars.UncoveredDay."""
    return clocks.with_notices(clocks.calendar(), [notice])


def moved(notice: CalendarNotice) -> Iterator[Moved]:
    """The open cases whose due day, or another limit, a notice would move, by id."""
    days = after(notice)
    rows = with_ledger(InfoRequest.objects.open().order_by("id"))
    for row in rows.iterator(chunk_size=1000):
        standing = standing_of(row, days)
        if standing.differs(row):
            yield Moved(row, standing)


def notices() -> QuerySet[CalendarNotice]:
    """All notices entered, newest first."""
    return CalendarNotice.objects.order_by("-year", "-id")
