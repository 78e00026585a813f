"""Telling people things, once per event, in the desk and outside of it, and noting that they have seen them."""

import datetime
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.core import mailing, senders
from gongkai.notices.models import Message, Notice

_LONGEST = 300
_FIRST_RETRY = datetime.timedelta(minutes=1)
_LONGEST_RETRY = datetime.timedelta(hours=2)
# While one process sends, no other does; if it dies, the next one follows after this.
_LEASE = datetime.timedelta(minutes=5)
ATTEMPTS = 6

Way, State = Message.Way, Message.State


def tell(
    *,
    people: Sequence[Person],
    text: str,
    at: datetime.datetime,
    link: str = "",
    event_id: int | None = None,
    ways: Sequence[str] = (),
) -> None:
    """Give each person one notice; the same event is told to a person once, however often this is called.

    A text too long for a notice is cut with an ellipsis: the link leads to the whole. `ways` (Message.Way) also send it
    outside, to who has an address there; that happens a moment later, and is tried again when it fails.
    """
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    told = {person.pk: person for person in people}
    rows = [Notice(person=person, text=text, link=link, event_id=event_id, at=at) for person in told.values()]
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    if ways and rows:
        _put_out(told, ways, event_id=event_id, at=at)


def _put_out(told: dict[int, Person], ways: Sequence[str], *, event_id: int | None, at: datetime.datetime) -> None:
    reached = {
        Way.EMAIL: {pk for pk, person in told.items() if person.email and mailing.is_possible()},
        Way.SMS: {pk for pk, person in told.items() if person.phone and senders.sms() is not None},
    }
    given = Notice.objects.filter(person__in=told, event_id=event_id, at=at)
    if event_id is not None:
        given = Notice.objects.filter(person__in=told, event_id=event_id)
    rows = [
        Message(notice=notice, way=Way(way), next_at=at)
        for notice in given
        for way in ways
        if notice.person_id in reached[Way(way)]
    ]
    Message.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def send_due(*, clock: Callable[[], datetime.datetime], most: int = 200) -> int:
    """Send what waits and is due. A failure is kept with its reason and tried again, later and later, six times."""
    count = 0
    for pk in list(due(at=clock()).values_list("pk", flat=True)[:most]):
        now = clock()
        # Whoever sets the lease sends; at least once, as a process may die between sending and noting it.
        if due(at=now).filter(pk=pk).update(next_at=now + _LEASE):
            count += _send(Message.objects.select_related("notice__person").get(pk=pk), clock)
    return count


def due(*, at: datetime.datetime) -> QuerySet[Message]:
    """What waits to be sent by a moment, the longest waiting first."""
    return Message.objects.filter(state=State.WAITING, next_at__lte=at).order_by("next_at", "pk")


def _send(message: Message, clock: Callable[[], datetime.datetime]) -> int:
    notice = message.notice
    try:
        if message.way == Way.EMAIL:
            link = f"\n\n{settings.SITE_ADDRESS}{notice.link}" if notice.link else ""
            senders.send_mail(to=notice.person.email, subject=notice.text[:100], text=f"{notice.text}{link}")
        else:
            sender = senders.sms()
            if sender is None:
                raise senders.SendFailed(_("No gateway for texts is named."))
            sender.send(to=notice.person.phone, text=notice.text, reference=f"notice-{notice.pk}")
    except senders.SendFailed as fault:
        message.tries += 1
        message.error = str(fault)[:300]
        message.state = State.FAILED if message.tries >= ATTEMPTS else State.WAITING
        message.next_at = clock() + min(_FIRST_RETRY * 2 ** (message.tries - 1), _LONGEST_RETRY)
        message.save(update_fields=["tries", "error", "state", "next_at"])
        return 0
    message.state, message.sent_at, message.error = State.SENT, clock(), ""
    message.tries += 1
    message.save(update_fields=["state", "sent_at", "error", "tries"])
    return 1


@transaction.atomic
def send_again(*, messages: Sequence[Message], at: datetime.datetime) -> int:
    """Let messages that failed wait once more, with all their attempts. Returns how many."""
    rows = Message.objects.filter(pk__in=[each.pk for each in messages], state=State.FAILED)
    return rows.update(state=State.WAITING, tries=0, next_at=at)


def mark_seen(*, person: Person, at: datetime.datetime, up_to: int | None = None) -> int:
    """Note that a person has seen their notices, all or those up to one. Returns how many were new."""
    unseen = Notice.objects.filter(person=person, seen_at__isnull=True)
    if up_to is not None:
        unseen = unseen.filter(pk__lte=up_to)
    return unseen.update(seen_at=at)
