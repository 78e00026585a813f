"""A new query code for who has lost theirs: the office looks at who asks, or the mail goes where the applicant said."""

import datetime
import secrets

from django.conf import settings
from django.core import mail, signing
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.core import mailing
from gongkai.foi.actions import kinds, ledger, numbering, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries import codes

PASS_SECONDS = 30 * 60
_SALT = "gongkai.foi.lost-code"


@transaction.atomic
def renew_code(*, info_request: InfoRequest, checked: str, by: By, at: datetime.datetime) -> str:
    """Give a request another query code and return it; it is shown once, and the old one is void from then on.

    `checked` says how it was made sure that the applicant asks. Raises Incomplete without it, Erased.
    """
    if not checked.strip():
        raise refusals.Incomplete(_("Say how you made sure that it is the applicant."), field="checked")
    book = ledger.open_book(info_request, by=by, at=at)
    if book.row.erased_at is not None:
        raise refusals.Erased
    code = numbering.new_code()
    book.row.code_salt = secrets.token_hex(8)
    book.row.code_hash = codes.code_hash(code, book.row.code_salt)
    book.row.save(update_fields=["code_salt", "code_hash"])
    book.record(kinds.CODE_RENEWED, checked=checked.strip()[:200])
    book.refresh(info_request)
    return code


def mail_pass(*, info_request: InfoRequest) -> None:
    """Mail the applicant an address that gives a new code, once, within half an hour. Raises OSError when the server
    refuses. The mail says nothing of the request but its number."""
    if not mailing.is_possible() or not info_request.applicant.email:
        return
    address = f"{settings.SITE_ADDRESS}/requests/status/lost/{signed(info_request)}/"
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A new query code for {number}").format(number=info_request.number)
        text = _(
            "Somebody asked for a new query code for {number}. If it was you, open this address within half an "
            "hour:\n\n"
            "{address}\n\nIf it was not you, do nothing: the code you have stays good."
        ).format(number=info_request.number, address=address)
    mail.send_mail(subject, text, mailing.sender(), [info_request.applicant.email])


def signed(info_request: InfoRequest) -> str:
    """A pass that is good until it is used, half an hour at most: it names the code that it makes void."""
    return signing.dumps({"id": info_request.pk, "code": info_request.code_hash}, salt=_SALT)


def passed(token: str) -> InfoRequest | None:
    """The request a pass is for; None when it is too old, was used, or is no pass of ours. One query."""
    try:
        held = signing.loads(token, salt=_SALT, max_age=PASS_SECONDS)
    except signing.BadSignature:
        return None
    rows = InfoRequest.objects.select_related("agency", "applicant").filter(pk=held["id"], code_hash=held["code"])
    return rows.filter(erased_at__isnull=True).first()
