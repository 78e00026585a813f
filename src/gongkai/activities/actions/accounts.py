"""Keeping the register of accounts: entering, changing, connecting, looking at, closing; and telling of silent ones."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.activities.actions import kinds as events_of
from gongkai.activities.actions import refusals
from gongkai.activities.models import kinds
from gongkai.activities.models.channels import Account, AccountCheck, Posting
from gongkai.activities.queries import channels
from gongkai.core.channels import bulletin, known
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.notices import actions as notices
from gongkai.orgs.models import Agency

WHO = "system:tick"
TOLD_AGAIN = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Particulars:
    """What is entered about an account; field meanings as in `Account`."""

    channel: str
    name: str
    responsible: Person
    opened_on: datetime.date
    handle: str = ""
    address: str = ""
    silent_days: int = 14
    is_listed: bool = True
    connector: str = ""
    is_automatic: bool = False


@transaction.atomic
def open_account(*, agency: Agency, particulars: Particulars, by: Person, at: datetime.datetime) -> Account:
    """Enter an account. Raises UnfitAccount."""
    row = Account(agency=agency)
    return _written(row, particulars, events_of.OPENED, by=by, at=at)


@transaction.atomic
def edit(*, account: Account, particulars: Particulars, by: Person, at: datetime.datetime) -> Account:
    """Change an account; another connection forgets the credentials. Raises UnfitAccount, AccountClosed."""
    row = _locked(account)
    if row.connector != particulars.connector:
        row.credentials, row.credentials_by, row.credentials_at = "", None, None
    return _written(row, particulars, events_of.EDITED, by=by, at=at)


def _written(row: Account, given: Particulars, kind: str, *, by: Person, at: datetime.datetime) -> Account:
    if given.channel not in kinds.CHANNELS:
        raise refusals.UnfitAccount("channel", _("Name the channel."))
    if not given.name.strip():
        raise refusals.UnfitAccount("name", _("Give the account its name."))
    if given.silent_days < 1:
        raise refusals.UnfitAccount("silent_days", _("It may be silent for a day at least."))
    if given.opened_on > at.date() + datetime.timedelta(days=1):
        raise refusals.UnfitAccount("opened_on", _("It has not come yet."))
    if given.connector:
        try:
            wanted = known.connector(given.connector).channel
        except known.UnknownConnector as error:
            raise refusals.UnfitAccount("connector", _("There is no such connection.")) from error
        if wanted != given.channel:
            words = _("This connection posts to the channel “%s”.") % kinds.CHANNELS[wanted]
            raise refusals.UnfitAccount("connector", words)
    if given.is_automatic and given.connector != "feed":
        raise refusals.UnfitAccount("is_automatic", _("Only a feed carries every item by itself."))
    row.channel, row.name, row.handle = given.channel, " ".join(given.name.split())[:100], given.handle.strip()
    row.address, row.responsible, row.opened_on = given.address.strip(), given.responsible, given.opened_on
    row.silent_days, row.is_listed = given.silent_days, given.is_listed
    row.connector, row.is_automatic = given.connector, given.is_automatic
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        words = _("An account of this name is entered for this channel already.")
        raise refusals.UnfitAccount("name", words) from error
    events.record_many([events_of.account_event(kind, row, by=by.reference, at=at)])
    return row


@transaction.atomic
def connect(*, account: Account, given: Mapping[str, str], by: Person, at: datetime.datetime) -> Account:
    """Keep what the service wants to know, sealed; nobody sees it again. Raises UnfitAccount, AccountClosed."""
    row = _locked(account)
    wanted = known.connector(row.connector).credentials if row.connector else ()
    if not wanted:
        raise refusals.UnfitAccount("connector", _("This account needs no credentials."))
    values = {each.name: given.get(each.name, "").strip() for each in wanted}
    for name, value in values.items():
        if not value:
            raise refusals.UnfitAccount(name, _("The service wants all of them."))
    if "recipients" in values:
        try:
            bulletin.addresses_of(values["recipients"])
        except ValidationError as error:
            raise refusals.UnfitAccount("recipients", "；".join(error.messages)) from error
    row.credentials, row.credentials_by, row.credentials_at = json.dumps(values), by.reference, at
    row.save(update_fields=["credentials", "credentials_by", "credentials_at"])
    events.record_many([events_of.account_event(events_of.CONNECTED, row, by=by.reference, at=at)])
    return row


@transaction.atomic
def disconnect(*, account: Account, by: Person, at: datetime.datetime) -> Account:
    """Forget the credentials. Raises AccountClosed."""
    row = _locked(account)
    row.credentials, row.credentials_by, row.credentials_at = "", None, None
    row.save(update_fields=["credentials", "credentials_by", "credentials_at"])
    events.record_many([events_of.account_event(events_of.DISCONNECTED, row, by=by.reference, at=at)])
    return row


@transaction.atomic
def check(
    *, account: Account, updated_on: datetime.date | None, by: Person, at: datetime.datetime, note: str = ""
) -> AccountCheck:
    """Keep that somebody looked, and of which day the newest post was. Raises UnfitAccount, AccountClosed."""
    row = _locked(account)
    if updated_on is not None and updated_on > at.date() + datetime.timedelta(days=1):
        raise refusals.UnfitAccount("updated_on", _("It has not come yet."))
    made = AccountCheck.objects.create(account=row, updated_on=updated_on, note=note.strip()[:300], by=by, at=at)
    if updated_on is not None:
        row.updated_on = max(updated_on, row.updated_on or updated_on)
        row.save(update_fields=["updated_on"])
    told = {"updated_on": updated_on.isoformat() if updated_on else "—"}
    events.record_many([events_of.account_event(events_of.CHECKED, row, by=by.reference, at=at, **told)])
    return made


@transaction.atomic
def close(*, account: Account, on: datetime.date, note: str, by: Person, at: datetime.datetime) -> Account:
    """Close an account for good; its credentials go, what waits is not sent. Raises ReasonMissing, AccountClosed."""
    row = _locked(account)
    if not note.strip():
        raise refusals.ReasonMissing
    row.closed_on, row.closing_note, row.is_automatic = on, note.strip()[:300], False
    row.credentials, row.credentials_by, row.credentials_at = "", None, None
    row.save()
    Posting.objects.filter(account=row, state=Posting.State.WAITING).update(
        state=Posting.State.CANCELLED, next_at=None, error=_("The account was closed.")
    )
    events.record_many([events_of.account_event(events_of.CLOSED, row, by=by.reference, at=at, note=row.closing_note)])
    return row


@transaction.atomic
def tell_of_silent(*, on: datetime.date, at: datetime.datetime) -> int:
    """Note every account that has been silent for too long, once a week. Returns how many."""
    recent = Event.objects.filter(kind=events_of.SILENT, at__gt=at - TOLD_AGAIN).values_list("about", flat=True)
    told = set(recent)
    rows = [each for each in channels.silent(on=on) if each.reference not in told]
    events.record_many(
        [events_of.account_event(events_of.SILENT, each, by=WHO, at=at, days=each.silent_for(on)) for each in rows]
    )
    return len(rows)


def tell_responsible(heard: Sequence[Event]) -> None:
    """Tell who is responsible for a silent account."""
    numbers = {int(each.about.partition(":")[2]) for each in heard}
    rows = Account.objects.select_related("responsible").in_bulk(numbers)
    for event in heard:
        row = rows.get(int(event.about.partition(":")[2]))
        if row is not None and row.closed_on is None:
            words = _("The account “%(name)s” has been silent for %(days)s days; %(rule)d are allowed.")
            notices.tell(
                people=[row.responsible],
                text=words % {"name": row.name, "days": event.data["days"], "rule": row.silent_days},
                link=f"/desk/activities/accounts/{row.pk}/",
                event_id=event.pk,
                at=event.at,
            )


def _locked(account: Account) -> Account:
    Account.objects.select_for_update().get(pk=account.pk)
    row = Account.objects.select_related("agency", "responsible").get(pk=account.pk)
    if row.closed_on is not None:
        raise refusals.AccountClosed
    return row
