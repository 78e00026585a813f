"""The two channels of our own: a bulletin by e-mail to those who asked for it, and the feed that anybody may take."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.core import mailing, senders
from gongkai.core.channels import contract

AT_ONCE = 20


class Bulletin:
    """Mails an item to the subscribers of one bulletin, each in a mail of their own."""

    code: ClassVar[str] = "bulletin"
    label: ClassVar[Any] = gettext_lazy("E-mail bulletin")
    channel: ClassVar[str] = "email"
    credentials: ClassVar[tuple[contract.Credential, ...]] = (
        contract.Credential(
            "recipients",
            gettext_lazy("Recipients"),
            gettext_lazy("One address a line: those who asked for the bulletin."),
            is_long=True,
        ),
    )
    can_delete: ClassVar[bool] = False

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    def post(self, article: contract.Article, progress: Mapping[str, str]) -> contract.Step:
        """Mail to the next twenty. An address once served is not served again."""
        if not mailing.is_possible():
            raise contract.Refused(_("No mail server is named (GONGKAI_EMAIL_URL)."))
        addresses = addresses_of(self._given.get("recipients", ""))
        if not addresses:
            raise contract.Refused(_("The bulletin has no recipient."))
        served = [each for each in progress.get("served", "").split(",") if each]
        left = [each for each in addresses if _mark(each) not in served]
        parts = (article.title, article.summary, article.address, article.author)
        text = "\n\n".join(part for part in parts if part)
        for number, address in enumerate(left[:AT_ONCE]):
            try:
                senders.send_mail(to=address, subject=article.title, text=text)
            except senders.SendFailed as fault:
                if number:
                    # What has gone out is kept; the next step meets the fault again.
                    break
                raise contract.NotNow(str(fault)) from fault
            served.append(_mark(address))
        state: contract.State = "posted" if len(served) >= len(addresses) else "going-on"
        return contract.Step(state, {"served": ",".join(served)})

    def is_begun(self, progress: Mapping[str, str]) -> bool:
        """Some may have it already."""
        return bool(progress.get("served"))

    def delete(self, progress: Mapping[str, str]) -> None:
        """A mail cannot be taken back."""
        raise contract.Refused(_("A mail cannot be taken back."))


class Feed:
    """The RSS and Atom feed: baked with the pages, so an item stands there once it is public, and goes with it."""

    code: ClassVar[str] = "feed"
    label: ClassVar[Any] = gettext_lazy("RSS feed")
    channel: ClassVar[str] = "rss"
    credentials: ClassVar[tuple[contract.Credential, ...]] = ()
    can_delete: ClassVar[bool] = True

    def __init__(self, given: Mapping[str, str]) -> None:
        return

    def post(self, article: contract.Article, progress: Mapping[str, str]) -> contract.Step:
        """It is there already."""
        return contract.Step("posted", {}, address=article.address)

    def is_begun(self, progress: Mapping[str, str]) -> bool:
        """It is there at once."""
        return False

    def delete(self, progress: Mapping[str, str]) -> None:
        """It goes with the item's page."""


def addresses_of(text: str) -> list[str]:
    """The mail addresses of a text, one a line, each once. Raises ValidationError for a line that is none."""
    found = dict.fromkeys(line.strip() for line in text.splitlines() if line.strip())
    for each in found:
        try:
            validate_email(each)
        except ValidationError as error:
            raise ValidationError(_("“%s” is no mail address.") % each) from error
    return list(found)


def _mark(address: str) -> str:
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:16]
