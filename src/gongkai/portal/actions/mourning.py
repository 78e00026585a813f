"""Days of mourning: entered ahead, and lifted when they were entered wrongly."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from gongkai.events import actions as events
from gongkai.portal.models import Mourning

ENTERED = events.declare(
    "mourning.entered", gettext_lazy("The portal stands without colour {first} to {last}: {reason}")
)
LIFTED = events.declare("mourning.lifted", gettext_lazy("Lifted the days without colour {first} to {last}"))


class EndsBeforeItBegins(ValueError):
    """The last day lies before the first."""


class LiftedAlready(ValueError):
    """These days were lifted before."""


@transaction.atomic
def enter(*, first_on: datetime.date, last_on: datetime.date, reason: str, by: str, at: datetime.datetime) -> Mourning:
    """Let the portal stand without colour on these days, both included. Raises EndsBeforeItBegins."""
    if last_on < first_on:
        raise EndsBeforeItBegins(last_on)
    row = Mourning.objects.create(
        first_on=first_on, last_on=last_on, reason=reason.strip(), entered_by=by, entered_at=at
    )
    _record(ENTERED, row, by=by, at=at)
    return row


@transaction.atomic
def lift(*, mourning: Mourning, by: str, at: datetime.datetime) -> Mourning:
    """Give the days their colour back. Raises LiftedAlready."""
    row = Mourning.objects.select_for_update().get(pk=mourning.pk)
    if row.lifted_at is not None:
        raise LiftedAlready(row)
    row.lifted_by, row.lifted_at = by, at
    row.save(update_fields=["lifted_by", "lifted_at"])
    _record(LIFTED, row, by=by, at=at)
    return row


def _record(kind: str, row: Mourning, *, by: str, at: datetime.datetime) -> None:
    data = {"first": row.first_on.isoformat(), "last": row.last_on.isoformat(), "reason": row.reason}
    events.record(kind, by=by, about=row.reference, at=at, data=data)
