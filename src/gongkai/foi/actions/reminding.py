"""Reminders at the steps of the law: to the officer first, to the office when time runs out; each told once."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.core.permissions import Permission
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.foi.actions import kinds
from gongkai.foi.models.cases import OPEN_STATES, InfoRequest
from gongkai.foi.models.letters import Letter, LetterClearance
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import calendars, clearing, clocks
from gongkai.notices import actions as notices
from gongkai.rules import calendars as law
from gongkai.rules import clocks as reading

WHO = "system:tick"
# From this many working days before the due day the office hears of it besides the officer.
OFFICE_FROM = 2
HEARD = (
    kinds.ASSIGNED,
    kinds.RECEIVED,
    kinds.SUPPLEMENTED,
    kinds.CORRECTED,
    kinds.FEE_PAID,
    kinds.WITHDRAWN,
    kinds.REMINDER,
    kinds.LETTER_SUBMITTED,
    kinds.LETTER_CLEARED,
    kinds.LETTER_RETURNED,
    kinds.REMEDY_OPENED,
    kinds.REMEDY_DECIDED,
)


def remind_due(*, on: datetime.date, at: datetime.datetime) -> int:
    """Record a reminder for every step whose day has come and of which nobody was reminded. Returns how many.

    A reminder is an event, so it is told to people by the same way as everything else, in the desk of each who may act.
    """
    days = clocks.calendar()
    rows = calendars.with_ledger(InfoRequest.objects.filter(state__in=OPEN_STATES).order_by("id"))
    count = 0
    for row in rows.iterator(chunk_size=500):
        wanted = list(_steps(row, on, days))
        count += _recorded(row.reference, row.agency_id, row.number, wanted, at=at)
    for remedy in _remedies(on, days):
        number = remedy.info_request.number if remedy.info_request else remedy.case_no
        about = remedy.info_request.reference if remedy.info_request else remedy.reference
        assert remedy.respond_by is not None
        wanted = [(f"remedy-{remedy.pk}", remedy.respond_by, 0)]
        count += _recorded(about, remedy.agency_id, number, wanted, at=at)
    return count


Step = tuple[str, datetime.date, int]


def _steps(row: InfoRequest, on: datetime.date, days: law.Calendar) -> Iterable[Step]:
    """The steps of a request that have come: its name, the day it is about, working days left before it."""
    explanation = clocks.explain(row, row.entries.all(), days=days)
    for each in reading.reminders(explanation, days):
        if each.code == "correction":
            # Told a day ahead, while there is time; and only while nothing has been done.
            told_on = days.add_working_days(each.on, -1)
            if row.correction_by == each.on and told_on <= on <= each.on:
                yield "correction", each.on, days.working_days_between(on, each.on)
        elif each.code in {"lapse", "opinion"}:
            if on > each.on:
                yield each.code, each.on, 0
        elif each.on <= on and explanation.due_on is not None and on <= explanation.due_on:
            yield f"due-{each.working_days_left}", explanation.due_on, each.working_days_left
    if explanation.due_on is not None and on > explanation.due_on and not explanation.closed_by:
        late = days.working_days_between(explanation.due_on, on)
        yield "late", explanation.due_on, 0
        for step in (5, 10, 20):
            if late >= step:
                yield f"late-{step}", explanation.due_on, 0


def _remedies(on: datetime.date, days: law.Calendar) -> Iterable[Remedy]:
    horizon = days.add_working_days(on, 3)
    rows = Remedy.objects.filter(result=Remedy.Result.PENDING, responded_on__isnull=True, respond_by__lte=horizon)
    return rows.select_related("info_request").order_by("id")


@transaction.atomic
def _recorded(about: str, agency_id: int, number: str, wanted: Sequence[Step], *, at: datetime.datetime) -> int:
    if not wanted:
        return 0
    earlier = Event.objects.filter(about=about, kind=kinds.REMINDER).values_list("data", flat=True)
    told = {(data.get("step"), data.get("on")) for data in earlier}
    fresh = [step for step in wanted if (step[0], step[1].isoformat()) not in told]
    # Of several reminders that come together only the most urgent one is told now; the others count as told.
    for name, day, left in fresh:
        events.record(
            kinds.REMINDER,
            by=WHO,
            about=about,
            at=at,
            agency_id=agency_id,
            data={"number": number, "step": name, "on": day.isoformat(), "left": left, "told": name == fresh[-1][0]},
        )
    return len(fresh)


def tell_people(heard: Sequence[Event]) -> None:
    """Tell those who have to act, and those concerned; the office when there is no officer or time runs out."""
    ids = {int(event.about.removeprefix("request:")) for event in heard if event.about.startswith("request:")}
    rows = InfoRequest.objects.select_related("agency", "officer").in_bulk(ids)
    for event in heard:
        row = rows.get(int(event.about.removeprefix("request:"))) if event.about.startswith("request:") else None
        if row is None:
            continue
        words = _words(event, row)
        people = {each.pk: each for each in _people(event, row) if each.reference != event.by}
        if words and people:
            link = f"/desk/requests/{row.pk}/"
            notices.tell(people=list(people.values()), text=words, link=link, event_id=event.pk, at=event.at)


def _words(event: Event, row: InfoRequest) -> str:
    number = {"number": row.number}
    data = event.data
    if event.kind == kinds.REMINDER:
        return _reminder(data, row) if data.get("told", True) else ""
    if event.kind == kinds.LETTER_RETURNED:
        return _("A letter for %(number)s was returned: %(reason)s") % {**number, "reason": data.get("reason", "")}
    sentences = {
        kinds.RECEIVED: _("A new request came in: %(number)s"),
        kinds.ASSIGNED: _("%(number)s is yours now"),
        kinds.SUPPLEMENTED: _("The applicant supplemented %(number)s"),
        kinds.CORRECTED: _("The correction of %(number)s came in; the term begins anew"),
        kinds.FEE_PAID: _("The fee for %(number)s was paid; the term begins anew"),
        kinds.WITHDRAWN: _("The applicant withdrew %(number)s"),
        kinds.LETTER_SUBMITTED: _("A letter for %(number)s waits for your review"),
        kinds.LETTER_CLEARED: _("A letter for %(number)s waits for your review"),
        kinds.REMEDY_OPENED: _("A remedy was brought against the reply to %(number)s"),
        kinds.REMEDY_DECIDED: _("The remedy against the reply to %(number)s has a result"),
    }
    return sentences[event.kind] % number


def _reminder(data: dict[str, object], row: InfoRequest) -> str:
    step = str(data.get("step", ""))
    values = {"number": row.number, "on": data.get("on", ""), "left": data.get("left", 0)}
    if step == "correction":
        return _("%(number)s: a correction can be asked for until %(on)s") % values
    if step == "lapse":
        return _("%(number)s: the applicant's time ended on %(on)s; it can be closed as lapsed") % values
    if step == "opinion":
        return _("%(number)s: the time to answer ended on %(on)s without an opinion; the term goes on") % values
    if step == "due-0":
        return _("%(number)s has to be answered today") % values
    if step.startswith("due-"):
        return _("%(number)s has to be answered by %(on)s, in %(left)s working days") % values
    if step.startswith("remedy-"):
        return _("%(number)s: our answer to the remedy is due on %(on)s") % values
    return _("%(number)s is late: it had to be answered by %(on)s") % values


def _people(event: Event, row: InfoRequest) -> list[Person]:
    on = timezone.localdate(event.at)
    if event.kind in {kinds.LETTER_SUBMITTED, kinds.LETTER_CLEARED}:
        return _reviewers(event, row, on)
    office = list(accounts.holders(Permission.REQUEST_ASSIGN, row.agency, on=on))
    officer = [row.officer] if row.officer is not None else []
    if event.kind == kinds.RECEIVED:
        return office
    if event.kind == kinds.REMINDER and _is_urgent(event):
        # Escalation: officer, office, and the office in charge above when it is late for long.
        above = accounts.holders(Permission.REQUEST_OVERSEE, row.agency, on=on)
        return officer + office + (list(above) if str(event.data.get("step", "")).startswith("late-") else [])
    if event.kind in {kinds.REMEDY_OPENED, kinds.REMEDY_DECIDED}:
        return officer + office
    return officer or office


def _is_urgent(event: Event) -> bool:
    step = str(event.data.get("step", ""))
    return not step.startswith("due-") or int(event.data.get("left", 0)) <= OFFICE_FROM


def _reviewers(event: Event, row: InfoRequest, on: datetime.date) -> list[Person]:
    letter = Letter.objects.filter(pk=event.data.get("letter", 0)).first()
    if letter is None or letter.state != Letter.State.IN_REVIEW:
        return []
    newest = clearing.newest(letter)
    step = clearing.next_step(letter, clearing.decided(newest))
    if step is None:
        return []
    people = accounts.holders(clearing.PERMISSION_OF_STEP[LetterClearance.Kind(step)], row.agency, on=on)
    return list(people.exclude(pk=newest.author_id))
