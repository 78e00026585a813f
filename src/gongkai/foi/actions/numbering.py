"""Numbers and codes: given out once, by one atomic statement; query codes nobody can guess."""

import datetime
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings

from gongkai.catalog.actions import numbers as catalog
from gongkai.foi.models.cases import NumberRule
from gongkai.orgs.models import Agency

REQUESTS = "公开申"
DEFAULT = "{sign}{series}〔{year}〕{serial}号"
# Without 0 and O, 1 and I: a code is read out on the telephone.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 12


@dataclass(frozen=True)
class Numbered:
    """A number given out."""

    year: int
    serial: int
    text: str


def template(*, agency: Agency, series: str, on: datetime.date) -> str:
    """How the numbers of a series are written on a day: the agency's rule for the series, its rule for all, ours."""
    rules = NumberRule.objects.filter(agency=agency, series__in=[series, ""], since__lte=on).order_by("since", "id")
    found = dict(rules.values_list("series", "template"))
    return found.get(series) or found.get("") or DEFAULT


def take(*, agency: Agency, series: str, on: datetime.date, written: str) -> Numbered:
    """Give out the next number of an agency's series in the year of a day, as late in a transaction as can be.

    Others who want a number of the same series wait until the transaction ends; if it fails, the number was not given
    out. So there are no holes.
    """
    (serial,) = catalog.allocate(prefix=f"foi:{agency.pk}:{series}:{on.year}")
    text = written.format(sign=agency.short_name, series=series, year=on.year, serial=serial)
    return Numbered(on.year, serial, text)


def new_code(key: str = "") -> str:
    """A query code, XXXX-XXXX-XXXX: random, or always the same for a submission's secret key."""
    if key:
        # Made with the installation's secret, so that the key alone tells nobody the code.
        digest = hmac.digest(settings.SECRET_KEY.encode(), b"gongkai query code" + key.encode(), "sha256")
    else:
        digest = secrets.token_bytes(_LENGTH)
    signs = "".join(_ALPHABET[byte & 31] for byte in digest[:_LENGTH])
    return "-".join(signs[start : start + 4] for start in range(0, _LENGTH, 4))
