"""Telling applicants by e-mail that something moved, if they wish: that it did and where to look, never what."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.core import mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongkai.core import mailing, throttle
from gongkai.events.models import Event
from gongkai.foi.actions import kinds
from gongkai.foi.models.cases import InfoRequest

HEARD = (
    kinds.CONFIRMED, kinds.CORRECTION_ASKED, kinds.REASONS_ASKED, kinds.DELAYED, kinds.EXTENDED, kinds.CONSULTED,
    kinds.FEE_NOTICED, kinds.FEE_PAID, kinds.DECIDED, kinds.DELIVERED, kinds.RELEASED, kinds.CLOSED, kinds.REOPENED,
    kinds.CODE_RENEWED,
)  # fmt: skip
# What was mailed is remembered for so long: an event may be delivered again after a process died.
_ONCE = throttle.Limit("foi.mail", 1, 30 * 24 * 3600)


def tell_applicants(events: Sequence[Event]) -> None:
    """One mail for each request of a batch whose applicant wants updates. Without a mail server nothing is sent, as
    the log is no place for addresses. Raises OSError when the server refuses; the delivery then tries again."""
    if not mailing.is_possible():
        return
    at = timezone.now()
    # What they did themselves they know; a new code may have been somebody else.
    told = [event for event in events if event.kind == kinds.CODE_RENEWED or not event.by.startswith("applicant")]
    newest = {event.about: event for event in told}
    ids = [int(about.partition(":")[2]) for about in newest]
    wanting = InfoRequest.objects.filter(pk__in=ids, applicant__wants_updates=True, erased_at__isnull=True)
    for row in wanting.select_related("applicant", "agency").order_by("pk"):
        _tell(row, newest[row.reference], at)


def _tell(row: InfoRequest, event: Event, at: datetime.datetime) -> None:
    mark = f"{event.pk}"
    try:
        throttle.look(_ONCE, mark, at=at)
    except throttle.TooMany:
        return
    if row.applicant.email:
        with translation.override(settings.LANGUAGE_CODE):
            subject = _("Your request has moved: {number}").format(number=row.number)
            text = _(
                "Your request {number} to {agency} has moved.\n\n"
                "See with number and query code where it stands: {address}\n\n"
                "You wished for this mail. It is sent by a machine and holds nothing of the request itself."
            ).format(number=row.number, agency=row.agency.name, address=f"{settings.SITE_ADDRESS}/requests/status/")
        mail.send_mail(subject, text, mailing.sender(), [row.applicant.email])
    throttle.count(_ONCE, mark, at=at)
