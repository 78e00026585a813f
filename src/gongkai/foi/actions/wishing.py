"""What an applicant changes about the way the answer comes, and the way they are told of it."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.foi.actions import kinds, ledger, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import OPEN_STATES, InfoRequest

_NO_EMAIL = _("For that an e-mail address is needed.")
_NO_ADDRESS = _("For that a postal address is needed.")


@transaction.atomic
def change_wishes(
    *,
    info_request: InfoRequest,
    carrier: str,
    way: str,
    wants_updates: bool,
    by: By,
    at: datetime.datetime,
    email: str = "",
    address: str = "",
    postcode: str = "",
) -> InfoRequest:
    """Change form and way of the answer and whether updates are mailed; an empty contact stays as it was.

    Raises WrongState once the request is answered, Incomplete when the contact that the wish needs is not known.
    """
    book = ledger.open_book(info_request, *OPEN_STATES, by=by, at=at)
    applicant = book.row.applicant
    for name, value in (("email", email), ("address", address), ("postcode", postcode)):
        if value.strip():
            setattr(applicant, name, value.strip())
    if wants_updates and not applicant.email:
        raise refusals.Incomplete(str(_NO_EMAIL), field="email")
    if way == InfoRequest.Way.EMAIL and not applicant.email:
        raise refusals.Incomplete(str(_NO_EMAIL), field="email")
    if way == InfoRequest.Way.POST and not applicant.address:
        raise refusals.Incomplete(str(_NO_ADDRESS), field="address")
    applicant.wants_updates = wants_updates
    applicant.save(update_fields=["email", "address", "postcode", "wants_updates"])
    book.row.wanted_carrier, book.row.wanted_way = InfoRequest.Carrier(carrier), InfoRequest.Way(way)
    book.close(kinds.WISH_CHANGED, way=way)
    return book.refresh(info_request)
