"""The book of one request while an act writes into it: locked, checked by the law, settled, recorded."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.foi.actions import kinds, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.clock import Decision, Entry
from gongkai.foi.models.handling import Consultation
from gongkai.foi.queries import clocks
from gongkai.rules import calendars, explanations, ledgers, regimes

State = InfoRequest.State
Kind = Entry.Kind


class Book:
    """A request's row and ledger, locked for one act. Made by `open_book`; ended by `close`."""

    def __init__(self, row: InfoRequest, *, by: By, at: datetime.datetime) -> None:
        self.row, self.by, self.at = row, by, at
        self.entries: list[Entry] = list(row.entries.order_by("number"))
        self.consultations: list[Consultation] = list(row.consultations.order_by("id"))
        self.decisions: list[Decision] = list(row.decisions.order_by("number"))
        self.days: calendars.Calendar = clocks.calendar()

    @property
    def regime(self) -> regimes.Regime:
        """The Regulation that binds the request."""
        return regimes.regime(self.row.regime)

    @property
    def standing(self) -> list[Entry]:
        """The entries that have not been voided."""
        return clocks.in_force(self.entries)

    @property
    def explanation(self) -> explanations.Explanation:
        """The due day as it is now, explained."""
        return clocks.explain(self.row, self.entries, days=self.days)

    def enter(self, kind: str, *, on: datetime.date, **fields: Any) -> Entry:
        """Add an entry. Raises FutureDay, and NotByTheLedger for what the Regulation does not allow there."""
        not_in_future(on, self.at)
        entry = Entry(
            info_request=self.row,
            number=len(self.entries) + 1,
            kind=kind,
            on=on,
            by=kinds.reference(self.by),
            at=self.at,
            **fields,
        )
        self.check([*self.entries, entry])
        entry.save(force_insert=True)
        self.entries.append(entry)
        return entry

    def check(self, entries: Sequence[Entry]) -> explanations.Explanation:
        """The explanation with these entries. Raises NotByTheLedger."""
        try:
            return clocks.explain(self.row, entries, days=self.days)
        except ledgers.ImpossibleEntry as impossible:
            raise refusals.NotByTheLedger(impossible) from impossible

    def close(self, kind: str, **data: Any) -> Event:
        """Settle what the row caches, save it, and record the act's one event."""
        self.settle()
        return self.record(kind, **data)

    def settle(self) -> None:
        """Bring the row to what its ledger says."""
        found = clocks.standing(self.row, self.entries, self.consultations, self.decisions, days=self.days)
        for name, value in found.values.items():
            setattr(self.row, name, value)
        self.row.changed_at = self.at
        self.row.save()

    def record(self, kind: str, **data: Any) -> Event:
        """Record the act's event, with the request's number and nothing personal."""
        return events.record(
            kind,
            by=kinds.reference(self.by),
            about=self.row.reference,
            at=self.at,
            agency_id=self.row.agency_id,
            data={"number": self.row.number, **data},
        )

    def refresh(self, info_request: InfoRequest) -> InfoRequest:
        """Give the caller's object the state of the row that was written."""
        for field in InfoRequest._meta.concrete_fields:
            setattr(info_request, field.attname, getattr(self.row, field.attname))
        return info_request


def open_book(info_request: InfoRequest, *allowed: str, by: By, at: datetime.datetime, article: str = "") -> Book:
    """Lock a request's row and read its ledger; with `allowed`, check its state. Four queries. Raises WrongState."""
    row = InfoRequest.objects.select_for_update().get(pk=info_request.pk)
    if allowed and row.state not in allowed:
        raise refusals.WrongState(str(State(row.state).label), article=article)
    return Book(row, by=by, at=at)


def not_in_future(on: datetime.date, at: datetime.datetime) -> None:
    """Refuse a legal day after the moment of entry. Raises FutureDay."""
    if on > local_day(at):
        raise refusals.FutureDay(on)


def local_day(at: datetime.datetime) -> datetime.date:
    """The day of a moment where the office stands."""
    return timezone.localdate(at)


@transaction.atomic
def void_entry(*, entry: Entry, reason: str, by: By, at: datetime.datetime) -> Entry:
    """Void a wrong entry by a counter-entry; both stay. What it moved is counted as if it had never been.

    Raises Incomplete without a reason, Because for an entry already voided or one that others build on.
    """
    if not reason.strip():
        raise refusals.Incomplete(_("Say why the entry is wrong; both stay in the ledger."), field="reason")
    book = open_book(entry.info_request, by=by, at=at)
    if entry.kind in {Kind.VOIDED, Kind.RECEIVED}:
        raise refusals.Because(_("This entry cannot be voided."))
    if any(each.voids_id == entry.pk for each in book.entries):
        raise refusals.Because(_("This entry has been voided already."))
    if entry.kind in {Kind.ANSWERED, Kind.DELIVERED}:
        raise refusals.Because(_("A decision that went out cannot be voided; reopen the request instead."))
    counter = Entry(
        info_request=book.row,
        number=len(book.entries) + 1,
        kind=Kind.VOIDED,
        on=entry.on,
        reason=reason.strip(),
        voids=entry,
        by=kinds.reference(by),
        at=at,
    )
    book.check([*book.entries, counter])
    counter.save(force_insert=True)
    book.entries.append(counter)
    book.close(kinds.VOIDED, entry=entry.kind, reason=reason.strip()[:200])
    book.refresh(entry.info_request)
    return counter


@transaction.atomic
def rebuild(*, info_request: InfoRequest, by: By, at: datetime.datetime) -> InfoRequest:
    """Set what a request caches to what its ledger says; recorded as one event."""
    book = open_book(info_request, by=by, at=at)
    book.close(kinds.REBUILT)
    return book.refresh(info_request)
