"""Reminding of annual reports: before and after the last day by the calendar, or by a person; each once."""

import collections
import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.annualreports.actions import kinds
from gongkai.annualreports.models.filing import Reminder
from gongkai.annualreports.queries import below
from gongkai.core.permissions import Permission
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.notices import actions as notices
from gongkai.orgs.models import Agency, AgencyQuerySet
from gongkai.rules import filing_terms

WHO = "system:tick"
LIST = "/desk/reports/"
# Beyond so many agencies a person hears of them together.
FEW = 5


@transaction.atomic
def remind_due(*, on: datetime.date, at: datetime.datetime) -> int:
    """Remind every agency whose report on last year is not filed at the step of the calendar that has come.

    A step that was missed is not made up for once the next has come. Each superior hears once a step how many below
    it are missing. Returns how many agencies were reminded.
    """
    year = on.year - 1
    rows = list(below.standing(Agency.objects.all(), year).exclude(stage__in=below.DONE).order_by("sort_path", "id"))
    superiors = below.superiors(rows)
    told = set(Reminder.objects.filter(year=year).values_list("agency", "step"))
    wanted: list[tuple[Agency, filing_terms.Step]] = []
    for each in rows:
        step = filing_terms.step_on(each.due_on, on) if each.due_on else None
        if step is not None and superiors.get(each.pk) is not None and (each.pk, step.id) not in told:
            wanted.append((each, step))
    _write([(each, step.id) for each, step in wanted], year=year, by=WHO, at=at)
    _tell_offices(wanted, superiors, year=year, at=at)
    return len(wanted)


@transaction.atomic
def remind(*, agencies: AgencyQuerySet, year: int, by: Person, at: datetime.datetime) -> int:
    """Remind some agencies whose report on a year is not filed, by hand; each at most once a day.

    Returns how many were reminded.
    """
    step = f"by-hand-{timezone.localdate(at).isoformat()}"
    rows = list(below.standing(agencies, year).exclude(stage__in=below.DONE).order_by("sort_path", "id"))
    told = set(Reminder.objects.filter(year=year, step=step).values_list("agency", flat=True))
    wanted = [(each, step) for each in rows if each.pk not in told and each.due_on is not None]
    _write(wanted, year=year, by=by.reference, at=at)
    return len(wanted)


def _write(wanted: Sequence[tuple[Any, str]], *, year: int, by: str, at: datetime.datetime) -> None:
    rows = [Reminder(agency=each, year=year, step=step, due_on=each.due_on, by=by, at=at) for each, step in wanted]
    Reminder.objects.bulk_create(rows, batch_size=500)
    people = below.officers([each for each, _step in wanted], on=timezone.localdate(at))
    events.record_many(
        [
            events.event(
                kinds.REMINDED,
                by=by,
                about=each.agency.reference,
                at=at,
                agency_id=each.agency_id,
                data={
                    "agency": each.agency.name,
                    "year": year,
                    "due_on": each.due_on.isoformat(),
                    "step": each.step,
                    "people": [person.pk for person in people.get(each.agency_id, [])],
                },
            )
            for each in rows
        ]
    )


def _tell_offices(
    wanted: Sequence[tuple[Agency, filing_terms.Step]],
    superiors: dict[int, Agency | None],
    *,
    year: int,
    at: datetime.datetime,
) -> None:
    counts: collections.Counter[tuple[int, str]] = collections.Counter()
    offices: dict[int, Agency] = {}
    for each, step in wanted:
        superior = superiors.get(each.pk)
        if superior is not None and "office" in step.audience:
            offices[superior.pk] = superior
            counts[superior.pk, step.id] += 1
    events.record_many(
        [
            events.event(
                kinds.BOARD,
                by=WHO,
                about=offices[pk].reference,
                at=at,
                agency_id=pk,
                data={"agency": offices[pk].name, "year": year, "step": step, "count": count},
            )
            for (pk, step), count in sorted(counts.items())
        ]
    )


def tell_people(heard: Sequence[Event]) -> None:
    """Tell the officers of each agency, and those who accept reports in each office.

    Who files for many agencies hears of them in one word.
    """
    told: dict[int, list[Event]] = {}
    for event in heard:
        if event.kind == kinds.REMINDED:
            for number in event.data["people"]:
                told.setdefault(number, []).append(event)
        else:
            _tell_office(event)
    people = Person.objects.in_bulk(told)
    for number, person in people.items():
        own = told[number]
        few = own if len(own) <= FEW else []
        for event in few:
            notices.tell(people=[person], text=_words(event), link=LIST, event_id=event.pk, at=event.at)
        if not few:
            words = _("The annual reports on %(year)d of %(n)d agencies you file for are not filed yet.")
            text = words % {"year": own[0].data["year"], "n": len(own)}
            notices.tell(people=[person], text=text, link=LIST, event_id=own[0].pk, at=own[0].at)


def _tell_office(event: Event) -> None:
    assert event.agency_id is not None
    office = Agency.objects.get(pk=event.agency_id)
    people = list(accounts.holders(Permission.REPORT_ACCEPT, office, on=timezone.localdate(event.at)))
    words = _("%(count)d annual reports on %(year)d are not with %(agency)s yet.")
    link = f"/desk/reports/below/?year={event.data['year']}"
    notices.tell(people=people, text=words % event.data, link=link, event_id=event.pk, at=event.at)


def _words(event: Event) -> str:
    due_on = datetime.date.fromisoformat(event.data["due_on"])
    values = {"agency": event.data["agency"], "year": event.data["year"], "day": due_on.isoformat()}
    if timezone.localdate(event.at) > due_on:
        return _("The annual report of %(agency)s on %(year)d is late: it was due on %(day)s.") % values
    return _("The annual report of %(agency)s on %(year)d is to be filed by %(day)s.") % values
