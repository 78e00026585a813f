"""What the clock asks for: what is due, what may lapse, who is silent; for a person, an agency, a month."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.foi.models.calendars import CalendarNotice
from gongkai.foi.models.cases import OPEN_STATES, InfoRequest
from gongkai.foi.models.handling import Consultation
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import clocks
from gongkai.rules import calendars

State = InfoRequest.State
# How the rows behind the figures are told from those of others.
_OURS = "request"
# Steps that wait for the other side; there the term does not run.
WAITING = (State.CORRECTION, State.PAYMENT)


class Why(StrEnum):
    """Why a request stands in the worklist, most urgent first."""

    LATE = "late"
    DUE = "due"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    CORRECT = "correct"
    LAPSED = "lapsed"
    SILENT = "silent"
    UNASSIGNED = "unassigned"
    WAITS = "waits"


@dataclass(frozen=True)
class Line:
    """A request and why it stands there. `left` counts working days to `day`; negative when it has passed."""

    info_request: InfoRequest
    why: Why
    day: datetime.date
    left: int


def mine(rows: QuerySet[InfoRequest], person: Person) -> QuerySet[InfoRequest]:
    """Those a person handles, and those nobody does yet."""
    return rows.filter(Q(officer=person) | Q(officer__isnull=True))


def worklist(
    rows: QuerySet[InfoRequest],
    *,
    on: datetime.date,
    within: int = 3,
    most: int = 200,
    days: calendars.Calendar | None = None,
) -> list[Line]:
    """What some requests ask for by a day and the working days after it, most urgent first.

    Two queries; one when the calendar is given.

    A case stands there once, for its most urgent reason: late; due within so many working days; decided and not
    delivered; to be confirmed; the limit for a correction notice tomorrow and nothing done yet; lapsed; others silent;
    nobody's; and last those that wait for others.
    """
    days = days or clocks.calendar()
    horizon = days.add_working_days(on, within)
    tomorrow = days.add_working_days(on, 1)
    wanted = (
        Q(state__in=OPEN_STATES, due_on__lte=horizon)
        | Q(state__in=[State.DECIDED, State.ENTERED, *WAITING, State.CONSULTING, State.REASONS])
        | Q(state=State.HANDLING, correction_by__gte=on, correction_by__lte=tomorrow)
        | Q(state__in=OPEN_STATES, officer__isnull=True)
    )
    found = rows.filter(wanted).select_related("agency", "officer").defer("terms").order_by("due_on", "id")[:most]
    lines = [_line(row, on=on, horizon=horizon, tomorrow=tomorrow, days=days) for row in found]
    order = {why: place for place, why in enumerate(Why)}
    return sorted(lines, key=lambda line: (order[line.why], line.day, line.info_request.pk))


def _line(
    row: InfoRequest,
    *,
    on: datetime.date,
    horizon: datetime.date,
    tomorrow: datetime.date,
    days: calendars.Calendar,
) -> Line:
    why, day = _reason(row, on=on, horizon=horizon, tomorrow=tomorrow)
    return Line(row, why, day, days.working_days_between(on, day))


def _reason(
    row: InfoRequest, *, on: datetime.date, horizon: datetime.date, tomorrow: datetime.date
) -> tuple[Why, datetime.date]:
    arrived = row.received_on or row.arrived_on
    if row.state == State.DECIDED:
        return Why.DELIVER, row.due_on or row.decided_on or arrived
    if row.state == State.ENTERED:
        return Why.CONFIRM, row.arrived_on
    if row.due_on is not None and row.state not in WAITING:
        if row.due_on < on:
            return Why.LATE, row.due_on
        if row.due_on <= horizon and row.clock == InfoRequest.Clock.RUNNING:
            return Why.DUE, row.due_on
    if row.waits_until is not None:
        if row.waits_until >= on:
            return (Why.UNASSIGNED if row.officer_id is None else Why.WAITS), row.waits_until
        return (Why.LAPSED if row.state in WAITING else Why.SILENT), row.waits_until
    if row.correction_by is not None and on <= row.correction_by <= tomorrow:
        return Why.CORRECT, row.correction_by
    return Why.UNASSIGNED, row.due_on or arrived


def approaching(rows: QuerySet[InfoRequest], *, on: datetime.date, within: int) -> QuerySet[InfoRequest]:
    """Those whose term ends within so many working days, the earliest first."""
    horizon = clocks.calendar().add_working_days(on, within)
    return rows.filter(clock=InfoRequest.Clock.RUNNING, due_on__gte=on, due_on__lte=horizon).order_by("due_on", "id")


def overdue(rows: QuerySet[InfoRequest], *, on: datetime.date) -> QuerySet[InfoRequest]:
    """Those whose term has passed while the answer is owed, the longest first."""
    owed = rows.filter(state__in=OPEN_STATES, due_on__lt=on).exclude(state__in=WAITING)
    return owed.select_related("agency", "officer").order_by("due_on", "id")


def lapsed(*, on: datetime.date) -> QuerySet[InfoRequest]:
    """Those not corrected or not paid for in time, which may be closed."""
    return InfoRequest.objects.filter(state__in=WAITING, waits_until__lt=on).order_by("waits_until", "id")


def silent(*, on: datetime.date) -> QuerySet[Consultation]:
    """Questions nobody answered in time, the oldest first."""
    rows = Consultation.objects.filter(answered_on__isnull=True, answer_by__lt=on)
    return rows.select_related("info_request").order_by("answer_by", "id")


def remedies_due(
    access: Access, *, on: datetime.date, within: int = 5, days: calendars.Calendar | None = None
) -> QuerySet[Remedy]:
    """Remedies we still have to answer, the most urgent first."""
    horizon = (days or clocks.calendar()).add_working_days(on, within)
    rows = Remedy.objects.filter(agency__in=access.agencies(Permission.REQUEST_VIEW), responded_on__isnull=True)
    rows = rows.filter(result=Remedy.Result.PENDING, respond_by__lte=horizon)
    return rows.select_related("info_request", "agency").order_by("respond_by", "id")


@dataclass(frozen=True)
class Day:
    """A day of the calendar view: whether it is worked, why, and what ends on it."""

    on: datetime.date
    is_working: bool
    reason: str
    is_provisional: bool
    due: tuple[InfoRequest, ...]
    waits: tuple[InfoRequest, ...]


def month(rows: QuerySet[InfoRequest], first: datetime.date) -> list[Day]:
    """The days of a month with the requests that are due or whose wait ends on each. Two queries."""
    days = clocks.calendar()
    span = list(_days_of(first))
    between = Q(due_on__range=(span[0], span[-1]), state__in=OPEN_STATES)
    between |= Q(waits_until__range=(span[0], span[-1]))
    found = list(rows.filter(between).select_related("officer").defer("terms").order_by("due_on", "id")[:1000])
    return [
        Day(
            on=day,
            is_working=days.is_working_day(day),
            reason=days.reason(day),
            is_provisional=days.provisional(day),
            due=tuple(row for row in found if row.due_on == day and row.is_open and row.state not in WAITING),
            waits=tuple(row for row in found if row.waits_until == day),
        )
        for day in span
    ]


def _days_of(first: datetime.date) -> Iterable[datetime.date]:
    day = first.replace(day=1)
    while day.month == first.month:
        yield day
        day += datetime.timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """How many requests of some agencies stand where on a day."""

    open: int
    late: int
    due_soon: int
    waiting: int
    to_deliver: int
    unassigned: int


def figures(
    rows: QuerySet[InfoRequest], *, on: datetime.date, within: int = 3, days: calendars.Calendar | None = None
) -> Figures:
    """The counts a desk shows. Two queries; one when the calendar is given."""
    return figures_of(list(counted(rows, on=on, soon=soon(days or clocks.calendar(), on=on, within=within))))


def soon(days: calendars.Calendar, *, on: datetime.date, within: int = 3) -> datetime.date:
    """The last day that is near: so many working days after a day."""
    return days.add_working_days(on, within)


def counted(
    rows: QuerySet[InfoRequest], *, on: datetime.date, soon: datetime.date
) -> QuerySet[InfoRequest, tuple[str, str, int]]:
    """The rows behind the figures: `request`, then state, nearness and whether it is nobody's, then how many."""
    near = Case(When(due_on__lt=on, then=Value("late")), When(due_on__lte=soon, then=Value("soon")), default=Value(""))
    whose = Case(When(officer__isnull=True, then=Value("nobody")), default=Value(""))
    told = Concat(F("state"), Value("|"), near, Value("|"), whose, output_field=CharField())
    open_ones = rows.filter(state__in=[*OPEN_STATES, State.DECIDED]).order_by()
    keyed = open_ones.annotate(of=Value(_OURS, output_field=CharField()), told=told)
    return keyed.values_list("of", "told").annotate(n=Count("pk"))


def figures_of(found: Iterable[tuple[str, str, int]]) -> Figures:
    """The figures from their rows; those of others are passed over."""
    told: list[tuple[str, str, str, int]] = []
    for of, key, n in found:
        if of == _OURS:
            state, near, whose = key.split("|")
            told.append((state, near, whose, n))
    open_ones = [each for each in told if each[0] in OPEN_STATES]
    owed = [each for each in open_ones if each[0] not in WAITING]
    waiting = {*WAITING, State.CONSULTING, State.REASONS}
    return Figures(
        open=sum(each[3] for each in open_ones),
        late=sum(each[3] for each in owed if each[1] == "late"),
        due_soon=sum(each[3] for each in owed if each[1] == "soon"),
        waiting=sum(each[3] for each in told if each[0] in waiting),
        to_deliver=sum(each[3] for each in told if each[0] == State.DECIDED),
        unassigned=sum(each[3] for each in open_ones if each[2] == "nobody"),
    )


def provisional_years(*, on: datetime.date) -> list[int]:
    """The years whose holidays have not been announced and that open cases already reach into. Two queries."""
    days = clocks.calendar()
    last = InfoRequest.objects.open().filter(due_on__isnull=False).order_by("-due_on").values_list("due_on").first()
    until = last[0].year if last and last[0] else on.year
    known = {notice.year for notice in CalendarNotice.objects.filter(state=CalendarNotice.State.APPLIED)}
    return [
        year for year in range(on.year, until + 1) if year not in known and days.provisional(datetime.date(year, 7, 1))
    ]
