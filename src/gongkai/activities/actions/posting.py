"""Sending a public text into an account, step by step; again after a failure; taking it back when it is withdrawn."""

import datetime
import json
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.activities.actions import kinds as events_of
from gongkai.activities.actions import recording, refusals
from gongkai.activities.models.channels import Account, Posting
from gongkai.activities.models.records import Activity
from gongkai.activities.queries import channels
from gongkai.activities.queries.checking import Content
from gongkai.core import encryption
from gongkai.core.channels import contract, known
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Item
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.notices import actions as notices

State = Posting.State
Clock = Callable[[], datetime.datetime]
WHO = "system:channels"
FIRST_RETRY = datetime.timedelta(minutes=1)
LONGEST_RETRY = datetime.timedelta(hours=2)
# While one process sends, no other does; if it dies, the next one follows after this.
LEASE = datetime.timedelta(minutes=5)
ATTEMPTS = 8
# A service that answers "under way" for longer than this has forgotten us.
PATIENCE = datetime.timedelta(hours=24)
_STEPS = 50


@transaction.atomic
def order(*, item: Item, account: Account, by: Person, at: datetime.datetime) -> Posting:
    """Let the public text of an item go into an account, soon. Raises NotPublic, NotConnected, PostedAlready."""
    row = Item.objects.select_for_update().get(pk=item.pk)
    revision = row.public_revision
    if not row.is_public or revision is None:
        raise refusals.NotPublic
    if not channels.is_connected(Account.objects.get(pk=account.pk)):
        raise refusals.NotConnected
    try:
        with transaction.atomic():
            made = Posting.objects.create(account=account, item=row, revision=revision, next_at=at, by=by, at=at)
    except IntegrityError as error:
        raise refusals.PostedAlready from error
    _tell(events_of.ORDERED, made, by.reference, at)
    return made


@transaction.atomic
def send_again(*, posting: Posting, by: Person, at: datetime.datetime) -> Posting:
    """Try again what failed, whether it was to be sent or to be deleted. Raises NothingToRepeat, NotConnected."""
    row = _locked(posting)
    if row.state not in {State.FAILED, State.STAYS}:
        raise refusals.NothingToRepeat
    if not channels.is_connected(row.account):
        raise refusals.NotConnected
    row.state = State.WAITING if row.state == State.FAILED else State.DELETING
    row.tries, row.next_at, row.error = 0, at, ""
    row.save()
    _tell(events_of.REPEATED, row, by.reference, at)
    return row


@transaction.atomic
def take_back(*, posting: Posting, by: str, at: datetime.datetime) -> Posting:
    """Let what was posted be deleted where the service can; else it is marked as still standing. Raises NotThere."""
    row = _locked(posting)
    if row.state != State.POSTED:
        raise refusals.NotThere
    if channels.deletes(row.account):
        row.state, row.tries, row.next_at, row.error = State.DELETING, 0, at, ""
        row.save()
        _tell(events_of.DELETING, row, by, at)
        return row
    return _stays(row, _("The service does not let us delete it."), at)


@transaction.atomic
def confirm_gone(*, posting: Posting, by: Person, at: datetime.datetime) -> Posting:
    """Somebody deleted it by hand and has seen that it is gone. Raises NotThere."""
    row = _locked(posting)
    if row.state not in {State.POSTED, State.STAYS, State.DELETING}:
        raise refusals.NotThere
    return _gone(row, by.reference, at)


def hear_withdrawn(heard: Sequence[Event]) -> None:
    """After a takedown: what waits is not sent, what is out there is taken back. Safe to repeat."""
    by_item = {int(each.about.partition(":")[2]): each for each in heard}
    rows = Posting.objects.filter(item__in=by_item, state__in=[State.WAITING, State.POSTED, State.FAILED])
    for posting in rows.exclude(item__state=Item.State.PUBLISHED).order_by("pk"):
        event = by_item[posting.item_id]
        if posting.state == State.POSTED:
            take_back(posting=posting, by=event.by, at=event.at)
        elif posting.state == State.FAILED or not posting.progress:
            # What was begun is followed by `send` until it is out, and then taken back.
            _cancel(posting, _("The item was withdrawn."), event.at)


def hear_published(heard: Sequence[Event]) -> None:
    """After a publication: the feeds that carry everything have it, and it counts there. Safe to repeat."""
    ids = {int(each.about.partition(":")[2]) for each in heard}
    feeds = list(Account.objects.open().filter(is_automatic=True).select_related("agency", "responsible"))
    if not feeds:
        return
    for item in Item.objects.public().filter(pk__in=ids).select_related("agency").order_by("pk"):
        for feed in feeds:
            is_new = (
                item.first_published_at is not None and timezone.localdate(item.first_published_at) >= feed.opened_on
            )
            if is_new and item.agency.path.startswith(feed.agency.path):
                _carry(item, feed, at=heard[-1].at)


def _carry(item: Item, feed: Account, *, at: datetime.datetime) -> None:
    """One entry of a feed; of a corrected text the feed simply shows the new one."""
    if Posting.objects.filter(account=feed, item=item).exclude(state=State.GONE).exists():
        return
    made = order(item=item, account=feed, by=feed.responsible, at=at)
    send(posting=made, clock=lambda: at)


def send_due(*, clock: Clock, most: int = 100) -> int:
    """Go on with whatever is due. Returns how many were taken up."""
    due = Posting.objects.filter(next_at__lte=clock()).order_by("next_at", "pk").values_list("pk", flat=True)
    rows = list(due[:most])
    for pk in rows:
        send(posting=Posting(pk=pk), clock=clock)
    return len(rows)


def send(*, posting: Posting, clock: Clock) -> Posting:
    """Go on with one posting as far as it goes now: out, deleted, waiting, or failed with its reason."""
    taken = Posting.objects.filter(pk=posting.pk, next_at__lte=clock()).update(next_at=clock() + LEASE)
    row = _read(posting.pk)
    if not taken:
        return row
    is_old = row.item.public_revision_id != row.revision_id
    try:
        connector = _connector(row.account)
        if row.state == State.DELETING:
            connector.delete(row.progress)
            return _gone(row, WHO, clock())
        if is_old and not connector.is_begun(row.progress):
            return _cancel(row, _("It is not the public text any more."), clock())
        if is_old and not connector.can_delete:
            return _stays(row, _("A part of the readers has it already."), clock())
        done = _step_on(row, connector, clock)
        if done.state == State.POSTED and not row.item.is_public:
            return take_back(posting=done, by=WHO, at=clock())
        return done
    except contract.Trouble as trouble:
        return _troubled(row, trouble, clock())


def _step_on(row: Posting, connector: contract.Connector, clock: Clock) -> Posting:
    article = _article(row)
    for _step in range(_STEPS):
        step = connector.post(article, row.progress)
        row.progress = dict(step.progress)
        if step.state == "posted":
            return _posted(row, step.address, clock())
        now = clock()
        if step.state == "waiting":
            if now - row.at > PATIENCE and row.tries >= ATTEMPTS:
                raise contract.Refused(_("The service has not finished it for a day; look into the account."))
            row.tries += 1
            row.next_at = now + datetime.timedelta(seconds=step.seconds)
            row.save(update_fields=["progress", "tries", "next_at"])
            return row
        # What was reached is kept before the next step, so that no step is done twice.
        row.next_at = now + LEASE
        row.save(update_fields=["progress", "next_at"])
    row.next_at = clock()
    row.save(update_fields=["next_at"])
    return row


@transaction.atomic
def _posted(row: Posting, address: str, at: datetime.datetime) -> Posting:
    """It is out: record the publication once a channel, and that the account has something new."""
    row.state, row.address, row.posted_at, row.error, row.next_at = State.POSTED, address[:500], at, "", None
    row.tries += 1
    row.activity = _record(row, at)
    row.save()
    today = timezone.localdate(at)
    account = Account.objects.select_for_update().get(pk=row.account_id)
    if account.updated_on is None or account.updated_on < today:
        account.updated_on = today
        account.save(update_fields=["updated_on"])
    _tell(events_of.POSTED, row, row.by.reference, at, address=row.address)
    return row


def _record(row: Posting, at: datetime.datetime) -> Activity:
    """The record of this item in this channel; it counts there once, whatever the number of accounts and texts."""
    there = Activity.objects.standing().filter(item=row.item, kind="publication", channel=row.account.channel)
    first = there.order_by("pk").first()
    if first is not None:
        return first
    content = Content(
        kind="publication",
        title=row.revision.title,
        on=timezone.localdate(at),
        channel=row.account.channel,
        text=row.account.name,
        item=row.item,
        link=row.address,
    )
    return recording.record(agency=row.item.agency, content=content, by=row.by, at=at)


@transaction.atomic
def _troubled(row: Posting, trouble: contract.Trouble, at: datetime.datetime) -> Posting:
    """Wait longer and longer while there is hope; else it has failed and waits for a person."""
    row.tries += 1
    row.error = trouble.reason
    if trouble.is_fresh:
        row.progress = {}
    if isinstance(trouble, contract.NotNow) and row.tries < ATTEMPTS:
        wait = max(datetime.timedelta(seconds=trouble.seconds), FIRST_RETRY * 2 ** (row.tries - 1))
        row.next_at = at + min(wait, LONGEST_RETRY)
        row.save(update_fields=["tries", "error", "progress", "next_at"])
        return row
    if row.state == State.DELETING:
        return _stays(row, trouble.reason, at)
    row.state, row.next_at = State.FAILED, None
    row.save()
    _tell(events_of.FAILED, row, WHO, at, reason=row.error)
    return row


@transaction.atomic
def _gone(row: Posting, by: str, at: datetime.datetime) -> Posting:
    row.state, row.gone_at, row.next_at, row.error = State.GONE, at, None, ""
    row.save()
    _tell(events_of.GONE, row, by, at)
    return row


@transaction.atomic
def _stays(row: Posting, reason: str, at: datetime.datetime) -> Posting:
    row.state, row.next_at, row.error = State.STAYS, None, reason[:300]
    row.save()
    _tell(events_of.STAYS, row, WHO, at, reason=row.error)
    return row


@transaction.atomic
def _cancel(posting: Posting, reason: str, at: datetime.datetime) -> Posting:
    row = _locked(posting)
    row.state, row.next_at, row.error = State.CANCELLED, None, reason[:300]
    row.save()
    _tell(events_of.CANCELLED, row, WHO, at, reason=row.error)
    return row


def tell_people(heard: Sequence[Event]) -> None:
    """Tell who ordered it, and who answers for the account, that it failed or still stands."""
    numbers = {each.data["posting"] for each in heard}
    rows = Posting.objects.select_related("account__responsible", "by").in_bulk(numbers)
    words = {
        events_of.FAILED: _("“%(title)s” could not be posted to “%(account)s”: %(reason)s"),
        events_of.STAYS: _("“%(title)s” was withdrawn but still stands in “%(account)s”; delete it there. %(reason)s"),
    }
    for event in heard:
        row = rows.get(event.data["posting"])
        if row is not None:
            notices.tell(
                people=[row.by, row.account.responsible],
                text=words[event.kind] % event.data,
                link=f"/desk/items/{row.item_id}/",
                event_id=event.pk,
                at=event.at,
            )


def _connector(account: Account) -> contract.Connector:
    if not channels.is_connected(account):
        raise contract.Refused(_("The account is not connected any more."))
    try:
        given = json.loads(account.credentials) if account.credentials else {}
    except (ValueError, encryption.Unopenable) as fault:
        raise contract.Refused(_("The credentials cannot be opened; enter them anew.")) from fault
    return known.connector(account.connector)(given)


def _article(row: Posting) -> contract.Article:
    return contract.Article(
        title=row.revision.title,
        summary=row.revision.summary,
        body=row.revision.body,
        author=row.item.agency.short_name,
        address=settings.SITE_ADDRESS + item_pages.item_address(row.item_id),
    )


def _read(pk: int) -> Posting:
    return Posting.objects.select_related("account", "item__agency", "revision", "by", "activity").get(pk=pk)


def _locked(posting: Posting) -> Posting:
    Posting.objects.select_for_update().get(pk=posting.pk)
    return _read(posting.pk)


def _tell(kind: str, row: Posting, by: str, at: datetime.datetime, **data: object) -> None:
    events.record_many([events_of.posting_event(kind, row, by=by, at=at, **data)])
