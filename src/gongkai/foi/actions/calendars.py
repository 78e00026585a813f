"""Holiday notices: entered as data, looked at with what they move, applied by a second person."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.events import actions as events
from gongkai.foi.actions import kinds, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.calendars import CalendarNotice, ClockMove
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import calendars, clocks
from gongkai.rules import calendars as law
from gongkai.rules import datafiles

State = CalendarNotice.State


@transaction.atomic
def enter_notice(
    *,
    year: int,
    title: str,
    number: str,
    issued_on: datetime.date,
    days: dict[str, Any],
    by: By,
    at: datetime.datetime,
) -> CalendarNotice:
    """Enter a year's notice; nothing changes until it is applied. `days` as in `CalendarNotice`. Raises Because."""
    notice = CalendarNotice(
        year=year,
        title=title.strip(),
        number=number.strip(),
        issued_on=issued_on,
        days=days,
        entered_by=kinds.reference(by),
        entered_at=at,
    )
    try:
        clocks.with_notices(law.Calendar.load(), [notice])
    except (datafiles.DataFault, law.UncoveredDay, ValueError, KeyError, TypeError) as fault:
        raise refusals.Because(_("The days cannot be: %(why)s") % {"why": fault}, field="days") from fault
    notice.save()
    _record(kinds.NOTICE_ENTERED, notice, by, at)
    return notice


@transaction.atomic
def apply_notice(*, notice: CalendarNotice, by: By, at: datetime.datetime) -> list[ClockMove]:
    """Put a notice in force and move the open cases it moves, each with a record of both days.

    Applied by somebody other than who entered it. Raises Because.
    """
    row = CalendarNotice.objects.select_for_update().get(pk=notice.pk)
    if row.state != State.PROPOSED:
        raise refusals.Because(_("The notice has been applied or dropped already."))
    if row.entered_by == kinds.reference(by):
        raise refusals.Because(_("Somebody else must check the days and apply them."))
    moved = list(calendars.moved(row))
    row.state, row.applied_by, row.applied_at = State.APPLIED, kinds.reference(by), at
    row.save(update_fields=["state", "applied_by", "applied_at"])
    locked = InfoRequest.objects.select_for_update().in_bulk([each.info_request.pk for each in moved])
    moves, changed = [], set()
    for each in moved:
        case = locked[each.info_request.pk]
        differing = each.standing.differs(case)
        moves.append(
            ClockMove(notice=row, info_request=case, due_before=case.due_on, due_after=each.standing.values["due_on"])
        )
        for name, (_before, after) in differing.items():
            setattr(case, name, after)
            changed.add(name)
        case.changed_at = at
    if changed:
        InfoRequest.objects.bulk_update(locked.values(), [*sorted(changed), "changed_at"], batch_size=500)
    moves = ClockMove.objects.bulk_create(moves, batch_size=1000)
    _record(kinds.NOTICE_APPLIED, row, by, at, moved=len(moves))
    notice.state = row.state
    return moves


@transaction.atomic
def drop_notice(*, notice: CalendarNotice, by: By, at: datetime.datetime) -> CalendarNotice:
    """Give up a notice that was entered wrongly. Raises Because when it is in force."""
    row = CalendarNotice.objects.select_for_update().get(pk=notice.pk)
    if row.state != State.PROPOSED:
        raise refusals.Because(_("The notice has been applied or dropped already."))
    row.state = notice.state = State.DROPPED
    row.save(update_fields=["state"])
    _record(kinds.NOTICE_DROPPED, row, by, at)
    return notice


def _record(kind: str, notice: CalendarNotice, by: By, at: datetime.datetime, **data: object) -> None:
    events.record(
        kind,
        by=kinds.reference(by),
        about=notice.reference,
        at=at,
        data={"year": notice.year, "number": notice.number, **data},
    )
