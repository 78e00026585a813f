"""The ways out of the desk: mail, and telephones through whatever gateway the office has.

The contract of a gateway (`GONGKAI_SMS_URL`): we POST JSON `{"to": …, "text": …, "reference": …}`, with the header
`Authorization: Bearer …` when `GONGKAI_SMS_TOKEN` is set. An answer from 200 to 299 means it was taken in; anything
else is a failure and is tried again. The same reference may come twice and is then the same message.

Another protocol: name a class of your own in `GONGKAI_SMS_SENDER`. It is made without arguments and has
`send(*, to, text, reference)`, which raises SendFailed.
"""

import functools
import json
import smtplib
import urllib.error
import urllib.request
from typing import Protocol

from django.conf import settings
from django.core import mail
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gongkai.core import mailing

SECONDS = 10


class SendFailed(Exception):
    """A message did not go out; the words say why and hold neither address nor text."""


class SmsSender(Protocol):
    """Sends a text to a telephone."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hand one text over. Raises SendFailed."""


class UrlSender:
    """Hands texts to a gateway by the contract above."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """POST one text. Raises SendFailed."""
        body = json.dumps({"to": to, "text": text, "reference": reference}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if settings.SMS_TOKEN:
            headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
        request = urllib.request.Request(settings.SMS_URL, data=body, headers=headers, method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  an address of the operator's
                answer.read(1000)
        except urllib.error.HTTPError as fault:
            with fault:
                raise SendFailed(_("The gateway answered %(status)s.") % {"status": fault.code}) from fault
        except OSError as fault:
            raise SendFailed(
                _("The gateway cannot be reached (%(fault)s).") % {"fault": type(fault).__name__}
            ) from fault


def sms() -> SmsSender | None:
    """The sender of this installation; none when no gateway is named."""
    if settings.SMS_SENDER:
        return _made(settings.SMS_SENDER)
    return UrlSender() if settings.SMS_URL else None


@functools.cache
def _made(name: str) -> SmsSender:
    sender: SmsSender = import_string(name)()
    return sender


def send_mail(*, to: str, subject: str, text: str) -> None:
    """Send one mail. Raises SendFailed."""
    try:
        mail.send_mail(subject, text, mailing.sender(), [to])
    except (OSError, smtplib.SMTPException) as fault:
        raise SendFailed(_("The mail server refused (%(fault)s).") % {"fault": type(fault).__name__}) from fault
