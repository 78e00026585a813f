"""What is wrong with the number of a document, in a sentence that says where to look."""

import datetime
import re
import unicodedata

from django.utils.translation import gettext as _

from gongkai.foi.models.cases import Applicant
from gongkai.language import personal_data
from gongkai.rules import credit_codes

Identity = Applicant.Identity


def plain(number: str) -> str:
    """A number in half-width capitals, without blanks and dashes."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()


def fault(kind: str, number: str) -> str:
    """Why this cannot be the number of such a document; empty when it can be. `number` is plain."""
    if kind == Identity.ID_CARD:
        return _card(number)
    if kind == Identity.CREDIT_CODE:
        return "；".join(credit_codes.check(number))
    if kind in {Identity.PASSPORT, Identity.PERMIT} and not re.fullmatch(r"[A-Z0-9]{5,18}", number):
        return _("Such a number has 5 to 18 letters and figures.")
    return ""


def _card(number: str) -> str:
    if len(number) != 18:
        return _("An identity card has 18 places; %(count)d were typed.") % {"count": len(number)}
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return _("Only figures, and at the end perhaps an X, can stand here.")
    month, day = int(number[10:12]), int(number[12:14])
    try:
        datetime.date(int(number[6:10]), month, day)
    except ValueError:
        words = _("Places 11 to 14 read month %(month)d, day %(day)d; there is no such day. Compare with the card.")
        return words % {"month": month, "day": day}
    if not personal_data.is_identity_number(number):
        return _("The last place does not fit the others, so one of them is wrong. Compare with the card.")
    return ""
