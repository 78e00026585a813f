"""The monthly reminder: in the first days of a month, who records in an agency hears what is there of the last one."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.accounts.models import Person
from gongkai.activities.actions import kinds
from gongkai.activities.queries import desk
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.notices import actions as notices

WHO = "system:tick"
# A reminder missed in the first days is made up for until this day of the month.
UNTIL = 10


@transaction.atomic
def remind(*, on: datetime.date, at: datetime.datetime) -> int:
    """Remind every agency once of the month before. Returns how many were reminded; none after the tenth."""
    if on.day > UNTIL:
        return 0
    month = (on.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    since = at - datetime.timedelta(days=UNTIL + 1)
    told = set(
        Event.objects.filter(kind=kinds.REMINDED, at__gte=since, data__month=_month(month)).values_list(
            "agency_id", flat=True
        )
    )
    rows = [each for each in desk.to_remind(month=month, on=on) if each.agency.pk not in told]
    events.record_many(
        [
            events.event(
                kinds.REMINDED,
                by=WHO,
                about=each.agency.reference,
                at=at,
                agency_id=each.agency.pk,
                data={"month": _month(month), "count": each.count, "people": [person.pk for person in each.people]},
            )
            for each in rows
        ]
    )
    return len(rows)


def tell_people(heard: Sequence[Event]) -> None:
    """Tell those who record in the agency."""
    people = Person.objects.in_bulk({number for event in heard for number in event.data["people"]})
    for event in heard:
        count = event.data["count"]
        there = ngettext("%(n)d record is there.", "%(n)d records are there.", count) % {"n": count}
        words = _("Record what was done for disclosure in %(month)s. So far: %(there)s")
        notices.tell(
            people=[people[number] for number in event.data["people"] if number in people],
            text=words % {"month": event.data["month"], "there": there},
            link="/desk/activities/new/",
            event_id=event.pk,
            at=event.at,
        )


def _month(day: datetime.date) -> str:
    return f"{day:%Y-%m}"
