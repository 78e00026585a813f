"""Reminders at the steps of the law: to the officer first, to the office when time runs out; each told once."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
from gongkai.foi.queries import calendars, clearing, clocks, reminder_rules
from gongkai.notices import actions as notices
from gongkai.rules import calendars as law
from gongkai.rules import clocks as reading

WHO = "system:tick"
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
    rules = reminder_rules.load()
    rows = InfoRequest.objects.filter(state__in=OPEN_STATES).select_related("agency").order_by("id")
    count = 0
    for row in calendars.with_ledger(rows).iterator(chunk_size=500):
        wanted = list(_steps(row, on, days, rules.of(row.agency)))
        count += _recorded(row.reference, row.agency_id, row.number, wanted, at=at)
    for remedy in _remedies(on, days, rules):
        number = remedy.info_request.number if remedy.info_request else remedy.case_no
        about = remedy.info_request.reference if remedy.info_request else remedy.reference
        assert remedy.respond_by is not None
        wanted = [Step(f"remedy-{remedy.pk}", remedy.respond_by, 0, "remedy")]
        count += _recorded(about, remedy.agency_id, number, wanted, at=at)
    return count


@dataclass(frozen=True)
class Step:
    """A step that has come: its name, the day it is about, working days left before it, and the rule that names it."""

    name: str
    on: datetime.date
    left: int
    rule: str


def _steps(
    row: InfoRequest, on: datetime.date, days: law.Calendar, rules: Mapping[str, reminder_rules.Rule]
) -> Iterable[Step]:
    """The steps of a request that have come, the most urgent last."""
    explanation = clocks.explain(row, row.entries.all(), days=days)
    for each in reading.reminders(explanation, days):
        if each.code == "correction":
            # Told ahead, while there is time; and only while nothing has been done.
            told_on = days.add_working_days(each.on, -rules["correction"].days)
            if row.correction_by == each.on and told_on <= on <= each.on:
                yield Step("correction", each.on, days.working_days_between(on, each.on), "correction")
        elif each.code in {"lapse", "opinion"} and on > each.on:
            yield Step(each.code, each.on, 0, each.code)
    due_on = explanation.due_on
    if due_on is None or explanation.closed_by:
        return
    for name in ("due-first", "due-second", "due-last"):
        ahead = rules[name].days
        if days.add_working_days(due_on, -ahead) <= on <= due_on:
            yield Step(f"due-{ahead}", due_on, days.working_days_between(on, due_on), name)
    if on > due_on:
        late = days.working_days_between(due_on, on)
        yield Step("late", due_on, 0, "late")
        for name in ("late-first", "late-second", "late-third"):
            if late >= rules[name].days:
                yield Step(f"late-{rules[name].days}", due_on, 0, name)


def _remedies(on: datetime.date, days: law.Calendar, rules: reminder_rules.Rules) -> Iterable[Remedy]:
    horizon = days.add_working_days(on, reminder_rules.MOST_DAYS)
    rows = Remedy.objects.filter(result=Remedy.Result.PENDING, responded_on__isnull=True, respond_by__lte=horizon)
    for row in rows.select_related("info_request", "agency").order_by("id"):
        if row.respond_by and row.respond_by <= days.add_working_days(on, rules.of(row.agency)["remedy"].days):
            yield row


@transaction.atomic
def _recorded(about: str, agency_id: int, number: str, wanted: Sequence[Step], *, at: datetime.datetime) -> int:
    if not wanted:
        return 0
    earlier = Event.objects.filter(about=about, kind=kinds.REMINDER).values_list("data", flat=True)
    told = {(data.get("step"), data.get("on")) for data in earlier}
    fresh = [step for step in wanted if (step.name, step.on.isoformat()) not in told]
    # Of several reminders that come together only the most urgent one is told now; the others count as told.
    for step in fresh:
        events.record(
            kinds.REMINDER,
            by=WHO,
            about=about,
            at=at,
            agency_id=agency_id,
            data={
                "number": number,
                "step": step.name,
                "on": step.on.isoformat(),
                "left": step.left,
                "told": step is fresh[-1],
                "rule": step.rule,
            },
        )
    return len(fresh)


def tell_people(heard: Sequence[Event]) -> None:
    """Tell those who have to act, and those concerned; the office when there is no officer or time runs out."""
    ids = {int(event.about.removeprefix("request:")) for event in heard if event.about.startswith("request:")}
    rows = InfoRequest.objects.select_related("agency", "officer").in_bulk(ids)
    rules = reminder_rules.load()
    for event in heard:
        row = rows.get(int(event.about.removeprefix("request:"))) if event.about.startswith("request:") else None
        if row is None:
            continue
        words, rule = _words(event, row), _rule(event, rules.of(row.agency))
        people = {each.pk: each for each in _people(event, row, rule) if each.reference != event.by}
        if words and people:
            link, ways = f"/desk/requests/{row.pk}/", rule.ways if rule else ()
            who = list(people.values())
            notices.tell(people=who, text=words, link=link, event_id=event.pk, at=event.at, ways=ways)


def _rule(event: Event, rules: Mapping[str, reminder_rules.Rule]) -> reminder_rules.Rule | None:
    """The rule that says who hears of an event; none for events that concern whoever works on the case."""
    if event.kind == kinds.RECEIVED:
        return rules["received"]
    return rules.get(str(event.data.get("rule", "late"))) if event.kind == kinds.REMINDER else None


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


def _people(event: Event, row: InfoRequest, rule: reminder_rules.Rule | None) -> list[Person]:
    on = timezone.localdate(event.at)
    if event.kind in {kinds.LETTER_SUBMITTED, kinds.LETTER_CLEARED}:
        return _reviewers(event, row, on)
    office = list(accounts.holders(Permission.REQUEST_ASSIGN, row.agency, on=on))
    officer = [row.officer] if row.officer is not None else []
    if rule is not None:
        told = officer if rule.tells_officer else []
        told = told + office if rule.tells_office else told
        above = accounts.holders(Permission.REQUEST_OVERSEE, row.agency, on=on) if rule.tells_above else ()
        # Nobody's case is the office's: no step goes by because one person is missing.
        return [*told, *above] or office
    if event.kind in {kinds.REMEDY_OPENED, kinds.REMEDY_DECIDED}:
        return officer + office
    return officer or office


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
