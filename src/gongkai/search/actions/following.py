"""Following a search by e-mail: asked for, confirmed by the mailbox itself, told of news, left with one click.

Readers leave no trace in the trail of events: it tells what offices do. Leaving removes everything that was kept.
"""

import datetime
import hashlib
import hmac
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import mail, signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import mailing
from gongkai.search.models import Watch

logger = logging.getLogger(__name__)

TO_CONFIRM = datetime.timedelta(days=2)
BETWEEN = datetime.timedelta(hours=20)
MOST_TOLD = 20
_CONFIRM, _LEAVE = "gongkai.search.confirm", "gongkai.search.leave"


class UnknownWatch(LookupError):
    """The link names nothing that is followed: left before, too old, or not ours."""


@dataclass(frozen=True)
class News:
    """One thing to tell of: its title, its address below the site, who published it, on which day."""

    title: str
    address: str
    agency_name: str
    on: datetime.date


@transaction.atomic
def ask(*, email: str, parameters: str, words: str, at: datetime.datetime) -> Watch:
    """Keep the wish of a mailbox to follow a search and send it the link that confirms; once confirmed, nothing."""
    watch, _is_new = Watch.objects.get_or_create(
        mailbox=_mailbox(email),
        parameters=parameters,
        defaults={"email": email, "words": words[:200], "asked_at": at, "told_until": at},
    )
    if watch.confirmed_at is None:
        watch.asked_at = at
        watch.save(update_fields=["asked_at"])
        transaction.on_commit(lambda: _send_confirmation(watch))
    return watch


@transaction.atomic
def confirm(*, token: str, at: datetime.datetime) -> Watch:
    """The mailbox has answered: from now on it is told of news. Can be repeated. Raises UnknownWatch."""
    watch = find(token, is_confirmation=True)
    if watch.confirmed_at is None:
        if at - watch.asked_at > TO_CONFIRM:
            raise UnknownWatch
        watch.confirmed_at, watch.told_until = at, at
        watch.save(update_fields=["confirmed_at", "told_until"])
    return watch


@transaction.atomic
def leave(*, token: str) -> None:
    """Forget a watch with its address. Raises UnknownWatch."""
    find(token).delete()


def find(token: str, *, is_confirmation: bool = False) -> Watch:
    """The watch that a link of ours names. Raises UnknownWatch."""
    try:
        number = signing.Signer(salt=_CONFIRM if is_confirmation else _LEAVE).unsign(token)
    except signing.BadSignature:
        raise UnknownWatch from None
    watch = Watch.objects.filter(pk=int(number)).first()
    if watch is None:
        raise UnknownWatch
    return watch


def forget(*, at: datetime.datetime) -> int:
    """Remove wishes that no mailbox has confirmed in time. Returns how many."""
    return Watch.objects.filter(confirmed_at__isnull=True, asked_at__lt=at - TO_CONFIRM).delete()[0]


def due(*, at: datetime.datetime) -> Iterable[Watch]:
    """Watches that have not been written to for a day, in order."""
    confirmed = Watch.objects.filter(confirmed_at__isnull=False)
    waiting = confirmed.filter(sent_at__isnull=True) | confirmed.filter(sent_at__lt=at - BETWEEN)
    return waiting.order_by("pk").iterator(chunk_size=500)


def tell(*, watch: Watch, news: Sequence[News], total: int, at: datetime.datetime) -> bool:
    """Write one mail about what is new, and note until when it was told of; without news no mail.

    Returns whether a mail went out. One that the server refuses is tried again the next time.
    """
    if news:
        try:
            _send_news(watch, news[:MOST_TOLD], total)
        except OSError:
            logger.warning("mail about a followed search refused", extra={"watch": watch.pk}, exc_info=True)
            return False
    changed = {"told_until": at, "sent_at": at} if news else {"told_until": at}
    Watch.objects.filter(pk=watch.pk).update(**changed)
    return bool(news)


def leave_address(watch: Watch) -> str:
    """The link that ends a watch."""
    return f"{settings.SITE_ADDRESS}/search/leave/{signing.Signer(salt=_LEAVE).sign(str(watch.pk))}/"


def confirm_address(watch: Watch) -> str:
    """The link that begins it."""
    return f"{settings.SITE_ADDRESS}/search/confirm/{signing.Signer(salt=_CONFIRM).sign(str(watch.pk))}/"


def search_address(watch: Watch) -> str:
    """The search itself."""
    return f"{settings.SITE_ADDRESS}/search/?{watch.parameters}"


def _send_confirmation(watch: Watch) -> None:
    text = _(
        "Somebody, probably you, wants to be told by e-mail of what is newly published for this search on {site}:\n\n"
        "  {words}\n  {search}\n\n"
        "To confirm, open this link within two days and press the button:\n\n  {confirm}\n\n"
        "If it was not you, do nothing: no more mail will come, and the address is forgotten after two days."
    ).format(
        site=settings.SITE_NAME,
        words=watch.words,
        search=search_address(watch),
        confirm=confirm_address(watch),
    )
    subject = _("Please confirm: follow “{words}”").format(words=watch.words)
    try:
        mail.send_mail(_line(subject), text, mailing.sender(), [watch.email])
    except OSError:
        logger.warning("mail to confirm a followed search refused", extra={"watch": watch.pk}, exc_info=True)


def _send_news(watch: Watch, news: Sequence[News], total: int) -> None:
    lines = [f"{each.title}\n{each.agency_name} {each.on}\n{settings.SITE_ADDRESS}{each.address}" for each in news]
    head = ngettext(
        "{count} document was newly published for “{words}”:",
        "{count} documents were newly published for “{words}”:",
        total,
    ).format(count=total, words=watch.words)
    foot = _(
        "All results: {search}\n\nNo more of these mails, with one click: {leave}\n"
        "Nothing is counted or followed in this mail."
    ).format(search=search_address(watch), leave=leave_address(watch))
    message = mail.EmailMessage(
        _line(head),
        "\n\n".join((head, *lines, "—", foot)),
        mailing.sender(),
        [watch.email],
        headers={
            "List-Unsubscribe": f"<{leave_address(watch)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.send()


def _line(subject: str) -> str:
    return " ".join(subject.split())


def _mailbox(email: str) -> str:
    """A keyed hash of the address, whatever its case."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"gongkai watch\n" + email.strip().lower().encode(), hashlib.sha256).hexdigest()
