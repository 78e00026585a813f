"""Sending what waits, in the background, so that a gateway that hangs holds nobody up."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.core import background, checkup, schedule
from gongkai.notices import actions
from gongkai.notices.models import Message


@schedule.every("notices.send", seconds=20)
def look_for_messages(now: datetime.datetime) -> None:
    """Have what is due sent."""
    if actions.due(at=now).exists():
        send.enqueue()


@background.background(attempts=1)
def send() -> None:
    """Send what is due; several at once do not send anything twice."""
    actions.send_due(clock=timezone.now)


@checkup.check("messages", gettext_lazy("Messages to staff went out"))
def examine_messages(repair: bool) -> list[checkup.Finding]:
    """Messages that failed for good; repairing lets them wait once more."""
    failed = list(Message.objects.filter(state=Message.State.FAILED).order_by("pk")[:100])
    if failed and repair:
        actions.send_again(messages=failed, at=timezone.now())
    words = _("A message (%(way)s) was not sent: %(error)s")
    return [checkup.Finding(words % {"way": each.get_way_display(), "error": each.error}, repair) for each in failed]
